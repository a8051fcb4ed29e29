"""Relay: delivers what lies in the outbox to every sink, in order per asset, until each has taken it.

Level-triggered: a change of an object says that there may be something, and what there is lies in the store. Whatever a
crash interrupts is done again; a sink may see an event twice, with the same id. Each sink has a queue and workers of
its own: one that hangs keeps nobody else waiting.
"""

import asyncio
import itertools
import logging
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Literal

from media_insights.api.v1alpha1.times import time_of
from media_insights.errors import ApiError, StoreError, Unavailable
from media_insights.events.cloud_events import CloudEvent
from media_insights.events.entries import OutboxEntry
from media_insights.events.lanes import Delivery, EventLane
from media_insights.events.outbox import Outbox
from media_insights.events.progress import Progress
from media_insights.events.sinks import Outcome, Sink
from media_insights.runtime import metrics
from media_insights.runtime.workqueue import WorkQueue

NumberReader = Callable[[OutboxEntry], Awaitable[int | None]]
"""Returns ``status.changes`` of an entry's object as the API server has it; None when that object is gone."""
WORKERS = 8
"""Assets whose events are sent to one sink at the same time."""
AT_ONCE = 50
"""Entries that are read at a time."""

_log = logging.getLogger(__name__)


@dataclass(slots=True, kw_only=True)
class Relay:
    """The outbox's way to the sinks. All its methods are called in one event loop."""

    outbox: Outbox
    sinks: Sequence[Sink]
    read_number: NumberReader
    clock: Callable[[], float] = time.monotonic
    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    queues: dict[str, WorkQueue[Delivery]] = field(init=False)
    """Sink → the assets of which something may wait for it."""
    progress: Progress = field(init=False)
    _lanes: dict[tuple[str, Delivery], EventLane] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Begin with nothing known."""
        self.queues = {sink.name: WorkQueue() for sink in self.sinks}
        self.progress = Progress(self.outbox, self.sinks)

    def notice(self, namespace: str, asset_uid: str) -> None:
        """Deliver what waits of an asset, soon; a sink that did not take something keeps its pause."""
        for queue in self.queues.values():
            queue.add((namespace, asset_uid))

    async def sweep(self) -> None:
        """Notice every asset of which something waits: the net below the changes.

        Namespaces are those that the store knows: of one that is gone, there may be events.
        """
        waiting, dead = 0, dict.fromkeys(self.queues, 0)
        for namespace in await asyncio.to_thread(self.outbox.namespaces):
            assets = await asyncio.to_thread(self.outbox.pending_assets, namespace)
            waiting += len(assets)
            for uid in assets:
                self.notice(namespace, uid)
            for name in dead:
                dead[name] += await asyncio.to_thread(self.outbox.count_dead, namespace, name)
        metrics.EVENTS_WAITING.set(waiting)
        for name, count in dead.items():
            metrics.EVENTS_DEAD.labels(name).set(count)
            metrics.EVENT_LATE.labels(name).set(self._late(name))
        metrics.EVENTS_SWEPT.set_to_current_time()

    async def work(self, sink: Sink) -> None:
        """Deliver to a sink of one asset after another, for ever."""
        queue = self.queues[sink.name]
        while True:
            work = await queue.get()
            failed, pause = True, 0.0
            try:
                pause = await self.deliver(sink, *work)
                failed = False
            except (StoreError, ApiError, Unavailable) as error:
                _log.warning("events of the asset %s in %s: %s", work[1], work[0], error)
            except Exception:  # noqa: BLE001 - one asset's defect must not stop the others
                _log.exception("events of the asset %s in %s: a defect; they are tried again", work[1], work[0])
            finally:
                queue.done(work, failed=failed)
            if pause:
                queue.add_after(work, pause)

    async def deliver(self, sink: Sink, namespace: str, asset_uid: str) -> float:
        """Deliver to a sink what waits of an asset; return after how many seconds to try again, 0: nothing is late."""
        name = sink.name, (namespace, asset_uid)
        lane = self._lanes.setdefault(name, EventLane())
        if lane.until <= self.clock():
            async for entry in self._written(namespace, asset_uid, lane):
                if not await self._offer(sink, entry, lane):
                    break
        if lane.is_idle:
            self._lanes.pop(name, None)
        return max(0.0, lane.until - self.clock()) if lane.since else 0.0

    async def _written(self, namespace: str, asset_uid: str, lane: EventLane) -> AsyncIterator[OutboxEntry]:
        """Yield the entries whose statuses were written; the others are not true yet, and perhaps never will be."""
        keys = await asyncio.to_thread(self.outbox.pending_keys, namespace, asset_uid)
        lane.done &= set(keys)
        entries = self.outbox.in_order([key for key in keys if key not in lane.done])
        numbers: dict[str, int | None] = {}
        while batch := await asyncio.to_thread(lambda: list(itertools.islice(entries, AT_ONCE))):
            for entry in batch:
                if await self.progress.is_settled(entry):
                    _log.warning("%s was delivered before: what lies there again is removed", entry.events[0].id)
                    await asyncio.to_thread(self.outbox.discard, entry)
                    continue
                if entry.uid not in numbers:
                    numbers[entry.uid] = await self.read_number(entry)
                number = numbers[entry.uid]
                if number is None or entry.last <= number:
                    yield entry

    async def _offer(self, sink: Sink, entry: OutboxEntry, lane: EventLane) -> bool:
        """Send an entry to a sink; return whether the sink is done with it."""
        if sink not in self.progress.concerned(entry):
            await self.progress.settle_unwanted(entry)
            lane.done.add(entry.pending_key)
            return True
        number = entry.taken.get(sink.name, 0)
        if number < entry.last:
            lane.since = lane.since or time_of(entry.failing.get(sink.name))
        for event in entry.events:
            if event.number > number:
                if not await self._send(sink, entry, event, lane):
                    break
                number = event.number
        settled = await self.progress.note(sink, entry, number, lane.since)
        if number >= entry.last and not settled:
            lane.done.add(entry.pending_key)
        return number >= entry.last

    async def _send(self, sink: Sink, entry: OutboxEntry, event: CloudEvent, lane: EventLane) -> bool:
        """Send an event to a sink; return whether the sink is done with it."""
        if not sink.selection.covers(entry.namespace, event):
            return True
        outcome = await sink.send(event)
        if outcome.verdict == "Taken":
            lane.take()
            _count(sink, "taken")
            metrics.EVENT_LAG.labels(sink.name).observe(max(0.0, (self.now() - event.moment).total_seconds()))
            return True
        since = lane.since or self.now()
        if outcome.verdict == "Refused" or lane.is_given_up(event, since, self.now(), sink.give_up_seconds):
            await self._put_aside(sink, entry, event, outcome)
            return True
        _count(sink, "failed")
        lane.wait(event, since, self.clock(), outcome.pause)
        _log.warning("%s did not take %s, tried %d times: %s", sink.name, event.id, lane.failures, outcome.why)
        return False

    async def _put_aside(self, sink: Sink, entry: OutboxEntry, event: CloudEvent, outcome: Outcome) -> None:
        await asyncio.to_thread(self.outbox.bury, entry, event, sink.name, outcome.why)
        _count(sink, "dead")
        _log.error("%s: the event %s is put aside: %s", sink.name, event.id, outcome.why)

    def _late(self, sink: str) -> float:
        """Return the age in seconds of the oldest event that a sink did not take, 0 when nothing is late."""
        late = [lane.late for (name, _), lane in self._lanes.items() if name == sink and lane.late]
        return max(0.0, (self.now() - min(late)).total_seconds()) if late else 0.0


def _count(sink: Sink, outcome: Literal["taken", "failed", "dead"]) -> None:
    metrics.EVENT_ATTEMPTS.labels(sink.name, outcome).inc()
