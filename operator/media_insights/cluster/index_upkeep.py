"""Upkeep of the index on a cluster: what the watches show is compared with what is indexed, asset by asset.

A change only says which asset to compare; what is indexed is derived from what the objects and the store hold then. A
sweep compares everything, so that what no change told of is found: at the start, when the index was lost, and now and
then.
"""

import asyncio
import logging
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from pydantic import ValidationError

from media_insights.api.v1alpha1 import MediaAsset, MediaExecution
from media_insights.api.v1alpha1.meta import Manifest
from media_insights.cluster.index_messages import ChangedAsset
from media_insights.cluster.mirror import Mirror, asset_of_execution
from media_insights.domain.running.steps import ENDED
from media_insights.errors import AccessDenied, MediaInsightsError, Unavailable
from media_insights.kube.bounds import beyond_bounds
from media_insights.kube.resources import ASSETS, EXECUTIONS
from media_insights.ports.feed import ObjectChange
from media_insights.runtime import metrics
from media_insights.runtime.caches import key_of
from media_insights.runtime.workqueue import WorkQueue
from media_insights.search.indexing import WritableIndex, refresh
from media_insights.storage.library import Library

WORKERS = 4
SWEEP_EVERY = 600.0
"""Seconds between two comparisons of everything."""
PAUSE = 2.0
"""Seconds before everything is compared because of a failure."""
SETTLE = 1.0
"""Seconds for which further changes of an asset are waited for: a run changes it several times in a row."""
_AHEAD = 32
"""Assets of a sweep that wait at the same time: what changes meanwhile waits behind so many at most."""
_log = logging.getLogger(__name__)


