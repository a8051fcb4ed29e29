"""Reconciling one object: observe, decide, apply."""

import logging
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial

from pydantic import BaseModel

from media_insights.api.v1alpha1 import reasons
from media_insights.api.v1alpha1.meta import Manifest
from media_insights.controller import execution_metrics, plain_passes, problem_status, stubs
from media_insights.controller.apply import Applier
from media_insights.controller.event_outbox import EventOutbox
from media_insights.controller.event_recorder import Recorder
from media_insights.controller.metric_labels import MetricLabels
from media_insights.controller.observe.asset_observer import AssetObserver, absorbed_after
from media_insights.controller.observe.execution_observer import ExecutionObserver
from media_insights.controller.plain_passes import PlainPasses
from media_insights.controller.queueing import Queueing
from media_insights.controller.refused_actions import act_in_order
from media_insights.controller.status_patches import merge_patch, status_json
from media_insights.controller.tenants import ENDING
from media_insights.controller.unread_objects import UnreadObjects
from media_insights.controller.watch_caches import WatchCaches
from media_insights.domain.deciding.actions import Decision, RemoveFinalizer, ResumeRun, StartRun, WriteRecord
from media_insights.domain.deciding.assets.decide_asset import decide_asset
from media_insights.domain.deciding.changes import Change
from media_insights.domain.deciding.executions.decide_execution import decide_execution
from media_insights.domain.wording import cut
from media_insights.errors import InvalidObject, NotFound
from media_insights.kube.bounds import beyond_bounds
from media_insights.kube.resources import ASSETS, CONFIG_MAPS, EXECUTIONS, NAMESPACES, Resource
from media_insights.runtime import metrics
from media_insights.runtime.bounded_work import BoundedWork
from media_insights.runtime.caches import Key

REFUSED_AGAIN = 60.0
"""Seconds until something is tried again that a quota, an admission rule or a permission does not allow now."""

_log = logging.getLogger(__name__)


