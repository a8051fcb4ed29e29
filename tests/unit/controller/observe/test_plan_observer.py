"""The plan of an execution."""

from typing import Any

from media_insights.api.v1alpha1 import MediaAsset, MediaExecution
from media_insights.controller.observe.plan_observer import PlanObserver
from media_insights.controller.views import parsed
from media_insights.domain.planning.plan import Plan
from media_insights.domain.planning.problems import Refused
from media_insights.domain.planning.resolve import Request, resolve
from tests.unit.controller.passes import Passes


async def observed(passes: Passes, **spec: Any) -> tuple[PlanObserver, MediaAsset, MediaExecution]:
    passes.asset()
    made = await passes.accept()
    passes.watch()
    asset = parsed(MediaAsset, passes.cluster.get("mediaassets", "clip"))
    execution = parsed(MediaExecution, {**made, "spec": {**made["spec"], **spec}})
    return passes.reconciler.executions.plans, asset, execution


async def test_a_request_resolves_to_a_plan(passes: Passes) -> None:
    plans, asset, execution = await observed(passes)
    request = await plans.observe_request(asset, execution)
    assert isinstance(request, Request)
    plan = resolve(request)
    assert isinstance(plan, Plan)
    assert await plans.with_named_objects(request, plan) == plan


async def test_an_unknown_workflow_is_refused(passes: Passes) -> None:
    plans, asset, execution = await observed(passes, workflow="none")
    refused = await plans.observe_request(asset, execution)
    assert isinstance(refused, Refused)
    assert refused.reason == "UnknownWorkflow"


async def test_a_rerun_of_what_never_started_is_refused(passes: Passes) -> None:
    plans, asset, execution = await observed(passes, **{"from": {"execution": "none"}})
    refused = await plans.observe_request(asset, execution)
    assert isinstance(refused, Refused)
    assert refused.reason == "UnknownExecution"


async def test_a_rerun_of_another_asset_s_execution_is_refused(passes: Passes) -> None:
    passes.asset("other")
    other = (await passes.accept("other"))["metadata"]["name"]
    for _ in range(2):
        await passes.execution(other)
    assert passes.status(other)["state"] == "Started"
    plans, asset, execution = await observed(passes, **{"from": {"execution": other}})
    refused = await plans.observe_request(asset, execution)
    assert isinstance(refused, Refused)
    assert refused.reason == "UnknownExecution"


async def test_a_snapshot_that_is_gone_is_refused(passes: Passes) -> None:
    plans, asset, execution = await observed(passes)
    refused = await plans.read_plan(asset, execution)
    assert isinstance(refused, Refused)
    assert refused.reason == "SnapshotLost"


async def test_a_snapshot_that_somebody_else_wrote_is_refused_before_the_start_and_after(passes: Passes) -> None:
    plans, asset, execution = await observed(passes)
    request = await plans.observe_request(asset, execution)
    assert isinstance(request, Request)
    plan = resolve(request)
    assert isinstance(plan, Plan)
    assert await plans.checked_before_start(plan, execution) == plan
    passes.store.put(plan.plan_key, b"{}")
    for refused in (await plans.checked_before_start(plan, execution), await plans.read_plan(asset, execution)):
        assert isinstance(refused, Refused)
        assert refused.reason == "SnapshotTampered"
