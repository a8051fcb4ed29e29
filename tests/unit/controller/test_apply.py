"""Actions become true, and doing them twice changes nothing."""

import json
from typing import Any

import pytest
from aiohttp import web

from media_insights.api.v1alpha1 import labels
from media_insights.domain.deciding import actions as wanted
from media_insights.errors import Conflict, Unavailable
from media_insights.kube.resources import ASSETS, EXECUTIONS
from tests.unit.builders import plan
from tests.unit.controller.passes import Passes

PLAN = plan("prepare: proxy; analyze: labels")


def owner(passes: Passes, **meta: Any) -> dict[str, Any]:
    body = {"metadata": {"name": PLAN.execution.name, "namespace": PLAN.asset.namespace, **meta}, "spec": {}}
    return json.loads(json.dumps(passes.cluster.put("mediaexecutions", body)))  # type: ignore[no-any-return] # JSON


async def act(passes: Passes, action: wanted.Action, about: dict[str, Any]) -> None:
    await passes.reconciler.applier.act(action, EXECUTIONS, about)


async def test_a_start_stores_the_plan_before_it_makes_the_argo_workflow(passes: Passes) -> None:
    about = owner(passes)
    passes.cluster.fault = lambda request: web.json_response({}, status=503) if "/workflows" in request.path else None
    with pytest.raises(Unavailable):
        await act(passes, wanted.StartRun(PLAN), about)
    assert passes.store.get(PLAN.plan_key)
    passes.cluster.fault = lambda _: None
    for _ in range(2):
        await act(passes, wanted.StartRun(PLAN), about)
    assert [each["metadata"]["name"] for each in passes.cluster.all("workflows")] == [PLAN.execution.name]


async def test_an_argo_workflow_of_another_execution_is_left_alone(passes: Passes) -> None:
    meta = {"name": PLAN.execution.name, "namespace": PLAN.asset.namespace, "ownerReferences": [{"uid": "other"}]}
    passes.cluster.put("workflows", {"metadata": meta, "spec": {}})
    with pytest.raises(Conflict, match="belongs to another execution"):
        await act(passes, wanted.StartRun(PLAN), owner(passes))


async def test_other_finalizers_stay(passes: Passes) -> None:
    about = owner(passes, finalizers=["theirs"])
    await act(passes, wanted.AddFinalizer(), about)
    found = passes.cluster.get("mediaexecutions", PLAN.execution.name, PLAN.asset.namespace)
    assert found["metadata"]["finalizers"] == ["theirs", labels.FINALIZER]
    await act(passes, wanted.RemoveFinalizer(), found)
    found = passes.cluster.get("mediaexecutions", PLAN.execution.name, PLAN.asset.namespace)
    assert found["metadata"]["finalizers"] == ["theirs"]


async def test_what_was_observed_is_not_changed(passes: Passes) -> None:
    about = owner(passes)
    before = json.dumps(about)
    await act(passes, wanted.AddFinalizer(), about)
    assert json.dumps(about) == before


async def test_a_run_is_stopped_and_deleted(passes: Passes) -> None:
    about = owner(passes)
    await act(passes, wanted.StartRun(PLAN), about)
    await act(passes, wanted.StopRun(PLAN.execution.name), about)
    assert passes.cluster.all("workflows")[0]["spec"]["shutdown"] == "Terminate"
    await act(passes, wanted.DeleteRun(PLAN.execution.name), about)
    assert passes.cluster.all("workflows") == []


async def test_a_superseded_execution_is_cancelled_and_says_by_what(passes: Passes) -> None:
    about = owner(passes)
    await act(passes, wanted.SupersedeExecution(PLAN.execution.name, by="run-2"), about)
    found = passes.cluster.get("mediaexecutions", PLAN.execution.name, PLAN.asset.namespace)
    assert found["spec"]["cancel"] is True
    assert found["metadata"]["annotations"][labels.SUPERSEDED_BY] == "run-2"
    await act(passes, wanted.DeleteExecution(PLAN.execution.name), about)
    assert passes.cluster.all("mediaexecutions") == []


async def test_results_and_source_go_from_the_store(passes: Passes) -> None:
    passes.store.put("private/n/assets/a/one.json", b"1")
    await act(passes, wanted.DeleteResults("private/n/assets/a/"), owner(passes))
    passes.store.put("private/n/assets/b/one.json", b"1")
    await act(passes, wanted.DeleteWithReceipt("n", "clip", "b", "2026-11-29T12:00:00Z"), owner(passes))
    await act(passes, wanted.DeleteSource("media", "public/upload/n/clip.mp4"), owner(passes))
    assert [info.key for info in passes.store.list("")] == ["private/n/receipts/asset-b.json"]


async def test_a_status_is_written_to_exactly_this_object(passes: Passes) -> None:
    passes.asset()
    manifest = passes.cluster.get("mediaassets", "clip")
    stranger = {**manifest, "metadata": {**manifest["metadata"], "uid": "another"}}
    with pytest.raises(Conflict):
        await passes.reconciler.applier.writes.status(ASSETS, stranger, {"state": "x"})
    await passes.reconciler.applier.writes.status(ASSETS, manifest, {"state": "x"})
    assert passes.cluster.get("mediaassets", "clip")["status"] == {"state": "x"}
