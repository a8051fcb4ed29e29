"""Relay: delivers what lies in the outbox to every sink, in order per asset, until each has taken it.

Level-triggered: a change of an object says that there may be something, and what there is lies in the store. Whatever a
crash interrupts is done again; a sink may see an event twice, with the same id.
"""

import asyncio
import logging
import random
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from media_insights.errors import ApiError, StoreError, Unavailable
from media_insights.events.cloud_events import CloudEvent
from media_insights.events.entries import OutboxEntry
from media_insights.events.outbox import Outbox
from media_insights.events.sinks import Outcome, Sink
from media_insights.runtime import metrics
from media_insights.runtime.workqueue import WorkQueue

Delivery = tuple[str, str]
"""Namespace, and UID of an asset."""
Reached = Callable[[OutboxEntry], Awaitable[int | None]]
"""Returns ``status.changes`` of an entry's object as the API server has it; None when that object is gone."""
WORKERS = 16
AT_ONCE = 1000
"""Entries of one asset that are read at a time."""
FIRST_PAUSE = 1.0
LONGEST_PAUSE = 300.0
"""Seconds between two attempts, doubled from the first to the longest one, give or take a third."""

_log = logging.getLogger(__name__)


@dataclass(slots=True)
class _Failures:
    """What a sink did not take of one asset, in a row."""

    since: float
    until: float = 0.0
    """When it is tried again."""
    count: int = 0

    def wait(self, now: float, asked: float) -> float:
        """Count a failure; return how long to wait: what the sink asks for, or what its failures suggest if longer."""
        self.count += 1
        own: float = min(LONGEST_PAUSE, FIRST_PAUSE * 2.0 ** min(self.count - 1, 20))
        pause = max(asked, own * random.uniform(2 / 3, 4 / 3))  # noqa: S311 - spreads attempts, guards nothing
        self.until = now + pause
        return pause


