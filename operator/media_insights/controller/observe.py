"""From caches, object store and API server to the facts that decisions are made from."""

from dataclasses import dataclass, field, replace

from media_insights.api.v1alpha1 import MediaAsset, MediaExecution
from media_insights.api.v1alpha1.execution import FINISHED
from media_insights.api.v1alpha1.meta import Manifest
from media_insights.compile import run_facts
from media_insights.controller.admission import Admission
from media_insights.controller.named_objects import known_of
from media_insights.controller.snapshots import Snapshots
from media_insights.controller.source_objects import look_at
from media_insights.controller.tenants import Tenants
from media_insights.controller.views import parsed
from media_insights.controller.world import World
from media_insights.domain.deciding.assets.acceptance_rules import may_be_read, named_by
from media_insights.domain.deciding.assets.asset_facts import (
    AssetFacts,
    NoSource,
    SourceObject,
    references_are_known,
    source_is_known,
)
from media_insights.domain.deciding.executions.execution_facts import AssetView, ExecutionFacts
from media_insights.domain.planning.plan import AssetIdentity, ExecutionIdentity, Plan
from media_insights.domain.planning.problems import Problem, Refused
from media_insights.domain.planning.references import Reach, named_in
from media_insights.domain.planning.resolve import Request, resolve
from media_insights.domain.planning.reuse import Earlier, earlier_of
from media_insights.domain.queueing.queue import Start
from media_insights.domain.running.pointers import Kept
from media_insights.domain.running.runs import RunFacts
from media_insights.domain.running.steps import StepFacts
from media_insights.errors import InvalidObject, NotFound
from media_insights.kube.client import Api
from media_insights.kube.resources import RUNS
from media_insights.runtime.caches import Key
from media_insights.settings import Settings
from media_insights.storage.store import Store


