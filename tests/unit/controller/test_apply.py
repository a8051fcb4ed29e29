"""Actions become true, and doing them twice changes nothing."""

import json
from contextlib import nullcontext
from typing import Any

import pytest
from aiohttp import web

from media_insights.api.v1alpha1 import labels
from media_insights.domain.deciding import actions as wanted
from media_insights.domain.deciding.batch_actions import CancelExecution, StoreList
from media_insights.domain.deciding.secret_actions import ForgetKeys, RemovePublished
from media_insights.domain.running.run_place import place_of_plan
from media_insights.errors import Conflict, Rejected, Unavailable
from media_insights.kube.resources import ASSETS, BATCHES, EXECUTIONS, SOURCES, Resource
from media_insights.storage.run_credentials.credentials import S3Keys
from media_insights.storage.run_keys import keep_digests
from tests.unit.builders import plan
from tests.unit.controller.fake_api import refusal
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


async def test_of_a_run_s_objects_those_that_are_secrets_go(passes: Passes) -> None:
    place = place_of_plan(PLAN)
    keep_digests(passes.store, place, S3Keys(access_key="key", secret_key="secret"))
    for key, content in (("a", b"secret"), ("b", b"result"), ("c", b"key")):
        passes.store.put(f"{place.folder}{key}", content)
    for _ in range(2):
        await act(passes, RemovePublished(place, (f"{place.folder}a", f"{place.folder}c")), owner(passes))
        assert [info.key for info in passes.store.list(place.folder)] == [f"{place.folder}b"]
    await act(passes, ForgetKeys(place), owner(passes))
    assert [info.key for info in passes.store.list("private/")] == [f"{place.folder}b"]


async def test_a_secret_that_came_after_the_look_ends_the_pass_so_that_the_next_one_tells_it(passes: Passes) -> None:
    place = place_of_plan(PLAN)
    keep_digests(passes.store, place, S3Keys(access_key="key", secret_key="secret"))
    passes.store.put(f"{place.folder}late", b"secret")
    with pytest.raises(Unavailable, match="the next pass tells it"):
        await act(passes, RemovePublished(place, ()), owner(passes))
    assert list(passes.store.list(place.folder)) == []
    assert await passes.reconciler.applier.snapshots.published_secrets(place) == (f"{place.folder}late",)
    await act(passes, RemovePublished(place, (f"{place.folder}late",)), owner(passes))


async def test_a_status_is_written_to_exactly_this_object(passes: Passes) -> None:
    passes.asset()
    manifest = passes.cluster.get("mediaassets", "clip")
    stranger = {**manifest, "metadata": {**manifest["metadata"], "uid": "another"}}
    with pytest.raises(Conflict):
        await passes.reconciler.applier.writes.status(ASSETS, stranger, {"state": "x"})
    await passes.reconciler.applier.writes.status(ASSETS, manifest, {"state": "x"})
    assert passes.cluster.get("mediaassets", "clip")["status"] == {"state": "x"}


async def test_what_a_batch_asks_for_is_done_and_may_be_asked_again(passes: Passes) -> None:
    about = owner(passes)
    for _ in range(2):
        await act(passes, StoreList("private/n/batches/u/failures.ndjson", b"{}\n"), about)
        await act(passes, CancelExecution(PLAN.execution.name), about)
    assert passes.store.get("private/n/batches/u/failures.ndjson") == b"{}\n"
    found = passes.cluster.get("mediaexecutions", PLAN.execution.name, PLAN.asset.namespace)
    assert found["spec"]["cancel"] is True


@pytest.mark.parametrize(
    ("resource", "kind", "is_noted"),
    [
        (BATCHES, "MediaAsset", True),
        (SOURCES, "MediaAsset", True),
        (BATCHES, "MediaExecution", False),
        (ASSETS, "MediaExecution", False),
    ],
    ids=["an item", "a file of a source", "a retry", "an execution of an asset"],
)
async def test_an_asset_of_a_batch_or_source_that_is_refused_is_noted_and_everything_else_is_told(
    passes: Passes, resource: Resource, kind: str, *, is_noted: bool
) -> None:
    passes.cluster.fault = lambda _: refusal(422, "Invalid", "it is too long")
    source = {"s3": {"bucket": "media", "key": "a.jpg"}}
    made = wanted.Create({"kind": kind, "metadata": {"name": "b-1", "namespace": "n"}, "spec": {"source": source}})
    about = {"metadata": {"name": "b", "namespace": "n", "uid": "u"}, "spec": {}}
    with nullcontext() if is_noted else pytest.raises(Rejected, match="it is too long"):
        await passes.reconciler.applier.act(made, resource, about)
    assert list(passes.reconciler.applier.refused_items.of("u")) == (["b-1"] if is_noted else [])