@dataclass(slots=True, kw_only=True)
class Reconciler:
    """Reconciles objects by key; each pass returns the seconds after which to reconcile again, or None."""

    caches: WatchCaches
    assets: AssetObserver
    executions: ExecutionObserver
    plain: PlainPasses
    applier: Applier
    queueing: Queueing
    recorder: Recorder
    outbox: EventOutbox
    labels: MetricLabels
    unread: UnreadObjects
    work: BoundedWork = field(default_factory=BoundedWork)
    """Where decisions are made that plan workflows: what users write is examined beside the event loop."""
    clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    monotonic: Callable[[], float] = time.monotonic
    _written: dict[tuple[Resource, Key], float] = field(default_factory=dict)
    _waited: dict[Key, float] = field(default_factory=dict)
    _refused: dict[Key, float] = field(default_factory=dict)
    """Execution whose start is not allowed now → when it is tried again."""
    _absorbed: dict[Key, dict[str, frozenset[str]]] = field(default_factory=dict)
    """Asset → UID of each of its executions → operators whose results the asset's status already points to."""

    async def reconcile(self, resource: Resource, key: Key) -> float | None:
        """Reconcile one object; raises the errors of ``errors`` when it must be tried again."""
        if resource is NAMESPACES:
            return await self._namespace(key)
        if resource is CONFIG_MAPS:  # limits: the queue is asked what they let start after every pass
            return None
        await self.applier.writes.settle(resource, key)
        manifest = self.caches[resource].get(key)
        if manifest is None:
            self._forget(resource, key)
            return None
        if sentence := beyond_bounds(manifest):
            return await self._stub(resource, key, manifest, sentence)
        try:
            return await self._reconcilers()[resource](key, manifest)
        except InvalidObject as error:  # an answer, not an accident
            status = problem_status.invalid(resource, manifest, str(error), self.clock())
            return None if status is None else await self._write(resource, key, manifest, status, every=1.0)

    async def on_quarantine(self, resource: Resource, key: Key, sentence: str) -> None:
        """Tell an object why it is left alone."""
        await self.unread.quarantine(resource, key, sentence)

    async def _stub(self, resource: Resource, key: Key, stub: Manifest, sentence: str) -> float | None:
        """Reconcile an object that is not read: what is deleted goes, everything else is told why."""
        if stubs.is_leaving(resource, stub):
            return await self._reconcilers()[resource](key, stubs.readable(resource, stub))
        return await self.unread.tell(resource, key, stub, sentence)

    def _reconcilers(self) -> dict[Resource, Callable[[Key, Manifest], Awaitable[float | None]]]:
        return {
            ASSETS: self._asset,
            EXECUTIONS: self._execution,
            **{kind: partial(self._plain, kind) for kind in plain_passes.KINDS},
        }

    async def _asset(self, key: Key, manifest: Manifest) -> float | None:
        waited = self._waited.get(key, 0.0)
        facts = await self.assets.facts(key, manifest, waited=waited, absorbed=self._absorbed.get(key, {}))
        decision = await self.work.run(decide_asset, facts, self.clock())
        postponed = await self._carry_out(ASSETS, key, manifest, decision)
        if postponed is None:
            self._absorbed[key] = absorbed_after(facts, self._absorbed.get(key, {}))
        if decision.requeue_after is not None:
            self._waited[key] = decision.requeue_after
        else:
            self._waited.pop(key, None)
        return decision.requeue_after if postponed is None else postponed

    async def _execution(self, key: Key, manifest: Manifest) -> float | None:
        if (pause := self._refused.get(key, 0.0) - self.monotonic()) <= 0:
            self._refused.pop(key, None)
            self.queueing.unbar(key)
        facts = await self.executions.facts(key, manifest)
        decision = decide_execution(facts, self.clock())
        if pause > 0 and not decision.actions and facts.status.state in ("Queued", "Resumed"):
            return pause  # what it was told of the refusal stays
        starts = any(isinstance(action, StartRun | ResumeRun) for action in decision.actions)
        if starts and not self.queueing.reserve(key):
            return 0.0
        try:
            postponed = await self._carry_out(EXECUTIONS, key, manifest, decision)
        except BaseException:
            self.queueing.release(key)
            raise
        return decision.requeue_after if postponed is None else postponed

    async def _plain(self, resource: Resource, key: Key, manifest: Manifest) -> float | None:
        decision = await self.plain.decision(resource, key, manifest, self.clock())
        if not isinstance(decision, Decision):
            return decision
        try:
            postponed = await self._carry_out(resource, key, manifest, decision)
        except BaseException:
            self.plain.forget(resource, key)
            raise
        if postponed is None:
            return decision.requeue_after
        self.plain.wait(resource, key, postponed)
        return postponed

    async def _namespace(self, key: Key) -> float | None:
        """Keep an enabled namespace as it was made, and clean a closed one: its runs end first."""
        if self.caches.namespaces.view(key):
            await self.applier.tenants.keep(key[1])
            await self.applier.copy_collections(key[1])
            return None
        running = any(where == key[1] and not over for (where, _), over in self.caches.runs.views())
        return ENDING if await self.applier.tenants.close(key[1], running=running) else None

    async def _carry_out(
        self, resource: Resource, key: Key, manifest: Manifest, decision: Decision[BaseModel]
    ) -> float | None:
        """Do what was decided; return after how long to try again what was not done, else None.

        Only changes that were written are recorded; a refused start is not recorded as Started.
        """
        if any(isinstance(action, RemoveFinalizer) for action in decision.actions):  # no status is written any more
            await self.outbox.store(resource, manifest, manifest.get("status") or {}, decision.changes, self.clock())
        status, stored = None if decision.status is None else status_json(decision.status), tuple[Change, ...]()
        if status is not None and any(isinstance(action, WriteRecord) for action in decision.actions):
            # record, events and status are of one pass, and written in this order
            pause = self._pause(resource, key, merge_patch(manifest.get("status") or {}, status), decision.write_every)
            if pause > 0:
                return pause
            stored = decision.changes
            await self.outbox.store(resource, manifest, status, stored, self.clock())
        refused = await act_in_order(self.applier, decision.actions, resource, manifest)
        changes = decision.changes
        if refused:
            status = problem_status.refused(resource, manifest, status, refused, self.clock())
            status, changes = problem_status.changes_of(resource, manifest, status, changes)
        if refused.passing and resource is EXECUTIONS:
            self.queueing.bar(key, cut(refused.message, 256))
            self._refused[key] = self.monotonic() + REFUSED_AGAIN
        if status is not None:
            every = 0.0 if refused else decision.write_every  # a refusal comes once a minute, and is told at once
            postponed = await self._write(resource, key, manifest, status, every=every, changes=changes, stored=stored)
            if postponed is not None:
                return postponed
        await self._record(resource, manifest, changes)
        if self.applier.traces and resource is EXECUTIONS and status is not None:
            self.applier.traces.trace(manifest, status, changes)
        return REFUSED_AGAIN if refused.passing else None

    async def _record(self, resource: Resource, manifest: Manifest, changes: tuple[Change, ...]) -> None:
        """Make metrics and Kubernetes Events of what changed."""
        for change in changes:
            if resource is EXECUTIONS:
                execution_metrics.count(change, manifest, self.labels)
            elif change.reason == reasons.RETENTION:
                metrics.ASSETS_TOO_OLD.labels(self.labels.tenant(manifest["metadata"]["namespace"])).inc()
            await self.recorder.record(manifest, change)

    async def _write(  # noqa: PLR0913 - what, about what, and when
        self,
        resource: Resource,
        key: Key,
        manifest: Manifest,
        status: Manifest,
        *,
        every: float,
        changes: tuple[Change, ...] = (),
        stored: tuple[Change, ...] = (),
    ) -> float | None:
        """Write a status if it differs; return how long to wait when the last write was too recent."""
        patch = merge_patch(manifest.get("status") or {}, status)
        if not patch:
            return None
        if (pause := self._pause(resource, key, patch, every)) > 0:
            return pause
        if changes != stored:
            await self.outbox.store(resource, manifest, status, changes, self.clock())
        self._written[resource, key] = self.monotonic()
        try:
            await self.applier.writes.status(resource, manifest, patch)
        except NotFound:
            self.caches[resource].drop(key, manifest["metadata"]["uid"])
        return None

    def _pause(self, resource: Resource, key: Key, patch: Manifest, every: float) -> float:
        """Return how long a status waits, since the last one was written; a change of the state never does."""
        if not patch or "state" in patch:
            return 0.0
        return self._written.get((resource, key), float("-inf")) + every - self.monotonic()

    def _forget(self, resource: Resource, key: Key) -> None:
        self._written.pop((resource, key), None)
        self.unread.forget(resource, key)
        self.plain.forget(resource, key)
        if resource is EXECUTIONS:
            self._refused.pop(key, None)
            self.queueing.unbar(key)
        if resource is ASSETS:
            self._waited.pop(key, None)
            self._absorbed.pop(key, None)
