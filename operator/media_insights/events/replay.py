"""Replay: events that were delivered, or put aside, are sent to one sink again; they keep their ids."""

import asyncio
from collections.abc import Iterable
from datetime import datetime

from media_insights.api.v1alpha1.times import micro_time, time_of
from media_insights.errors import Unavailable
from media_insights.events.cloud_events import CloudEvent
from media_insights.events.outbox import Outbox
from media_insights.events.sinks import Sink

TRIES = 5
"""Attempts for each event, with pauses of 1, 2, 4 and 8 seconds."""
PAUSE = 1.0


async def replay_log(
    outbox: Outbox, namespace: str, sink: Sink, between: tuple[datetime, datetime], *, pause: float = PAUSE
) -> int:
    """Send what was delivered within a time, in order; return how many events.

    Raises Unavailable at the first event that the sink does not take, and says from when to go on.
    """
    start, end = (micro_time(time_of(each.isoformat()) or each) for each in between)
    sent = 0
    entries = await asyncio.to_thread(lambda: list(outbox.log(namespace, start, end)))
    for event in _chosen((event for entry in entries for event in entry.events), namespace, sink):
        why = await _send(sink, event, pause)
        if why:
            raise Unavailable(f"{why}; {sent} events were sent: go on with --since {event.time}")
        sent += 1
    return sent


async def replay_dead(outbox: Outbox, namespace: str, sink: Sink, *, pause: float = PAUSE) -> int:
    """Send a sink what it did not take, and remove what it takes; return how many events.

    Raises Unavailable at the first event that it does not take now either.
    """
    letters = await asyncio.to_thread(outbox.dead, namespace, sink.name)
    for sent, (key, letter) in enumerate(letters):
        why = await _send(sink, letter.event, pause)
        if why:
            raise Unavailable(f"{why}; {sent} events were sent")
        await asyncio.to_thread(outbox.store.delete, key)
    return len(letters)


def _chosen(events: Iterable[CloudEvent], namespace: str, sink: Sink) -> Iterable[CloudEvent]:
    return (each for each in events if sink.selection.covers(namespace, each))


async def _send(sink: Sink, event: CloudEvent, pause: float) -> str:
    """Send an event, several times if need be; return why the sink does not take it, empty when it does."""
    for attempt in range(TRIES):
        outcome = await sink.send(event)
        if outcome.verdict == "Taken":
            return ""
        if outcome.verdict == "Refused":
            break
        await asyncio.sleep(max(outcome.pause, pause * 2**attempt) if attempt + 1 < TRIES else 0)
    return f"{sink.name} does not take the event {event.id}: {outcome.why}"
