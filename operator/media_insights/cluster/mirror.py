"""Mirror of the cluster's objects: watch caches that requests are answered from, and the changes that they bring.

kopf ends every task of its loop when it ends, so it has a loop and a thread of its own; objects pass from there into
the caches in the loop that serves requests, which alone reads and writes them.
"""

import asyncio
import functools
import threading
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError

from media_insights.api.v1alpha1 import Kind, MediaAsset, MediaExecution, MediaOperator, MediaWorkflow
from media_insights.api.v1alpha1.meta import Manifest
from media_insights.domain.sources.tenancy import is_enabled
from media_insights.kube import watch
from media_insights.kube.client import Api
from media_insights.kube.resources import ASSETS, CONFIG_MAPS, EXECUTIONS, NAMESPACES, OPERATORS, WORKFLOWS, Resource
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
}
_TOLD: Mapping[Resource, ChangedKind] = {ASSETS: "mediaassets", EXECUTIONS: "mediaexecutions"}


@dataclass(slots=True)
class Mirror:
    """The objects of our kinds, as the watches last showed them."""

    api: Api
    limits: Key
    """Namespace and name of the ConfigMap of the limits."""
    with_namespaces: bool = False
    """Whether namespaces are watched, too: only for a process that asks which are enabled, since it needs the right."""
    changes: RecentChanges = field(default_factory=RecentChanges)
    ready: asyncio.Event = field(default_factory=asyncio.Event)
    kinds: OwnKinds = field(init=False)
    caches: dict[Resource, Cache[Any]] = field(default_factory=dict)
    _changed: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        """Begin with nothing known."""
        self.kinds = OwnKinds(self.api, tuple(_KINDS))
        self.caches = {resource: Cache(functools.partial(_summary_in, kind)) for resource, kind in _KINDS.items()}
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
        whole = (*_KINDS, NAMESPACES) if self.with_namespaces else tuple(_KINDS)
        relist = Relist(loop, self.api, whole, ())
        watched = {**dict.fromkeys(whole, ""), CONFIG_MAPS: self.limits[1]}
        thread = _WatchThread(loop, watched, relist, self.ready, await self.kinds.refresh())
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


@dataclass(slots=True)
class _WatchThread:
    """kopf in its own thread; what it brings is handled in the loop that started it."""

    handlers: Loop
    watched: watch.Watched
    relist: Relist
    ready: asyncio.Event
    unknown: Collection[Resource]
    """Kinds that the API server does not know yet."""

    async def run(self) -> None:
        """Watch until the task is cancelled; raises what ended the watches."""
        main = asyncio.get_running_loop()
        ended: asyncio.Future[None] = main.create_future()
        stop = threading.Event()
        across = _Across(main, self.handlers)

        def on_list() -> None:
            main.call_soon_threadsafe(self.relist.request)

        async def watching() -> None:
            end, listed = asyncio.Event(), asyncio.Event()
            told = asyncio.create_task(_tell(listed, main, self.ready))
            stopping = asyncio.create_task(_stop(stop, end))
            first = watch.FirstLists.of(self.watched, listed, self.unknown)
            await watch.run(across, self.watched, on_list, stop=end, first=first)
            told.cancel()
            stopping.cancel()

        def run() -> None:
            error: BaseException | None = None
            try:
                asyncio.run(watching())
            except BaseException as caught:  # noqa: BLE001 - it is raised where the thread was started
                error = caught
            if not main.is_closed():
                main.call_soon_threadsafe(_finish, ended, error)

        thread = threading.Thread(target=run, name="watches", daemon=True)
        thread.start()
        try:
            await asyncio.shield(ended)
        except asyncio.CancelledError:
            ended.cancel()
            raise
        finally:
            stop.set()
            await asyncio.to_thread(thread.join, 5.0)


def _finish(ended: asyncio.Future[None], error: BaseException | None) -> None:
    if ended.done():
        return
    if isinstance(error, Exception):
        ended.set_exception(error)
    else:
        ended.set_exception(RuntimeError("the watches have ended"))


async def _tell(listed: asyncio.Event, main: asyncio.AbstractEventLoop, ready: asyncio.Event) -> None:
    await listed.wait()
    main.call_soon_threadsafe(ready.set)


async def _stop(stop: threading.Event, end: asyncio.Event) -> None:
    while not stop.is_set():  # noqa: ASYNC110 - it is set by another thread
        await asyncio.sleep(0.1)
    end.set()


@dataclass(frozen=True, slots=True)
class _Across:
    """Handlers that pass everything on to the loop that serves requests."""

    main: asyncio.AbstractEventLoop
    handlers: Loop

    def update_cache(self, resource: Resource, manifest: Manifest) -> None:
        """Pass on what a list holds."""
        self.main.call_soon_threadsafe(self.handlers.update_cache, resource, manifest)

    def on_event(self, resource: Resource, manifest: Manifest, *, deleted: bool) -> None:
        """Pass on an event."""
        handle = functools.partial(self.handlers.on_event, resource, manifest, deleted=deleted)
        self.main.call_soon_threadsafe(handle)
