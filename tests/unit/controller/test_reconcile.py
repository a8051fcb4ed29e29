"""One pass: what is written, how often, and what a start needs."""

import pytest
from aiohttp import web

from media_insights.domain.queueing.next import Start
from media_insights.errors import Unavailable
from media_insights.kube.resources import ASSETS, EXECUTIONS, NAMESPACES, OPERATORS, WORKFLOWS
from tests.unit.controller.passes import Passes


async def test_a_plan_is_recorded_in_one_pass_and_started_in_the_next(passes: Passes) -> None:
    passes.asset()
    name = (await passes.accept())["metadata"]["name"]
    await passes.execution(name)
    recorded = passes.status(name)
    assert (recorded["state"], recorded["demand"]) == ("Queued", {})
    assert passes.cluster.all("workflows") == []
    await passes.execution(name)
    assert (passes.status(name)["state"], passes.status(name)["planHash"]) == ("Started", recorded["planHash"])
    assert len(passes.cluster.all("workflows")) == 1


async def test_each_pass_writes_the_status_at_most_once(passes: Passes) -> None:
    passes.asset()
    name = (await passes.accept())["metadata"]["name"]
    for passed in (1, 2):
        await passes.execution(name)
        assert passes.cluster.writes["status", "mediaexecutions"] == passed


async def test_a_place_in_the_queue_is_written_once_in_ten_seconds(passes: Passes) -> None:
    passes.limit(maxConcurrentExecutions="0")
    names = []
    for asset in ("a", "b"):
        passes.asset(asset)
        names.append((await passes.accept(asset))["metadata"]["name"])
        await passes.execution(names[-1])
    assert passes.status(names[1])["queue"]["position"] == 2
    passes.cluster.remove("mediaexecutions", names[0])
    passes.caches.executions.drop(("n", names[0]))
    passes.seconds += 4
    assert await passes.execution(names[1]) == pytest.approx(6)
    assert passes.status(names[1])["queue"]["position"] == 2
    passes.seconds += 6
    await passes.execution(names[1])
    assert passes.status(names[1])["queue"]["position"] == 1


async def test_progress_is_written_once_a_second_and_a_new_state_at_once(passes: Passes) -> None:
    passes.asset()
    name = (await passes.accept())["metadata"]["name"]
    await passes.execution(name)
    await passes.execution(name)
    passes.edit(name, progress="0/7")
    assert await passes.execution(name) == pytest.approx(1)
    assert passes.status(name)["progress"] == "0/7"
    passes.cluster.remove("workflows", name)
    passes.caches.runs.drop(("n", name))
    await passes.execution(name)
    assert passes.status(name)["state"] == "Error"


async def test_who_lost_its_place_while_it_was_observed_does_not_start(
    passes: Passes, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another one came first while the store was asked: the admission is checked again when the slot is taken."""
    passes.limit(maxConcurrentExecutions="1")
    passes.asset("a")
    name = (await passes.accept("a"))["metadata"]["name"]
    await passes.execution(name)
    other = {**passes.cluster.get("mediaexecutions", name), "metadata": {"name": "first", "namespace": "n"}}
    other = {**other, "spec": {**other["spec"], "priority": 9}, "status": {"state": "Queued", "demand": {}}}
    observe = passes.reconciler.executions.queueing.admission

    def overtaken(key: tuple[str, str]) -> object:
        admission = observe(key)
        assert isinstance(admission, Start)
        passes.caches.executions.put(passes.cluster.put("mediaexecutions", other))
        return admission

    monkeypatch.setattr("media_insights.controller.queueing.Queueing.admission", lambda _, key: overtaken(key))
    assert await passes.execution(name) == 0
    assert passes.cluster.all("workflows") == []
    assert passes.status(name)["state"] == "Queued"


async def test_a_start_that_fails_gives_its_slot_back(passes: Passes) -> None:
    passes.limit(maxConcurrentExecutions="1")
    passes.asset()
    name = (await passes.accept())["metadata"]["name"]
    await passes.execution(name)
    passes.cluster.fault = lambda request: web.json_response({}, status=503) if "/workflows" in request.path else None
    with pytest.raises(Unavailable):
        await passes.execution(name)
    assert isinstance(passes.reconciler.queueing.admission(("n", name)), Start)


async def test_a_spec_that_cannot_be_read_is_an_answer(passes: Passes) -> None:
    spec = {"asset": "clip", "workflow": "flow", "priority": "high"}
    passes.cluster.put("mediaexecutions", {"metadata": {"name": "odd", "namespace": "n"}, "spec": spec})
    await passes.execution("odd")
    status = passes.status("odd")
    assert (status["state"], status["conditions"][0]["reason"]) == ("Error", "InvalidSpec")
    assert "spec.priority" in status["message"]


async def test_workflows_operators_and_namespaces_are_reconciled_too(passes: Passes) -> None:
    passes.watch()
    assert await passes.reconciler.reconcile(WORKFLOWS, ("n", "flow")) is None
    assert await passes.reconciler.reconcile(OPERATORS, ("", "labels")) is None
    assert await passes.reconciler.reconcile(NAMESPACES, ("", "n")) is None
    assert passes.cluster.get("mediaworkflows", "flow")["status"]["conditions"][0]["status"] == "True"
    assert passes.cluster.all("rolebindings")


async def test_collections_of_version_0_1_are_copied_and_stay_where_its_runs_read_them(passes: Passes) -> None:
    former, key = (
        "private/collections/n/faces/staff/collection.json",
        "private/n/collections/faces/staff/collection.json",
    )
    passes.store.put(former, b"{}")
    passes.watch()
    await passes.reconciler.reconcile(NAMESPACES, ("", "n"))
    assert [info.key for place in (former, key) for info in passes.store.list(place)] == [former, key]


async def test_what_is_gone_is_forgotten(passes: Passes) -> None:
    assert await passes.reconciler.reconcile(EXECUTIONS, ("n", "gone")) is None


async def test_what_an_asset_took_over_from_executions_that_are_gone_is_forgotten(passes: Passes) -> None:
    passes.asset()
    name = (await passes.accept())["metadata"]["name"]
    for _ in range(2):
        await passes.execution(name)
    stages = passes.status(name)["stages"]
    stages[0]["operators"][0]["status"] = "Complete"
    passes.edit(name, stages=stages)
    passes.watch()
    passes.seconds += 5
    await passes.reconciler.reconcile(ASSETS, ("n", "clip"))
    assert list(passes.reconciler._absorbed[("n", "clip")].values()) == [{"proxy"}]
    passes.cluster.get("mediaexecutions", name)["metadata"].pop("finalizers")
    passes.cluster.remove("mediaexecutions", name)
    passes.caches.executions.drop(("n", name))
    passes.seconds += 5
    await passes.reconciler.reconcile(ASSETS, ("n", "clip"))
    assert passes.reconciler._absorbed == {("n", "clip"): {}}
    passes.caches.assets.drop(("n", "clip"))
    await passes.reconciler.reconcile(ASSETS, ("n", "clip"))
    assert passes.reconciler._absorbed == {}
