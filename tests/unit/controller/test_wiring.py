"""The whole controller against an API server in this process: kopf, caches, queue, store, faults and crashes."""

import asyncio
import itertools
import json
from typing import Any

import pytest
from aiohttp import web

from media_insights.errors import LostLease
from media_insights.kube.client import connect
from media_insights.kube.resources import ASSETS
from media_insights.runtime.lease import Lease
from tests.unit.controller.whole import World


async def test_an_asset_becomes_a_run_becomes_pointers(world: World) -> None:
    async with world.running():
        world.asset()
        await world.until(lambda: world.api.all("workflows"), "an Argo Workflow")
        await world.until(lambda: world.state() == "Started", "the execution is Started")
        world.argo_finishes()
        await world.until(lambda: world.state() == "Complete", "the execution is Complete")
        status = await world.until(lambda: world.api.get("mediaassets", "clip")["status"].get("results"), "pointers")
    assert [each["operator"] for folder in status for each in folder["metadata"]] == ["labels", "proxy"]
    changes = {key: count for key, count in world.api.writes.items() if key[0] != "status"}
    of_one = sum(
        count
        for (_, plural), count in changes.items()
        if plural in ("mediaassets", "mediaexecutions", "workflows", "events")
    )
    assert of_one <= 8, changes


@pytest.mark.parametrize("mark", [".", "-"])
async def test_a_workflow_s_name_may_be_longer_than_a_label_however_it_is_cut(world: World, mark: str) -> None:
    name = f"{'w' * 62}{mark}long"
    flow = world.api.get("mediaworkflows", "flow", "system")
    world.api.put("mediaworkflows", {"metadata": {"name": name, "namespace": "system"}, "spec": flow["spec"]})
    async with world.running():
        world.asset(workflows=[{"name": name}])
        await world.until(lambda: world.state() == "Started", "the execution is Started")
    for made in (world.run_of(), *world.api.all("workflows")):
        assert made["metadata"]["labels"]["mediainsights.dev/workflow"].startswith("w" * 54)


async def test_killed_anywhere_there_is_one_run_per_execution(world: World) -> None:
    world.asset()
    for milliseconds in (400, 700, 1000, 1500):
        async with world.running():
            await asyncio.sleep(milliseconds / 1000)
    async with world.running():
        await world.until(lambda: world.state() == "Started", "the execution is Started")
        world.argo_finishes()
        await world.until(lambda: world.state() == "Complete", "the execution is Complete")
    assert len(world.api.all("mediaexecutions")) == 1
    assert len(world.api.all("workflows")) == 1


async def test_errors_of_the_api_server_pass(world: World) -> None:
    """The first write of each kind fails: once each, because the retries of one object wait longer every time."""
    codes = itertools.cycle((429, 500, 503))
    failed: set[str] = set()

    def flaky(request: web.Request) -> web.Response | None:
        kind = next((each for each in kinds if each in request.path), "")
        if request.method == "GET" or not kind or kind in failed:
            return None
        failed.add(kind)
        return web.json_response({"message": "try later"}, status=next(codes))

    kinds = ("mediaexecutions/", "mediaexecutions", "workflows", "mediaassets", "events", "secrets", "rolebindings")
    world.api.fault = flaky
    async with world.running():
        world.asset()
        await world.until(lambda: world.state() == "Started", "the execution is Started", 40)
    assert failed >= {"mediaexecutions", "mediaexecutions/", "workflows", "secrets", "rolebindings"}
    assert len(world.api.all("workflows")) == 1


async def test_a_watch_that_breaks_loses_nothing(world: World) -> None:
    async with world.running():
        world.asset()
        await world.until(lambda: world.state() == "Started", "the execution is Started")
        run = world.api.all("workflows")[0]["metadata"]["name"]
        world.api.remove("workflows", run, unseen=True)
        world.api.drop_watches()
        await world.until(lambda: world.state() == "Error", "the lost run is noticed")
    assert "was deleted while it ran" in world.run_of()["status"]["message"]


