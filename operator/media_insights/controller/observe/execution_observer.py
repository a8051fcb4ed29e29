"""Observation of an execution: its facts from caches, store and API server."""

from dataclasses import dataclass, field, replace

from media_insights.api.v1alpha1 import MediaAsset, MediaExecution
from media_insights.api.v1alpha1.execution import FINISHED
from media_insights.api.v1alpha1.meta import Manifest
from media_insights.controller.observe.plan_observer import PlanObserver
from media_insights.controller.observe.run_observer import facts_of_run, own_run
from media_insights.controller.queueing import Queueing
from media_insights.controller.snapshots import Snapshots
from media_insights.controller.views import parsed
from media_insights.controller.watch_caches import WatchCaches
from media_insights.domain.deciding.executions.execution_facts import AssetView, ExecutionFacts
from media_insights.domain.planning.plan import Plan
from media_insights.domain.planning.problems import Refused
from media_insights.domain.planning.resolve import resolve
from media_insights.domain.queueing.demand import demand_of
from media_insights.domain.queueing.next import Start
from media_insights.domain.running.disclosures import folders_in_place, with_disclosures
from media_insights.domain.running.run_place import place_of
from media_insights.domain.running.steps import RunFacts
from media_insights.errors import NotFound
from media_insights.kube.client import Api
from media_insights.kube.resources import RUNS
from media_insights.runtime.bounded_work import BoundedWork
from media_insights.runtime.caches import Key
from media_insights.settings.controller import ControllerSettings


@dataclass(frozen=True, slots=True, kw_only=True)
class ExecutionObserver:
    """Observes the facts of executions."""

    caches: WatchCaches
    api: Api
    plans: PlanObserver
    snapshots: Snapshots
    queueing: Queueing
    settings: ControllerSettings
    work: BoundedWork = field(default_factory=BoundedWork)

    async def facts(self, key: Key, manifest: Manifest) -> ExecutionFacts:
        """Return the facts of an execution."""
        execution = parsed(MediaExecution, manifest)
        run = own_run(self.caches.runs.get(key), execution)
        name = execution.metadata.name
        ui = self.settings.argo_ui_url
        asset = self._asset_view((key[0], execution.spec.asset))
        facts = ExecutionFacts(
            execution=execution,
            asset=asset,
            place=place_of(execution, asset.uid if asset else ""),
            argo_url=f"{ui}/workflows/{key[0]}/{name}" if ui else "",
            enabled=self.caches.namespaces.view(("", key[0])) is not False,
            shared_keys=self.settings.run_credentials.kind == "shared",
        )
        if execution.metadata.deletion_timestamp is not None:
            run = run or await self._live_run(key, execution)
            leaving = run is not None and "deletionTimestamp" in run["metadata"]
            return replace(facts, run=RunFacts(name=name, stopping=leaving) if run else None)
        if execution.status.state in FINISHED:
            return facts
        started = execution.status.argo is not None
        if run is None and started:
            run = await self._live_run(key, execution)
        facts = await self._with_plan(facts, key, begun=run is not None)
        if run is None and facts.status.plan_hash and facts.plan_is_unrecorded:
            facts, run = await self._begun_unseen(facts, key)
        if run is None:
            return await self._with_published(replace(facts, run_lost=started))
        return await self._with_published(
            replace(facts, run=await facts_of_run(run, facts.plan, execution, self.snapshots))
        )

    async def _with_published(self, facts: ExecutionFacts) -> ExecutionFacts:
        """Look for Secrets among what a run stored that has ended, was lost, or cannot be followed any more.

        One that ended is asked for folders in place of outputs, too.
        """
        run = facts.run
        over = facts.run_lost or (run and (run.ended or not facts.enabled or isinstance(facts.plan, Refused)))
        if not over or facts.place is None:
            return facts
        published = await self.snapshots.published_secrets(facts.place)
        if run and isinstance(facts.plan, Plan):
            stored = await self.snapshots.sizes(facts.plan)
            run = with_disclosures(run, facts.plan, (*published, *folders_in_place(run, facts.plan, stored)))
        return replace(facts, published=published, run=run)

    def _asset_view(self, key: Key) -> AssetView | None:
        found = self.caches.assets.view(key)
        if found is None:
            return None
        return AssetView(accepted=found.accepted, message=found.message, uid=found.uid, leaving=found.leaving)

    async def _live_run(self, key: Key, execution: MediaExecution) -> Manifest | None:
        """Read from the API server, since the cache may not hold a new object yet; None when it does not exist."""
        try:
            return own_run(await self.api.get(RUNS, *key), execution)
        except NotFound:
            return None

    async def _begun_unseen(self, facts: ExecutionFacts, key: Key) -> tuple[ExecutionFacts, Manifest | None]:
        """Before another plan is recorded: a start whose answer was lost keeps its plan, whatever resolves now."""
        run = await self._live_run(key, facts.execution)
        return (facts, None) if run is None else (await self._with_plan(facts, key, begun=True), run)

    async def _with_plan(self, facts: ExecutionFacts, key: Key, *, begun: bool) -> ExecutionFacts:
        """Add the plan, its demand and the queue's admission."""
        facts = replace(facts, admission=self.queueing.admission(key))
        manifest = self.caches.assets.get((key[0], facts.execution.spec.asset))
        if manifest is None or facts.asset is None:
            return facts
        if begun or facts.status.plan_key:  # whatever has become of its asset, workflow and operators since
            return self._with_demand(facts, await self.plans.read_plan(facts.asset.uid, facts.execution))
        if not facts.asset.accepted:
            return facts
        asset = parsed(MediaAsset, manifest)
        request = await self.plans.observe_request(asset, facts.execution)
        if isinstance(request, Refused):
            return replace(facts, plan=request)
        facts = self._with_demand(facts, plan := await self.work.run(resolve, request))
        if facts.admission is None and facts.demand is not None:
            facts = replace(facts, admission=self.queueing.admission_with(key, facts.demand))
        if isinstance(plan, Plan) and isinstance(facts.admission, Start):
            facts = self._with_demand(facts, plan := await self.plans.with_named_objects(request, plan))
        if isinstance(plan, Plan) and isinstance(facts.admission, Start) and not facts.plan_is_unrecorded:
            return replace(facts, plan=await self.plans.checked_before_start(plan, facts.execution))
        return facts

    def _with_demand(self, facts: ExecutionFacts, plan: Plan | Refused) -> ExecutionFacts:
        demand = demand_of(plan, self.settings.gpu) if isinstance(plan, Plan) else None
        return replace(facts, plan=plan, demand=demand)