@dataclass(slots=True, kw_only=True)
class IndexUpkeep:
    """Keeps an index in line with a cluster."""

    mirror: Mirror
    library: Library
    index: WritableIndex
    clock: Callable[[], float] = time.monotonic
    queue: WorkQueue[ChangedAsset] = field(default_factory=WorkQueue)
    is_complete: bool = False
    """False while an index that held nothing is filled: what it finds would be a part, and nobody could know."""
    _since: dict[ChangedAsset, float] = field(default_factory=dict)
    """When an asset that is not indexed yet was first heard of."""
    _unreached: set[ChangedAsset] = field(default_factory=set)
    """Assets that the store or the index did not answer about, or denied, when they were last compared."""
    _wanted: asyncio.Event = field(default_factory=asyncio.Event)
    _busy: int = 0
    _made: int = 0
    """How often the index was made."""
    _loop: asyncio.AbstractEventLoop | None = None

    async def run(self) -> None:
        """Follow the cluster until the task is cancelled; raises what ended a part of it."""
        self._loop = asyncio.get_running_loop()
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self.mirror.run())
            tasks.create_task(self._follow())
            tasks.create_task(self._sweep_repeatedly())
            tasks.create_task(self._measure())
            for _ in range(WORKERS):
                tasks.create_task(self._work())

    def notice(self, changed: ChangedAsset) -> None:
        """Compare an asset soon."""
        self._since.setdefault(changed, self.clock())
        self.queue.add_after(changed, SETTLE)

    def request_sweep(self) -> None:
        """Compare everything soon."""
        self._wanted.set()

    def on_made(self) -> None:
        """Fill an index that was made, for the first time or since it was lost; any thread may call."""
        self._made += 1
        self.is_complete = False
        if self._loop is not None:
            self._loop.call_soon_threadsafe(self._wanted.set)

    async def _follow(self) -> None:
        """Notice what changes; when more changed than is remembered, everything is compared."""
        while True:
            async for change in self.mirror.changes.changes(self.mirror.changes.newest):
                if change:
                    self._notice(change)
            self.request_sweep()

    def _notice(self, change: ObjectChange) -> None:
        """Notice an asset, and the one whose execution has ended; what runs moves the asset's pointers itself."""
        if change.kind == "mediaassets":
            self.notice(ChangedAsset(namespace=change.namespace, name=change.name, uid=change.uid))
        elif change.state in ENDED and (asset := self._asset_of(change.namespace, change.name)) is not None:
            self.notice(asset)

    def _asset_of(self, namespace: str, execution: str) -> ChangedAsset | None:
        manifest = self.mirror.caches[EXECUTIONS].get((namespace, execution))
        key = asset_of_execution(manifest) if manifest else None
        uid = self.mirror.caches[ASSETS].uid(key) if key else ""
        return ChangedAsset(namespace=namespace, name=key[1], uid=uid) if key and uid else None

    async def _work(self) -> None:
        while True:
            asset = await self.queue.get()
            self._busy += 1
            failed = not await self._try(asset)
            self._busy -= 1
            self.queue.done(asset, failed=failed)
            if failed:
                self._since.setdefault(asset, self.clock())
            elif (since := self._since.pop(asset, None)) is not None:
                metrics.INDEX_LAG.observe(self.clock() - since)

    async def _try(self, asset: ChangedAsset) -> bool:
        """Compare one asset; return whether it is indexed as it is now."""
        try:
            outcome = await self._compare(asset)
            self._note_reached(asset)
        except (MediaInsightsError, OSError) as error:
            _log.warning("%s/%s is not indexed: %s; it is tried again", asset.namespace, asset.name, error)
            outcome = "failed"
            if isinstance(error, Unavailable | AccessDenied):
                self._unreached.add(asset)
                self.request_sweep()
        except Exception:  # noqa: BLE001 - a defect in one answer or pass must not end the others
            _log.exception("%s/%s is not indexed: a defect", asset.namespace, asset.name)
            outcome = "failed"
        metrics.INDEX_PASSES.labels(outcome).inc()
        return outcome != "failed"

    def _note_reached(self, asset: ChangedAsset) -> None:
        """Note that an asset was compared; after the last one that was missing, the index may be whole."""
        if asset in self._unreached:
            self._unreached.discard(asset)
            if not self._unreached and not self.is_complete:
                self.request_sweep()

    async def _compare(self, asset: ChangedAsset) -> str:
        manifest = self.mirror.caches[ASSETS].get((asset.namespace, asset.name))
        if manifest is None or manifest["metadata"]["uid"] != asset.uid:
            await asyncio.to_thread(self.index.forget, [asset.uid])
            return "removed"
        return await asyncio.to_thread(self._refresh, manifest, self._executions_of(asset))

    def _refresh(self, manifest: Manifest, executions: list[Manifest]) -> str:
        if beyond_bounds(manifest):
            return "unreadable"
        try:
            asset = MediaAsset.model_validate(manifest)
            ran = [MediaExecution.model_validate(each) for each in executions]
        except ValidationError as error:
            _log.warning("%s is not indexed: %s", "/".join(key_of(manifest)), error.errors()[0]["msg"])
            return "unreadable"
        known = self.index.fingerprint(asset.metadata.uid)
        return "indexed" if refresh(self.index, self.library.of(asset, ran), known) else "unchanged"

    def _executions_of(self, asset: ChangedAsset) -> list[Manifest]:
        cache = self.mirror.caches[EXECUTIONS]
        found = [cache.get(key) for key in cache.group((asset.namespace, asset.name))]
        return [each for each in found if each is not None and not beyond_bounds(each)]

    async def _sweep_repeatedly(self) -> None:
        await self.mirror.ready.wait()
        while True:
            self._wanted.clear()
            try:
                await self._sweep()
            except MediaInsightsError as error:
                _log.warning("the index cannot be compared: %s; it is tried again", error)
                await asyncio.sleep(PAUSE)
                continue
            try:
                async with asyncio.timeout(SWEEP_EVERY):
                    await self._wanted.wait()
                await asyncio.sleep(PAUSE)
            except TimeoutError:
                continue

    async def _sweep(self) -> None:
        """Compare everything that the cluster or the index has, first what is not indexed at all."""
        made = self._made
        indexed = await asyncio.to_thread(self.index.fingerprints)
        cache = self.mirror.caches[ASSETS]
        there = [ChangedAsset(namespace=key[0], name=key[1], uid=cache.uid(key)) for key, _ in cache.views()]
        missing = [each for each in there if each.uid not in indexed]
        await self._offer(missing)
        self.is_complete = self.is_complete or (self._made == made and self._unreached.isdisjoint(missing))
        known = {each.uid for each in there}
        await self._offer(ChangedAsset(namespace="", name="", uid=uid) for uid in indexed if uid not in known)
        await self._offer(each for each in there if each.uid in indexed)

    async def _offer(self, assets: Iterable[ChangedAsset]) -> None:
        """Have assets compared, and return when all were."""
        for asset in assets:
            await self._room(_AHEAD)
            self.queue.offer(asset)
        await self._room(0)

    async def _room(self, waiting: int) -> None:
        """Return when at most so many assets wait or are compared."""
        while len(self.queue) + self._busy > waiting:  # noqa: ASYNC110 - the queue has no event for it
            await asyncio.sleep(0.02)

    async def _measure(self) -> None:
        while True:
            oldest = min(self._since.values(), default=None)
            metrics.INDEX_BEHIND.set(0 if oldest is None else self.clock() - oldest)
            try:
                metrics.INDEX_ASSETS.set(len(await asyncio.to_thread(self.index.fingerprints)))
            except MediaInsightsError as error:
                _log.warning("the index cannot be counted: %s", error)
            await asyncio.sleep(15)
