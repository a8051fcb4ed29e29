"""The plan of an execution."""

from dataclasses import replace
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
    refused = await plans.read_plan(asset.metadata.uid, execution)
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
    for refused in (
        await plans.checked_before_start(plan, execution),
        await plans.read_plan(asset.metadata.uid, execution),
    ):
        assert isinstance(refused, Refused)
        assert refused.reason == "SnapshotTampered"


async def test_a_source_that_is_another_one_or_gone_is_refused_before_the_start(passes: Passes) -> None:
    plans, asset, execution = await observed(passes)
    request = await plans.observe_request(asset, execution)
    assert isinstance(request, Request)
    plan = resolve(request)
    assert isinstance(plan, Plan)
    assert plan.asset.media.etag
    assert await plans.checked_before_start(plan, execution) == plan
    passes.store.put("public/upload/n/clip.mp4", b"another, longer one" * 500)
    changed = await plans.checked_before_start(plan, execution)
    assert isinstance(changed, Refused)
    assert (changed.reason, changed.problems[0].path) == ("SourceChanged", "spec.source.s3.key")
    assert "has changed since the asset was accepted" in str(changed)
    passes.store.delete("public/upload/n/clip.mp4")
    gone = await plans.checked_before_start(plan, execution)
    assert isinstance(gone, Refused)
    assert gone.reason == "SourceNotFound"


async def test_a_source_of_which_no_etag_was_recorded_is_not_compared(passes: Passes) -> None:
    plans, asset, execution = await observed(passes)
    request = await plans.observe_request(asset, execution)
    assert isinstance(request, Request)
    plan = resolve(request)
    assert isinstance(plan, Plan)
    older = replace(plan, asset=replace(plan.asset, media=plan.asset.media.model_copy(update={"etag": ""})))
    assert await plans.checked_before_start(older, execution) == older


async def test_a_run_over_another_file_than_the_accepted_one_ends_in_error_and_creates_nothing(passes: Passes) -> None:
    passes.asset()
    name = (await passes.accept())["metadata"]["name"]
    passes.store.put("public/upload/n/clip.mp4", b"another, longer one" * 500)
    for _ in range(2):
        await passes.execution(name)
    status = passes.status(name)
    assert status["state"] == "Error"
    assert "has changed since the asset was accepted" in status["message"]
    assert [each["reason"] for each in status["conditions"] if each["type"] == "Succeeded"] == ["SourceChanged"]
    assert passes.cluster.all("workflows") == []
