"""Settling: for how long candidates of watched prefixes have not changed, by this machine's clock alone.

What a listing shows is compared with what an earlier one showed, so that no two clocks need to agree. It is forgotten
when the controller restarts: files then settle anew.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from media_insights.domain.watching.candidates import Candidate, SeenObject

MOST = 20_000
"""Candidates of one source that settle at once; others do when these have been taken."""


@dataclass(slots=True)
class Settling:
    """What was seen of each source, and since when it has been the same."""

    _seen: dict[str, dict[str, tuple[SeenObject, float]]] = field(default_factory=dict)
    """UID of a source → key → what was seen, and in which second."""

    def note(
        self, source: str, candidates: Iterable[Candidate], between: tuple[str, str], now: float
    ) -> Mapping[str, float]:
        """Note all candidates of a range; return the name of each that is noted, and for how long it is the same.

        ``between`` are the key after which the range begins and its last one (empty: it has no end): what was seen
        there and is no candidate any more is forgotten.
        """
        seen = self._seen.setdefault(source, {})
        before = {key: seen.pop(key) for key in [key for key in seen if is_within(key, between)]}
        ages: dict[str, float] = {}
        for each in candidates:
            if len(seen) >= MOST:
                break
            known, since = before.get(each.seen.key, (each.seen, now))
            since = since if known == each.seen else now
            seen[each.seen.key] = each.seen, since
            ages[each.name] = now - since
        return ages

    def forget(self, source: str) -> None:
        """Forget a source."""
        self._seen.pop(source, None)


def is_within(key: str, between: tuple[str, str]) -> bool:
    """Return whether a key lies in a range: behind one key, and not behind the other (empty: it has no end)."""
    after, up_to = between
    return key > after and (not up_to or key <= up_to)