async def test_a_deleted_asset_takes_its_run_and_results_along(world: World) -> None:
    async with world.running():
        world.asset()
        await world.until(lambda: world.state() == "Started", "the execution is Started")
        uid = world.api.get("mediaassets", "clip")["metadata"]["uid"]
        assert list(world.store.list(f"private/n/assets/{uid}/"))
        manifest = world.api.get("mediaassets", "clip")
        world.api.put(
            "mediaassets",
            {**manifest, "metadata": {**manifest["metadata"], "deletionTimestamp": "2026-05-01T13:00:00Z"}},
        )
        await world.until(lambda: not world.api.all("mediaassets"), "the asset is gone")
    assert world.api.all("mediaexecutions") == world.api.all("workflows") == []
    assert not list(world.store.list(f"private/n/assets/{uid}/"))
    assert list(world.store.list("public/upload/n/"))


async def test_objects_that_cannot_be_read_are_told_so_and_stop_nothing(world: World) -> None:
    async with world.running():
        world.api.put("mediaassets", {"metadata": {"name": "odd", "namespace": "n"}, "spec": {"sauce": 1}})
        world.api.put("mediaexecutions", {"metadata": {"name": "odd", "namespace": "n"}, "spec": {"asset": 7}})
        world.api.put("mediaworkflows", {"metadata": {"name": "odd", "namespace": "n"}, "spec": {"stages": "all"}})
        world.asset()
        await world.until(lambda: world.state() == "Started", "the good one is Started")
        odd = await world.until(lambda: world.api.get("mediaassets", "odd")["status"]["conditions"], "odd is judged")
    assert (odd[0]["reason"], odd[0]["status"]) == ("InvalidSpec", "False")
    assert "spec.source" in odd[0]["message"]


async def test_a_second_replica_waits_and_takes_over_when_the_first_leaves(world: World) -> None:
    api = await connect(world.settings.kubeconfig)
    first, second = Lease(api, "system", "me"), Lease(api, "system", "you")
    await first.acquire()
    waiting = asyncio.create_task(second.acquire())
    await asyncio.sleep(2)
    assert (first.held(), second.held()) == (True, False)
    await first.release()
    await asyncio.wait_for(waiting, 60)
    assert (first.held(), second.held()) == (False, True)
    assert world.api.get("leases", "media-insights-controller", "system")["spec"]["holderIdentity"] == "you"
    await api.close()


async def test_who_may_not_lead_any_more_writes_nothing(world: World) -> None:
    api = await connect(world.settings.kubeconfig)
    with pytest.raises(LostLease):
        await api.fenced(lambda: False).delete(ASSETS, "n", "clip")
    assert not world.api.writes
    await api.close()


async def test_a_file_that_a_parameter_names_is_looked_for_and_fetched(world: World) -> None:
    inputs = [
        {"name": "film", "media": ["Video"]},
        {"name": "terms", "file": {"parameter": "terms"}, "optional": True},
    ]
    world.operator("speak", image="speak", inputs=inputs, parameters={"terms": {"type": "string", "default": ""}})
    world.workflow("spoken", "speak")
    world.store.put("public/upload/n/terms.csv", b"cloud,nuage")

    def asset(name: str, terms: str) -> None:
        world.asset(name, workflows=[{"name": "spoken", "configuration": {"speak": {"terms": terms}}}])

    def condition(name: str) -> Any:
        (found,) = [
            each for each in world.api.get("mediaassets", name)["status"]["conditions"] if each["type"] == "Accepted"
        ]
        return found

    async with world.running():
        asset("absent", "public/upload/n/none.csv")
        asset("stolen", "private/n/assets/other/workflows/run/transcribe.json")
        asset("right", "public/upload/n/terms.csv")
        absent = await world.until(lambda: condition("absent"), "the asset without its file is judged")
        stolen = await world.until(lambda: condition("stolen"), "the asset that names a result is judged")
        await world.until(lambda: world.state("right") == "Started", "the right one is Started")
    assert (absent["status"], absent["reason"]) == ("False", "FileNotFound")
    assert "configuration.speak.terms: there is no s3://media/public/upload/n/none.csv" in absent["message"]
    assert (stolen["status"], stolen["reason"]) == ("False", "InvalidConfiguration")
    (run,) = world.api.all("workflows")
    (template,) = [each for each in run["spec"]["templates"] if each["name"] == "speak"]
    keys = {each["name"]: each.get("s3", {}).get("key") for each in template["inputs"]["artifacts"]}
    assert keys["in-terms"] == "public/upload/n/terms.csv"
    right = world.run_of("right")
    snapshot = json.loads(world.store.get(right["status"]["planKey"]))
    (terms,) = [each for each in snapshot["steps"][0]["inputs"] if each["name"] == "terms"]
    assert terms["version"] == world.store.head("public/upload/n/terms.csv").etag