@dataclass(slots=True, kw_only=True)
class Relay:
    """The outbox's way to the sinks. All its methods are called in one event loop."""

    outbox: Outbox
    sinks: Sequence[Sink]
    reached: Reached
    give_up_seconds: float
    """How long a sink may not take an event before it is put aside for it, and the next one is tried."""
    clock: Callable[[], float] = time.monotonic
    queue: WorkQueue[Delivery] = field(default_factory=WorkQueue)
    _failures: dict[tuple[str, Delivery], _Failures] = field(default_factory=dict)

    def notice(self, namespace: str, asset_uid: str) -> None:
        """Deliver what waits of an asset, soon; a sink that did not take something keeps its pause."""
        self.queue.add((namespace, asset_uid))

    async def sweep(self, namespaces: Sequence[str]) -> None:
        """Notice every asset of some namespaces of which something waits: the net below the changes."""
        waiting = 0
        for namespace in namespaces:
            assets = await asyncio.to_thread(self.outbox.pending_assets, namespace)
            waiting += len(assets)
            for uid in assets:
                self.notice(namespace, uid)
        metrics.EVENTS_WAITING.set(waiting)

    async def work(self) -> None:
        """Deliver of one asset after another, for ever."""
        while True:
            work = await self.queue.get()
            failed, pause = True, 0.0
            try:
                pause = await self.deliver(*work)
                failed = False
            except (StoreError, ApiError, Unavailable) as error:
                _log.warning("events of the asset %s in %s: %s", work[1], work[0], error)
            except Exception:  # noqa: BLE001 - one asset's defect must not stop the others
                _log.exception("events of the asset %s in %s: a defect; they are tried again", work[1], work[0])
            finally:
                self.queue.done(work, failed=failed)
            if pause:
                self.queue.add_after(work, pause)

    async def deliver(self, namespace: str, asset_uid: str) -> float:
        """Deliver what waits of an asset; return after how many seconds to try again, 0 when nothing is late."""
        work, now = (namespace, asset_uid), self.clock()
        failing = {sink.name: self._failures.get((sink.name, work)) for sink in self.sinks}
        late = {name: found.until - now for name, found in failing.items() if found and found.until > now}
        entries = await asyncio.to_thread(self.outbox.pending, namespace, asset_uid, AT_ONCE)
        for entry in await self._written(entries):
            await self._settle(entry, await self._offer(entry, late))
        for sink in self.sinks:
            if sink.name not in late:
                self._failures.pop((sink.name, work), None)
        return min(late.values(), default=0.0)

    async def _written(self, entries: Sequence[OutboxEntry]) -> list[OutboxEntry]:
        """Return the entries whose statuses were written; the others are not true yet, and perhaps never will be."""
        numbers: dict[str, int | None] = {}
        for entry in entries:
            if entry.uid not in numbers:
                numbers[entry.uid] = await self.reached(entry)
        reached = ((entry, numbers[entry.uid]) for entry in entries)
        return [entry for entry, number in reached if number is None or entry.last <= number]

    async def _offer(self, entry: OutboxEntry, late: dict[str, float]) -> dict[str, int]:
        """Send an entry to all sinks at once; return the number of the last event with which each is done."""
        numbers = await asyncio.gather(*(self._offer_to(sink, entry, late) for sink in self.sinks))
        return {sink.name: number for sink, number in zip(self.sinks, numbers, strict=True) if number}

    async def _offer_to(self, sink: Sink, entry: OutboxEntry, late: dict[str, float]) -> int:
        number = entry.taken.get(sink.name, 0)
        for event in entry.events:
            if event.number > number:
                if sink.name in late or not await self._send(sink, entry, event, late):
                    break
                number = event.number
        return number

    async def _settle(self, entry: OutboxEntry, taken: Mapping[str, int]) -> None:
        """Move an entry that all sinks have taken to the log; note what some have taken of another one."""
        if all(taken.get(sink.name, 0) >= entry.last for sink in self.sinks):
            await asyncio.to_thread(self.outbox.settle, replace(entry, taken={}))
        elif taken != entry.taken:
            await asyncio.to_thread(self.outbox.note, replace(entry, taken=taken))

    async def _send(self, sink: Sink, entry: OutboxEntry, event: CloudEvent, late: dict[str, float]) -> bool:
        """Send an event to a sink; return whether the sink is done with it."""
        if not sink.selection.covers(entry.namespace, event):
            return True
        outcome = await sink.send(event)
        lane = sink.name, (entry.namespace, entry.partition)
        if outcome.verdict == "Taken":
            self._failures.pop(lane, None)
            _count(sink, "taken")
            metrics.EVENT_LAG.labels(sink.name).observe(_age_of(event))
            return True
        now = self.clock()
        failures = self._failures.setdefault(lane, _Failures(now))
        if outcome.verdict == "Refused" or now - failures.since >= self.give_up_seconds:
            await self._put_aside(sink, entry, event, outcome)
            return True
        _count(sink, "failed")
        late[sink.name] = failures.wait(now, outcome.pause)
        _log.warning("%s did not take %s, tried %d times: %s", sink.name, event.id, failures.count, outcome.why)
        return False

    async def _put_aside(self, sink: Sink, entry: OutboxEntry, event: CloudEvent, outcome: Outcome) -> None:
        await asyncio.to_thread(self.outbox.bury, entry, event, sink.name, outcome.why)
        _count(sink, "dead")
        _log.error("%s: the event %s is put aside: %s", sink.name, event.id, outcome.why)


def _count(sink: Sink, outcome: Literal["taken", "failed", "dead"]) -> None:
    metrics.EVENT_ATTEMPTS.labels(sink.name, outcome).inc()


def _age_of(event: CloudEvent) -> float:
    """Return the seconds since an event was noticed, by this machine's clock."""
    return max(0.0, time.time() - event.moment.timestamp())
