"""Observation of an execution's plan: the stored one, or before the start the one that resolves now."""

from dataclasses import dataclass, field, replace

from media_insights.api.v1alpha1 import MediaAsset, MediaExecution, reasons
from media_insights.controller.observe.asset_observer import complete_operators
from media_insights.controller.observe.store_objects import change_of_source, known_of
from media_insights.controller.snapshots import Snapshots, problem_of_snapshot
from media_insights.controller.tenants import Tenants
from media_insights.controller.views import parsed
from media_insights.controller.watch_caches import WatchCaches
from media_insights.domain.planning.plan import AssetIdentity, ExecutionIdentity, Plan
from media_insights.domain.planning.problems import Problem, Refused
from media_insights.domain.planning.references import Reach, named_in
from media_insights.domain.planning.resolve import Request, resolve
from media_insights.domain.planning.reuse import Earlier, earlier_of, whole_steps
from media_insights.domain.planning.stored_plans import PlanReference, former_reference, reference_of
from media_insights.errors import Damaged
from media_insights.runtime.bounded_work import BoundedWork
from media_insights.settings.controller import ControllerSettings
from media_insights.storage.store import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanObserver:
    """Observes plans of executions."""

    caches: WatchCaches
    store: Store
    snapshots: Snapshots
    tenants: Tenants
    settings: ControllerSettings
    work: BoundedWork = field(default_factory=BoundedWork)

    async def read_plan(self, asset_uid: str, execution: MediaExecution) -> Plan | Refused:
        """Return the snapshot of an execution that has started; one that version 0.1 stored is found where it lies."""
        reference = reference_of(execution, asset_uid)
        plan = await self._read(reference)
        if plan is None and not execution.status.plan_key:
            plan = await self._read(former_reference(reference))
        return plan or _refused(
            reasons.SNAPSHOT_LOST, "status.planKey", "the snapshot of this run is gone from the store"
        )

    async def checked_before_start(self, plan: Plan, execution: MediaExecution) -> Plan | Refused:
        """Return a plan whose execution starts now, unless the store holds another one, or another source.

        The plan itself is never read from there: it was resolved just now, from the API server's objects. One of
        the same hash was stored by a start that did not come to its end.
        """
        stored = await self._read(reference_of(execution, plan.asset.uid))
        if isinstance(stored, Refused):
            return stored
        changed = await change_of_source(plan, self.store)
        return Refused(reason=changed.reason, problems=(changed,)) if changed else plan

    async def observe_request(self, asset: MediaAsset, execution: MediaExecution) -> Request | Refused:
        """Return the request that an execution is planned from; named objects are not read from the store yet."""
        meta, spec = execution.metadata, execution.spec
        workflows = self.caches.workflows_for(meta.namespace, self.settings.namespace)
        if spec.workflow not in workflows:
            sentence = f"there is no MediaWorkflow {spec.workflow} in {meta.namespace} or {self.settings.namespace}"
            return _refused(reasons.UNKNOWN_WORKFLOW, "spec.workflow", sentence)
        earlier = await self._earlier(asset, execution)
        if isinstance(earlier, Refused):
            return earlier
        if asset.status.media is None:
            return _refused(reasons.SOURCE_UNKNOWN, "spec.asset", "nothing is known of the asset's source yet")
        return Request(
            asset=AssetIdentity(
                name=asset.metadata.name,
                namespace=asset.metadata.namespace,
                uid=asset.metadata.uid,
                source=asset.spec.source,
                media=asset.status.media,
            ),
            execution=ExecutionIdentity(name=meta.name, uid=meta.uid),
            workflow=spec.workflow,
            workflow_spec=workflows[spec.workflow],
            operators=self.caches.catalogue(),
            configuration=spec.configuration,
            earlier=earlier,
            priority=spec.priority,
            max_priority=self.tenants.of(meta.namespace).max_priority,
            reach=self._reach(meta.namespace),
        )

    async def with_named_objects(self, request: Request, plan: Plan) -> Plan | Refused:
        """Return the plan with what the store says of the objects that parameters name: asked only at the start."""
        named = named_in(plan)
        if not named or request.reach is None:
            return plan
        known = await known_of(named, request.reach, self.store)
        return await self.work.run(resolve, replace(request, known=known))

    def _reach(self, namespace: str) -> Reach:
        sources = self.tenants.of(namespace).sources
        return Reach(namespace=namespace, bucket=self.settings.store.address.bucket, sources=sources)

    async def _earlier(self, asset: MediaAsset, execution: MediaExecution) -> Earlier | Refused | None:
        rerun = execution.spec.from_
        if rerun is None or execution.spec.reuse == "Never":
            return None
        manifest = self.caches.executions.get((execution.metadata.namespace, rerun.execution))
        before = parsed(MediaExecution, manifest) if manifest else None
        plan = await self._read(reference_of(before, asset.metadata.uid)) if before else None
        if isinstance(plan, Refused):
            return plan
        if before is None or plan is None or before.spec.asset != execution.spec.asset:
            sentence = f"{rerun.execution} is no execution of the asset {execution.spec.asset} that ever started"
            return _refused(reasons.UNKNOWN_EXECUTION, "spec.from.execution", sentence)
        stored = await self.snapshots.stored_outputs(plan)
        return earlier_of(rerun, plan, whole_steps(plan, complete_operators(before), stored.__contains__))

    async def _read(self, reference: PlanReference) -> Plan | Refused | None:
        """Return a stored plan, None when there is none, and why it cannot be used."""
        try:
            return await self.snapshots.read(reference)
        except Damaged as error:
            problem = problem_of_snapshot(error)
            return Refused(reason=problem.reason, problems=(problem,))


def _refused(reason: str, path: str, message: str) -> Refused:
    return Refused(reason=reason, problems=(Problem(path=path, message=message, reason=reason),))
