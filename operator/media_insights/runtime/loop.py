"""The reconcile loop: watch events become keys of a work queue, workers reconcile them, failures come again later."""

import logging
import time
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from media_insights.api.v1alpha1.meta import Manifest
from media_insights.errors import (
    ApiError,
    Conflict,
    LostLease,
    MediaInsightsError,
    StoreError,
    TookTooLong,
    Unavailable,
)
from media_insights.kube.resources import Resource
from media_insights.runtime import metrics
from media_insights.runtime.caches import Cache, Key, key_of
from media_insights.runtime.health import Freshness
from media_insights.runtime.quarantine import FAILURES, SECONDS, Quarantine
from media_insights.runtime.workqueue import WorkQueue

Work = tuple[Resource, Key]
Reconcile = Callable[[Resource, Key], Awaitable[float | None]]
"""One pass over one object. It returns after how many seconds to make another one, None: not until something
changes; it raises the errors of ``errors`` for a pass that must be repeated."""
WORKERS = 16

_log = logging.getLogger(__name__)


def _nothing(_: Resource) -> Iterable[Work]:
    return ()


async def _nobody(_: Resource, __: Key, ___: str) -> None:
    pass


@dataclass(slots=True, kw_only=True)
class Loop:
    """Keeps the caches as the watches show the objects, and reconciles what an event concerns."""

    caches: Mapping[Resource, Cache[Any]]
    reconcile: Reconcile
    dependents: Callable[[Resource, Manifest], Iterable[Work]]
    """What must be reconciled when an object came, changed or was deleted."""
    after_pass: Callable[[Resource], Iterable[Work]] = _nothing
    """Asked after each pass over an object of a kind: what it let go ahead. Pauses after failures are kept."""
    on_quarantine: Callable[[Resource, Key, str], Awaitable[None]] = _nobody
    """Told, in a sentence, why an object is left alone until its spec changes."""
    quarantine: Quarantine = field(default_factory=Quarantine)
    queue: WorkQueue[Work] = field(default_factory=WorkQueue)
    freshness: Freshness = field(default_factory=Freshness)

    def update_cache(self, resource: Resource, manifest: Manifest) -> None:
        """Keep an object as a watch shows it, before anything is reconciled."""
        self.caches[resource].put(manifest)
        self.freshness.note(resource)

    def on_event(self, resource: Resource, manifest: Manifest, *, deleted: bool) -> None:
        """Enqueue everything that an object's event concerns; of one that was deleted, the cache says what that is."""
        concerned = dict.fromkeys(self.dependents(resource, manifest))
        if deleted:
            self.caches[resource].drop(key_of(manifest), manifest["metadata"].get("uid", ""))
            self.freshness.note(resource)
            concerned |= dict.fromkeys(self.dependents(resource, manifest))  # what it named, nobody may name any more
        for work in concerned:
            self.queue.add(work)

    def resync(self, resources: Iterable[Resource]) -> None:
        """Enqueue every object of some kinds: the net below the events."""
        for resource in resources:
            for key, _ in list(self.caches[resource].views()):
                self.queue.add((resource, key))

    async def work(self) -> None:
        """Reconcile one object after another, for ever; LostLease ends it."""
        while True:
            resource, key = await self.queue.get()
            metrics.KEYS_WAITING.set(len(self.queue))
            await self._pass(resource, key)
            for each in self.after_pass(resource):
                self.queue.offer(each)

    async def _pass(self, resource: Resource, key: Key) -> None:
        started = time.perf_counter()
        failed = True
        try:
            requeue_after = await self._reconcile(resource, key)
            failed = False
            if requeue_after is not None:
                self.queue.add_after((resource, key), requeue_after)
        except LostLease:
            raise
        except Exception as error:  # noqa: BLE001 - one object's defect must not stop the others
            metrics.RECONCILE_ERRORS.labels(resource.kind, type(error).__name__).inc()
            _report(resource, key, error)
            failed = not await self._is_left_alone(resource, key, error)
        finally:
            self.queue.done((resource, key), failed=failed)
            metrics.RECONCILE_SECONDS.labels(resource.kind).observe(time.perf_counter() - started)

    async def _reconcile(self, resource: Resource, key: Key) -> float | None:
        left = self.quarantine.seconds_left((resource, key), self.caches[resource].generation(key))
        if left:
            return left
        requeue_after = await self.reconcile(resource, key)
        self.quarantine.forgive((resource, key))
        return requeue_after

    async def _is_left_alone(self, resource: Resource, key: Key, error: Exception) -> bool:
        """Count a defect; after some the object is told, and comes again when its spec changes or after a long time."""
        if isinstance(error, MediaInsightsError):
            return False
        most = 1 if isinstance(error, TookTooLong) else FAILURES  # its thread may compute for ever: no second one
        if not self.quarantine.count((resource, key), self.caches[resource].generation(key), most):
            return False
        self.queue.add_after((resource, key), SECONDS)
        metrics.QUARANTINED.labels(resource.kind).inc()
        what = str(error) if isinstance(error, TookTooLong) else f"it failed {FAILURES} times ({type(error).__name__})"
        try:
            await self.on_quarantine(
                resource,
                key,
                f"the controller leaves this object alone: {what}; it is tried again when its spec changes",
            )
        except LostLease:
            raise
        except Exception as another:  # noqa: BLE001 - what makes reconciling fail may make this fail, too
            _report(resource, key, another)
        return True


def _report(resource: Resource, key: Key, error: Exception) -> None:
    """Log a pass that is repeated: what passes by itself quietly, a defect with its traceback."""
    what = f"{resource.kind} {'/'.join(key)}"
    match error:
        case Conflict():
            _log.debug("%s: %s", what, error)
        case Unavailable() | ApiError() | StoreError():
            _log.warning("%s: %s", what, error)
        case MediaInsightsError() | TookTooLong():
            _log.error("%s: %s", what, error)
        case _:
            _log.error("%s: a defect; it is tried again", what, exc_info=error)
