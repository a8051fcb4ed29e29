"""The relay of events on a cluster: which object's changes say that something waits, and what the API server holds."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from media_insights.cluster.mirror import Mirror
from media_insights.errors import ApiError, NotFound, StoreError, Unavailable
from media_insights.events.cloud_events import object_of
from media_insights.events.entries import OutboxEntry
from media_insights.events.relay import WORKERS, Relay
from media_insights.kube.client import Api
from media_insights.kube.resources import ASSETS, BATCHES, EXECUTIONS
from media_insights.ports.feed import ObjectChange

SWEEP_EVERY = 60.0
"""Seconds between two searches of the store for what no change told of."""
EXPIRE_EVERY = 3600.0

_log = logging.getLogger(__name__)
_RESOURCES = {"MediaAsset": ASSETS, "MediaExecution": EXECUTIONS, "MediaBatch": BATCHES}
_OF_PLURALS = {"mediaassets": ASSETS, "mediaexecutions": EXECUTIONS, "mediabatches": BATCHES}


async def read_change_number(api: Api, entry: OutboxEntry) -> int | None:
    """Return ``status.changes`` of an entry's object as the API server has it; None when that object is gone."""
    try:
        manifest = await api.get(_RESOURCES[entry.kind], entry.namespace, entry.name)
    except NotFound:
        return None
    if manifest["metadata"]["uid"] != entry.uid:
        return None
    return int((manifest.get("status") or {}).get("changes") or 0)


@dataclass(slots=True, kw_only=True)
class EventRelay:
    """Keeps a relay busy with what happens in a cluster."""

    api: Api
    mirror: Mirror
    relay: Relay
    retention: timedelta
    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    _numbers: dict[str, int] = field(default_factory=dict)
    """UID → ``status.changes``, as last seen."""

    async def run(self) -> None:
        """Follow the cluster until the task is cancelled; raises what ended a part of it."""
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self.mirror.run())
            tasks.create_task(self._follow())
            tasks.create_task(self._repeat(SWEEP_EVERY, self.relay.sweep))
            tasks.create_task(self._repeat(EXPIRE_EVERY, self._expire))
            for sink in self.relay.sinks:
                for _ in range(WORKERS):
                    tasks.create_task(self.relay.work(sink))

    async def _follow(self) -> None:
        """Notice what changes; what a busy process misses is found by the next sweep."""
        while True:
            async for change in self.mirror.changes.changes(self.mirror.changes.newest):
                if change:
                    self._notice(change)

    def _notice(self, change: ObjectChange) -> None:
        manifest = self.mirror.caches[_OF_PLURALS[change.kind]].get((change.namespace, change.name))
        if change.deleted:
            self._numbers.pop(change.uid, None)
            if change.kind != "mediaexecutions":  # whose events are those of its asset
                self.relay.notice(change.namespace, change.uid)
        elif manifest is not None:
            number = int((manifest.get("status") or {}).get("changes") or 0)
            if number > self._numbers.get(change.uid, 0):
                self._numbers[change.uid] = number
                self.relay.notice(change.namespace, object_of(manifest).partition)

    async def _repeat(self, seconds: float, do: Callable[[], Awaitable[None]]) -> None:
        while True:
            try:
                await do()
            except (StoreError, ApiError, Unavailable) as error:
                _log.warning("%s; it is tried again", error)
            await asyncio.sleep(seconds)

    async def _expire(self) -> None:
        before, outbox = (self.now() - self.retention).date().isoformat(), self.relay.outbox
        await self.mirror.ready.wait()  # what is not known yet would be taken for gone
        living = {uid for each in _RESOURCES.values() for uid in self.mirror.caches[each].uids()}
        for namespace in await asyncio.to_thread(outbox.namespaces):
            count = await asyncio.to_thread(outbox.expire, namespace, before)
            if count:
                _log.info("removed %d events of the namespace %s from before %s", count, namespace, before)
            await asyncio.to_thread(outbox.forget_settled, namespace, before, living)