@dataclass(slots=True, kw_only=True)
class Observer:
    """Where facts come from."""

    world: World
    api: Api
    store: Store
    snapshots: Snapshots
    admission: Admission
    tenants: Tenants
    settings: Settings
    absorbed: dict[str, frozenset[str]] = field(default_factory=dict)
    """Execution's UID → its operators whose results the asset already points to."""

    async def asset(self, key: Key, manifest: Manifest, waited: float) -> AssetFacts:
        """Return the facts of an asset; looks at its source only while that is not known."""
        asset = parsed(MediaAsset, manifest)
        executions = self._executions_of(key)
        facts = AssetFacts(
            asset=asset,
            enabled=bool(self.world.namespaces.view(("", key[0]))),
            tenant=self.tenants.of(key[0]),
            workflows=self.world.workflows_for(key[0], self.settings.namespace),
            operators=self.world.catalogue(),
            executions=executions,
            waited=waited,
            reach=self._reach(key[0]),
        )
        if asset.metadata.deletion_timestamp is not None:
            return facts
        kept = {each.metadata.name: found for each in executions if (found := await self._kept(asset, each))}
        facts = replace(facts, kept=kept, source=await self._source(facts))
        if references_are_known(asset):
            return facts
        return replace(facts, known=await known_of(named_by(facts), self._reach(key[0]), self.store))

    def _reach(self, namespace: str) -> Reach:
        sources = self.tenants.of(namespace).sources
        return Reach(namespace=namespace, bucket=self.settings.store.address.bucket, sources=sources)

    async def execution(self, key: Key, manifest: Manifest) -> ExecutionFacts:
        """Return the facts of an execution."""
        execution = parsed(MediaExecution, manifest)
        run = _own(self.world.runs.get(key), execution)
        name = execution.metadata.name
        ui = self.settings.argo_ui_url
        facts = ExecutionFacts(
            execution=execution,
            asset=self._asset_view((key[0], execution.spec.asset)),
            verdict=self.admission.verdict(key),
            argo_url=f"{ui}/workflows/{key[0]}/{name}" if ui else "",
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
        plan = await self._plan(execution, facts)
        if run is None:
            return replace(facts, plan=plan, run_lost=started)
        return replace(facts, plan=plan, run=await self._run(run, plan, execution))

    def took_over(self, facts: AssetFacts) -> None:
        """Remember that the asset's status now points to what these executions left."""
        for each in facts.executions:
            if each.metadata.name in facts.kept:
                self.absorbed[each.metadata.uid] = _done(each)

    def _executions_of(self, key: Key) -> tuple[MediaExecution, ...]:
        found = []
        for each in self.world.executions.group(key):
            manifest = self.world.executions.get(each)
            try:
                found += [parsed(MediaExecution, manifest)] if manifest else []
            except InvalidObject:
                continue
        return tuple(sorted(found, key=lambda each: (each.metadata.creation_timestamp, each.metadata.name)))

    async def _source(self, facts: AssetFacts) -> SourceObject | NoSource | None:
        if source_is_known(facts.asset) or not may_be_read(facts):
            return None
        return await look_at(facts.asset, self.store)

    async def _kept(self, asset: MediaAsset, execution: MediaExecution) -> Kept | None:
        """Return what an execution left, when it has results that the asset does not point to yet."""
        done = _done(execution)
        if not done or self.absorbed.get(execution.metadata.uid) == done:
            return None
        plan = await self.snapshots.read(asset.metadata.uid, execution.metadata.uid)
        if plan is None:
            return None
        return Kept(plan=plan, sizes=await self.snapshots.sizes(asset.metadata.uid, execution.metadata.uid))

    def _asset_view(self, key: Key) -> AssetView | None:
        summary = self.world.assets.view(key)
        return AssetView(accepted=summary.accepted, message=summary.message) if summary else None

    async def _live_run(self, key: Key, execution: MediaExecution) -> Manifest | None:
        """Ask the API server itself: the cache may not know yet what was just made. None: it is not there."""
        if execution.status.argo is None and execution.metadata.deletion_timestamp is None:
            return None
        try:
            manifest = await self.api.get(RUNS, *key)
        except NotFound:
            return None
        self.world.runs.put(manifest)
        return _own(manifest, execution)

    async def _plan(self, execution: MediaExecution, facts: ExecutionFacts) -> Plan | Refused | None:
        """Return the snapshot; before the start, what it would be now."""
        asset_key = execution.metadata.namespace, execution.spec.asset
        manifest = self.world.assets.get(asset_key)
        if manifest is None or not (facts.asset and facts.asset.accepted):
            return None
        asset = parsed(MediaAsset, manifest)
        if execution.status.plan_key or self.world.runs.uid((execution.metadata.namespace, execution.metadata.name)):
            stored = await self.snapshots.read(asset.metadata.uid, execution.metadata.uid)
            return stored or _refused(
                "SnapshotLost", "status.planKey", "the snapshot of this run is gone from the store"
            )
        starts = isinstance(facts.verdict, Start)
        plan = await self._resolved(asset, execution, look=starts)
        if isinstance(plan, Plan):
            self.admission.demands((execution.metadata.namespace, execution.metadata.name), plan)
        return plan

    async def _resolved(self, asset: MediaAsset, execution: MediaExecution, *, look: bool) -> Plan | Refused:
        """Resolve; ``look`` also asks the store for what parameters name: once it starts, not while it queues."""
        meta, spec = execution.metadata, execution.spec
        workflows = self.world.workflows_for(meta.namespace, self.settings.namespace)
        if spec.workflow not in workflows:
            sentence = f"there is no MediaWorkflow {spec.workflow} in {meta.namespace} or {self.settings.namespace}"
            return _refused("UnknownWorkflow", "spec.workflow", sentence)
        earlier = await self._earlier(asset, execution)
        if isinstance(earlier, Refused):
            return earlier
        if asset.status.media is None:
            return _refused("SourceUnknown", "spec.asset", "nothing is known of the asset's source yet")
        request = Request(
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
            operators=self.world.catalogue(),
            configuration=spec.configuration,
            earlier=earlier,
            priority=spec.priority,
            reach=self._reach(meta.namespace),
        )
        plan = resolve(request)
        named = named_in(plan) if look and isinstance(plan, Plan) else ()
        if not named or request.reach is None:
            return plan
        return resolve(replace(request, known=await known_of(named, request.reach, self.store)))

    async def _earlier(self, asset: MediaAsset, execution: MediaExecution) -> Earlier | Refused | None:
        rerun = execution.spec.from_
        if rerun is None or execution.spec.reuse == "Never":
            return None
        manifest = self.world.executions.get((execution.metadata.namespace, rerun.execution))
        before = parsed(MediaExecution, manifest) if manifest else None
        plan = await self.snapshots.read(asset.metadata.uid, before.metadata.uid) if before else None
        if before is None or plan is None or before.spec.asset != execution.spec.asset:
            sentence = f"{rerun.execution} is no execution of the asset {execution.spec.asset} that ever started"
            return _refused("UnknownExecution", "spec.from.execution", sentence)
        return earlier_of(rerun, plan, _done(before))

    async def _run(self, run: Manifest, plan: Plan | Refused | None, execution: MediaExecution) -> RunFacts:
        name, stopping = run["metadata"]["name"], run_facts.is_stopping(run)
        if not isinstance(plan, Plan):
            return RunFacts(name=name, stopping=stopping)
        steps = run_facts.steps_of(run, plan)
        return RunFacts(
            name=name,
            steps=await self._weighed(steps, plan, execution),
            ended=run_facts.ended_of(run, plan),
            stopping=stopping,
        )

    async def _weighed(
        self, steps: dict[str, StepFacts], plan: Plan, execution: MediaExecution
    ) -> dict[str, StepFacts]:
        """Return the facts with the sizes of results, which Argo does not tell: asked once per step that ended."""
        known = {each.name: each.bytes for stage in execution.status.stages for each in stage.operators}
        sizes: dict[str, int] | None = None
        for name, facts in steps.items():
            if facts.status != "Complete" or facts.bytes:
                continue
            size = known.get(name, 0)
            key = next((output.key for output in plan.step(name).outputs if output.result), "")
            if not size and key:
                sizes = sizes or await self.snapshots.sizes(plan.asset.uid, plan.execution.uid)
                size = sizes.get(key, 0)
            steps[name] = replace(facts, bytes=size)
        return steps


def _done(execution: MediaExecution) -> frozenset[str]:
    operators = (each for stage in execution.status.stages for each in stage.operators)
    return frozenset(each.name for each in operators if each.status == "Complete")


def _own(run: Manifest | None, execution: MediaExecution) -> Manifest | None:
    """Leave out what an earlier execution of the same name left behind: it is going away."""
    owners = run["metadata"].get("ownerReferences", ()) if run else ()
    return run if any(owner["uid"] == execution.metadata.uid for owner in owners) else None


def _refused(reason: str, path: str, message: str) -> Refused:
    return Refused(reason=reason, problems=(Problem(path=path, message=message, reason=reason),))
