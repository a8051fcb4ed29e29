"""The controller's loop: events make keys, workers look at keys, failures come again."""

import logging
import time
from dataclasses import dataclass, field

from media_insights.api.v1alpha1.execution import FINISHED
from media_insights.api.v1alpha1.meta import Manifest
from media_insights.controller.queueing import Queueing
from media_insights.controller.reconcile import Reconciler
from media_insights.controller.world import World
from media_insights.errors import ApiError, Conflict, LostLease, MediaInsightsError, StoreError, Unavailable
from media_insights.kube.resources import (
    ASSETS,
    CONFIG_MAPS,
    EXECUTIONS,
    NAMESPACES,
    OPERATORS,
    RUNS,
    WORKFLOWS,
    Resource,
)
from media_insights.runtime import metrics
from media_insights.runtime.caches import Key, key_of
from media_insights.runtime.workqueue import WorkQueue

Work = tuple[Resource, Key]
WORKERS = 16
NEAR = 8
"""How many waiting executions, from the head of the queue, hear of their new place at once."""

_log = logging.getLogger(__name__)


@dataclass(slots=True, kw_only=True)
class Loop:
    """Feeds the caches and looks at what events concern."""

    world: World
    reconciler: Reconciler
    queueing: Queueing
    queue: WorkQueue[Work] = field(default_factory=WorkQueue)
    seen: dict[str, float] = field(default_factory=dict)
    """Kind → when a watch last brought something, on the monotonic clock."""

    def learn(self, resource: Resource, manifest: Manifest) -> None:
        """Take in an object as a watch shows it, before anybody looks at anything."""
        self.world.of(resource).put(manifest)
        self._heard(resource)

    def tell(self, resource: Resource, manifest: Manifest, *, gone: bool) -> None:
        """Ask for a look at everything that an object's event concerns."""
        if gone:
            self.world.of(resource).drop(key_of(manifest), manifest["metadata"].get("uid", ""))
            self._heard(resource)
            if resource is EXECUTIONS:
                asset = (manifest.get("spec") or {}).get("asset", "")
                self.queue.add((ASSETS, (key_of(manifest)[0], asset)))
        self.concern(resource, key_of(manifest))

    def concern(self, resource: Resource, key: Key) -> None:
        """Ask for a look at everything that depends on an object."""
        match resource:
            case _ if resource is EXECUTIONS:
                self._execution(key)
            case _ if resource is RUNS:
                self.queue.add((EXECUTIONS, key))
            case _ if resource is ASSETS:
                self.queue.add((ASSETS, key))
                for each in self.world.executions.group(key):
                    self._unfinished(each)
            case _ if resource in (WORKFLOWS, OPERATORS):
                self._catalogue(resource, key)
            case _ if resource is NAMESPACES:
                self._namespace(key)
            case _ if resource is CONFIG_MAPS:
                self._starts()

    def resync(self) -> None:
        """Look at everything once more: the net below the events."""
        for resource in (ASSETS, EXECUTIONS, WORKFLOWS, OPERATORS, NAMESPACES):
            for key, _ in list(self.world.of(resource).views()):
                self.queue.add((resource, key))

    async def work(self) -> None:
        """Look at one key after another, for ever; LostLease ends it."""
        while True:
            resource, key = await self.queue.get()
            metrics.KEYS_WAITING.set(len(self.queue))
            await self._worked(resource, key)

    async def _worked(self, resource: Resource, key: Key) -> None:
        failed = True
        started = time.perf_counter()
        try:
            requeue_after = await self.reconciler.reconcile(resource, key)
            failed = False
            if requeue_after is not None:
                self.queue.add_after((resource, key), requeue_after)
        except LostLease:
            raise
        except Conflict as error:
            _log.debug("%s %s: %s", resource.kind, "/".join(key), error)
            self._failed(resource, error)
        except (Unavailable, ApiError, StoreError) as error:
            _log.warning("%s %s: %s", resource.kind, "/".join(key), error)
            self._failed(resource, error)
        except MediaInsightsError as error:
            _log.error("%s %s: %s", resource.kind, "/".join(key), error)
            self._failed(resource, error)
        except Exception as error:  # noqa: BLE001 - one object's defect must not stop the others
            _log.exception("%s %s: a defect; it is tried again", resource.kind, "/".join(key))
            self._failed(resource, error)
        finally:
            self.queue.done((resource, key), failed=failed)
            metrics.RECONCILE_SECONDS.labels(resource.kind).observe(time.perf_counter() - started)
        if resource is EXECUTIONS:
            self._starts()

    @staticmethod
    def _failed(resource: Resource, error: Exception) -> None:
        metrics.RECONCILE_ERRORS.labels(resource.kind, type(error).__name__).inc()

    def _heard(self, resource: Resource) -> None:
        self.seen[resource.kind] = time.monotonic()
        metrics.WATCH_EVENTS.labels(resource.kind).inc()
        metrics.LAST_EVENT.labels(resource.kind).set(time.time())

    def _execution(self, key: Key) -> None:
        self.queue.add((EXECUTIONS, key))
        view = self.world.executions.view(key)
        if view:
            self.queue.add((ASSETS, (key[0], view.asset)))

    def _unfinished(self, key: Key) -> None:
        view = self.world.executions.view(key)
        if view and view.state not in FINISHED:
            self.queue.add((EXECUTIONS, key))

    def _catalogue(self, resource: Resource, key: Key) -> None:
        """Assets that were refused may be right now; workflows are checked against the whole catalogue."""
        self.queue.add((resource, key))
        for each, summary in self.world.assets.views():
            named = resource is OPERATORS or key[1] in summary.workflows
            if named and not summary.accepted:
                self.queue.add((ASSETS, each))
        if resource is OPERATORS:
            for each, _ in self.world.workflows.views():
                self.queue.add((WORKFLOWS, each))

    def _namespace(self, key: Key) -> None:
        self.queue.add((NAMESPACES, key))
        for each, summary in self.world.assets.views():
            if each[0] == key[1] and not summary.accepted:
                self.queue.add((ASSETS, each))

    def _starts(self) -> None:
        """Look at those for whom the queue has news; one that has just failed still takes its pause."""
        for each in self.queueing.changed_verdicts(NEAR):
            self.queue.offer((EXECUTIONS, each))
