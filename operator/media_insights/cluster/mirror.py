"""Mirror of the cluster's objects: watch caches that requests are answered from, and the changes that they bring.

The loop that serves requests alone reads and writes them.
"""

import asyncio
import functools
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError

from media_insights.api.v1alpha1 import (
    Kind,
    MediaAsset,
    MediaBatch,
    MediaExecution,
    MediaOperator,
    MediaSource,
    MediaWorkflow,
)
from media_insights.api.v1alpha1.meta import Manifest
from media_insights.cluster.watch_thread import WatchThread
from media_insights.domain.sources.tenancy import is_enabled
from media_insights.kube.client import Api
from media_insights.kube.resources import (
    ASSETS,
    BATCHES,
    CONFIG_MAPS,
    EXECUTIONS,
    NAMESPACES,
    OPERATORS,
    SOURCES,
    WORKFLOWS,
    Resource,
)
from media_insights.ports.feed import ChangedKind
from media_insights.ports.objects import ObjectSummary
from media_insights.ports.summaries import summary_of
from media_insights.runtime.caches import Cache, Key, key_of
from media_insights.runtime.loop import Loop
from media_insights.runtime.own_kinds import OwnKinds
from media_insights.runtime.recent_changes import RecentChanges
from media_insights.runtime.relist import Relist

_KINDS: Mapping[Resource, type[Kind]] = {
    ASSETS: MediaAsset,
    EXECUTIONS: MediaExecution,
    WORKFLOWS: MediaWorkflow,
    OPERATORS: MediaOperator,
    BATCHES: MediaBatch,
    SOURCES: MediaSource,
}
ALWAYS: tuple[Resource, ...] = (ASSETS, EXECUTIONS, WORKFLOWS, OPERATORS)
"""What every process follows."""
_TOLD: Mapping[Resource, ChangedKind] = {
    ASSETS: "mediaassets",
    EXECUTIONS: "mediaexecutions",
    BATCHES: "mediabatches",
}


@dataclass(slots=True)
class Mirror:
    """The objects of our kinds, as the watches last showed them."""

    api: Api
    limits: Key
    """Namespace and name of the ConfigMap of the limits."""
    with_namespaces: bool = False
    """Whether namespaces are watched, too: only for a process that asks which are enabled, since it needs the right."""
    also: tuple[Resource, ...] = ()
    """Which other kinds of ours are watched: only for a process that has the right, and answers for them."""
    changes: RecentChanges = field(default_factory=RecentChanges)
    ready: asyncio.Event = field(default_factory=asyncio.Event)
    kinds: OwnKinds = field(init=False)
    caches: dict[Resource, Cache[Any]] = field(default_factory=dict)
    _changed: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        """Begin with nothing known."""
        own = (*ALWAYS, *self.also)
        self.kinds = OwnKinds(self.api, own)
        self.caches = {each: Cache(functools.partial(_summary_in, _KINDS[each])) for each in own}
        self.caches[EXECUTIONS].group_of = asset_of_execution
        self.caches[CONFIG_MAPS] = Cache(lambda manifest: dict(manifest.get("data") or {}))
        self.caches[NAMESPACES] = Cache(is_enabled)

    def summaries(self, resource: Resource) -> list[ObjectSummary]:
        """Return the summary of every object of a kind that can be read."""
        return [view for _, view in self.caches[resource].views() if view is not None]

    async def wait_for_change(self, seconds: float) -> None:
        """Return when a watch brought something, or after a while."""
        self._changed.clear()
        try:
            async with asyncio.timeout(seconds):
                await self._changed.wait()
        except TimeoutError:
            return

    async def run(self) -> None:
        """Follow the cluster until the task is cancelled; raises what ended a watch."""
        loop = _TellingLoop(caches=self.caches, reconcile=_nothing, dependents=lambda *_: (), mirror=self)
        own = (*ALWAYS, *self.also)
        whole = (*own, NAMESPACES) if self.with_namespaces else own
        relist = Relist(loop, self.api, whole, ())
        watched = {**dict.fromkeys(whole, ""), CONFIG_MAPS: self.limits[1]}
        thread = WatchThread(loop, watched, relist, self.ready, await self.kinds.refresh())
        beside = [asyncio.create_task(each) for each in (relist.run(), self.kinds.follow())]
        try:
            await thread.run()
        finally:
            for task in beside:
                task.cancel()
            await asyncio.gather(*beside, return_exceptions=True)

    def on_change(self, resource: Resource, summary: ObjectSummary | None, *, deleted: bool) -> None:
        """Tell whoever waits, and the subscribers, about a change; None is an object that cannot be read."""
        self._changed.set()
        if resource in _TOLD and summary is not None:
            self.changes.publish(_TOLD[resource], summary, deleted=deleted)


def asset_of_execution(manifest: Manifest) -> Key | None:
    """Return the asset that an execution is of; None when its spec cannot be read."""
    spec = manifest.get("spec")
    name = spec.get("asset") if isinstance(spec, dict) else None
    return (manifest["metadata"].get("namespace", ""), name) if isinstance(name, str) else None


async def _nothing(_: Resource, __: Key) -> None:
    return None


def _summary_in(kind: type[Kind], manifest: Manifest) -> ObjectSummary | None:
    """Return an object's summary; None for one that cannot be read: of another version, or only a stub."""
    try:
        return summary_of(kind.model_validate(manifest))
    except ValidationError:
        return None


@dataclass(slots=True, kw_only=True)
class _TellingLoop(Loop):
    """A loop without workers: it keeps the caches, and tells the mirror what came."""

    mirror: Mirror

    def update_cache(self, resource: Resource, manifest: Manifest) -> None:
        """Keep an object; one of that name which it replaces has ended, whatever the watch still says of that."""
        key, cache = key_of(manifest), self.caches[resource]
        uid, before = cache.uid(key), cache.view(key)
        Loop.update_cache(self, resource, manifest)
        if uid not in ("", cache.uid(key)):
            self.mirror.on_change(resource, before, deleted=True)

    def on_event(self, resource: Resource, manifest: Manifest, *, deleted: bool) -> None:
        """Tell of an event; a deletion that comes after another object took the name was told of already."""
        key, cache = key_of(manifest), self.caches[resource]
        is_there = manifest["metadata"].get("uid", "") in ("", cache.uid(key))
        before = cache.view(key) if is_there else None
        Loop.on_event(self, resource, manifest, deleted=deleted)
        self.mirror.on_change(resource, before if deleted else cache.view(key), deleted=deleted)
