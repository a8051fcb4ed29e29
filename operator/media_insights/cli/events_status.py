"""``media-insights events status``: what waits for which sink, since when, and what was put aside and why."""

from collections import Counter
from collections.abc import Iterator

from media_insights.domain.wording import printable
from media_insights.events.entries import OutboxEntry
from media_insights.events.outbox import Outbox

MOST_LETTERS = 20
"""Letters that are shown of a namespace; the number of all stands before them."""


def status_lines(outbox: Outbox, namespace: str = "") -> Iterator[str]:
    """Yield the lines about one namespace, or about all of which the store keeps anything."""
    for name in [namespace] if namespace else outbox.namespaces():
        yield from _waiting(outbox, name)
        yield from _dead(outbox, name)


def _waiting(outbox: Outbox, namespace: str) -> Iterator[str]:
    assets = outbox.pending_assets(namespace)
    heads = [entry for uid in assets if (entry := _head(outbox, namespace, uid))]
    if not heads:
        return
    oldest = min(heads, key=lambda each: each.order)
    yield f"{namespace}: events of {len(assets)} assets wait, the oldest since {oldest.events[0].time} ({oldest.name})"
    for sink, count in sorted(Counter(name for each in heads for name in each.failing).items()):
        since = min(each.failing[sink] for each in heads if sink in each.failing)
        yield f"  {sink} has not taken those of {count} assets since {since}"


def _head(outbox: Outbox, namespace: str, asset_uid: str) -> OutboxEntry | None:
    return next(outbox.in_order(outbox.pending_keys(namespace, asset_uid)), None)


def _dead(outbox: Outbox, namespace: str) -> Iterator[str]:
    letters = [letter for _, letter in outbox.dead(namespace)]
    for sink, count in sorted(Counter(each.sink for each in letters).items()):
        yield f"{namespace}: {count} events were put aside for {sink}; `events replay {namespace} --sink {sink} --dead`"
    for each in letters[:MOST_LETTERS]:
        yield f"  {each.event.time} {each.sink} {each.event.id} {each.event.type}: {printable(each.why)}"
