"""A run's credentials, on the wire: there before it starts, gone when it has ended, whatever dies in between."""

import base64
import json
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

from media_insights.domain import layout
from media_insights.kube.client import Api, connect
from media_insights.kube.resources import EXECUTIONS, RUNS
from media_insights.settings.controller import RunCredentialSettings
from tests.unit.controller.fake_api import refusal
from tests.unit.controller.whole import World
from tests.unit.fake_iam import FakeIam

RUN_SECRET = "media-insights-run-"


@pytest.fixture
def iam() -> FakeIam:
    return FakeIam()


@pytest.fixture
def isolated(world: World, iam: FakeIam) -> Iterator[World]:
    """An installation whose runs get users of their own."""
    world.api.put("namespaces", {"metadata": {"name": "system"}})
    with iam.served() as endpoint:
        asked = RunCredentialSettings(kind="iamUsers", endpoint=endpoint)
        world.settings = replace(world.settings, run_credentials=asked)
        yield world


def secrets(world: World) -> list[dict[str, Any]]:
    return [each for each in world.api.all("secrets") if each["metadata"]["name"].startswith(RUN_SECRET)]


def gone(world: World, iam: FakeIam) -> bool:
    return iam.users == {} and secrets(world) == []


async def test_a_run_has_its_own_key_from_before_its_pods_until_it_has_ended(isolated: World, iam: FakeIam) -> None:
    seen: list[int] = []

    def observe(request: web.Request) -> None:
        if request.method == "POST" and request.path.endswith("/workflows"):
            seen.append(len(secrets(isolated)))

    isolated.api.fault = observe
    async with isolated.running():
        isolated.asset()
        await isolated.until(lambda: isolated.state() == "Started", "the clip is Started")
        [secret], [user] = secrets(isolated), iam.users.values()
        assert seen == [1]
        uid = isolated.run_of()["metadata"]["uid"]
        assert secret["metadata"]["name"] == f"{RUN_SECRET}{uid}"
        assert f"/workflows/{uid}/*" in json.dumps(json.loads(user.policy))
        isolated.argo_finishes()
        await isolated.until(lambda: isolated.state() == "Complete", "the clip is Complete")
        assert gone(isolated, iam)
    assert [each for each in isolated.api.all("secrets") if "store" in each["metadata"]["name"]] == []


async def test_a_run_s_secret_holds_the_program_that_examines_its_outputs(isolated: World, tmp_path: Path) -> None:
    program = tmp_path / "argoexec"
    program.write_bytes(b"\x7fELF")
    isolated.settings = replace(isolated.settings, pods=replace(isolated.settings.pods, output_guard=str(program)))
    async with isolated.running():
        isolated.asset()
        await isolated.until(lambda: isolated.state() == "Started", "the clip is Started")
        [secret], execution = secrets(isolated), isolated.run_of()
        assert base64.b64decode(secret["data"]["output-guard"]) == b"\x7fELF"
        run = isolated.api.get("workflows", execution["metadata"]["name"])
        assert secret["metadata"]["name"] in json.dumps(run["spec"]["volumes"])
        isolated.argo_finishes()
        await isolated.until(lambda: isolated.state() == "Complete", "the clip is Complete")


async def test_a_run_without_that_program_does_not_start(isolated: World, iam: FakeIam, tmp_path: Path) -> None:
    missing = str(tmp_path / "argoexec")
    isolated.settings = replace(isolated.settings, pods=replace(isolated.settings.pods, output_guard=missing))
    async with isolated.running():
        isolated.asset()
        await isolated.until(lambda: missing in isolated.run_of()["status"]["queue"]["reason"], "why it waits is said")
    assert iam.users == {}, "no keys are left behind"


@pytest.mark.parametrize("published", ["accesskey", "secretkey"])
async def test_a_key_that_an_operator_publishes_ends_its_run_in_error_and_is_removed(
    isolated: World, iam: FakeIam, published: str
) -> None:
    async with isolated.running():
        isolated.asset()
        await isolated.until(lambda: isolated.state() == "Started", "the clip is Started")
        [secret], execution = secrets(isolated), isolated.run_of()
        run = isolated.api.get("workflows", execution["metadata"]["name"])
        asset = run["metadata"]["labels"]["mediainsights.dev/asset-uid"]
        own = layout.execution_prefix("n", asset, execution["metadata"]["uid"])
        isolated.store.put(f"{own}proxy.json", b"{}")
        isolated.store.put(f"{own}labels.json", base64.b64decode(secret["data"][published]))
    async with isolated.running():  # another process, which has not made the keys
        isolated.argo_ends(execution, "proxy", "labels")
        await isolated.until(lambda: isolated.state() == "Error", "the clip ends in Error")
        assert gone(isolated, iam)
    status = isolated.run_of()["status"]
    assert status["message"] == "labels: ended well but did not write result.json: a defect of labels"
    states = {each["name"]: each["status"] for stage in status["stages"] for each in stage["operators"]}
    assert states == {"proxy": "Complete", "labels": "Error"}
    assert [info.key for info in isolated.store.list(own)] == [f"{own}plan.json", f"{own}proxy.json"]


async def test_a_folder_in_the_place_of_a_result_ends_its_run_in_error(isolated: World) -> None:
    async with isolated.running():
        isolated.asset()
        await isolated.until(lambda: isolated.state() == "Started", "the clip is Started")
        execution = isolated.run_of()
        run = isolated.api.get("workflows", execution["metadata"]["name"])
        asset = run["metadata"]["labels"]["mediainsights.dev/asset-uid"]
        own = layout.execution_prefix("n", asset, execution["metadata"]["uid"])
        isolated.store.put(f"{own}proxy.json", b"{}")
        isolated.store.put(f"{own}labels.json/words.txt", b"deep water")
        isolated.argo_ends(execution, "proxy", "labels")
        await isolated.until(lambda: isolated.state() in ("Complete", "Error"), "the clip has ended")
    status = isolated.run_of()["status"]
    assert (status["state"], status["message"]) == (
        "Error",
        "labels: ended well but did not write result.json: a defect of labels",
    )


async def test_a_status_that_cannot_be_written_after_the_removal_says_the_same_later(
    isolated: World, iam: FakeIam
) -> None:
    failed: list[str] = []

    def fails_once(request: web.Request) -> web.Response | None:
        if request.method != "PATCH" or not request.path.endswith("/status") or failed:
            return None
        if "/mediaexecutions/" not in request.path or labels in [info.key for info in isolated.store.list("private/")]:
            return None
        failed.append(request.path)
        return refusal(503, "", "later")

    async with isolated.running():
        isolated.asset()
        await isolated.until(lambda: isolated.state() == "Started", "the clip is Started")
        labels, execution = _publishes(isolated), isolated.run_of()
    isolated.api.fault = fails_once
    async with isolated.running():
        isolated.argo_ends(execution, "proxy", "labels")
        await isolated.until(lambda: failed, "the Secret is removed, and the status not written")
    async with isolated.running():  # another process
        await isolated.until(lambda: isolated.state() in ("Complete", "Error"), "the clip has ended")
    assert isolated.state() == "Error"
    assert isolated.run_of()["status"]["message"].startswith("labels: ended well but did not write result.json")
    assert gone(isolated, iam)


async def test_a_run_that_is_lost_publishes_nothing_and_its_asset_points_to_nothing_that_went(
    isolated: World, iam: FakeIam
) -> None:
    async with isolated.running(), _user(isolated) as api:
        isolated.asset()
        await isolated.until(lambda: isolated.state() == "Started", "the clip is Started")
        key, execution = _publishes(isolated), isolated.run_of()
        isolated.argo_ends(execution, "labels", phase="Running")
        await isolated.until(lambda: "labels" in _results(isolated), "the asset points to it")
        await api.delete(RUNS, "n", execution["metadata"]["name"])
        await isolated.until(lambda: isolated.state() == "Error", "the clip ends in Error")
        assert key not in [info.key for info in isolated.store.list("private/")]
        assert "an operator published a Secret of its run" in isolated.run_of()["status"]["message"]
        assert gone(isolated, iam)
        await isolated.until(lambda: "labels" not in _results(isolated), "the asset points to it no more")


def _results(world: World) -> str:
    return str(world.api.get("mediaassets", "clip")["status"].get("results"))


def _publishes(world: World) -> str:
    """An operator's result is a key of its run."""
    [secret], execution = secrets(world), world.run_of()
    run = world.api.get("workflows", execution["metadata"]["name"])
    asset = run["metadata"]["labels"]["mediainsights.dev/asset-uid"]
    own = layout.execution_prefix("n", asset, execution["metadata"]["uid"])
    world.store.put(f"{own}proxy.json", b"{}")
    world.store.put(f"{own}labels.json", base64.b64decode(secret["data"]["secretkey"]))
    return f"{own}labels.json"


async def test_a_cancelled_and_a_deleted_run_lose_their_keys(isolated: World, iam: FakeIam) -> None:
    async with isolated.running(), _user(isolated) as api:
        for asset in ("cancelled", "deleted"):
            isolated.asset(asset)
        for asset in ("cancelled", "deleted"):
            await isolated.until(lambda asset=asset: isolated.state(asset) == "Started", f"{asset} is Started")  # type: ignore[misc]
        assert len(iam.users) == len(secrets(isolated)) == 2
        made = {asset: isolated.run_of(asset)["metadata"] for asset in ("cancelled", "deleted")}
        cancelled, deleted = (each["name"] for each in made.values())
        await api.patch(EXECUTIONS, "n", cancelled, {"spec": {"cancel": True}})
        await isolated.until(lambda: isolated.api.get("workflows", cancelled)["spec"].get("shutdown"), "it is stopped")
        ended = {"phase": "Failed", "finishedAt": "2026-05-01T12:00:03Z"}
        await api.patch(RUNS, "n", cancelled, {"status": ended})
        await api.delete(EXECUTIONS, "n", deleted)
        await isolated.until(lambda: isolated.state("cancelled") == "Cancelled", "the cancelled one has ended")
        uids = [each["uid"] for each in made.values()]  # the asset makes another execution for the deleted one
        await isolated.until(lambda: not [each for each in uids if each in str([iam.users, secrets(isolated)])], "lost")


@asynccontextmanager
async def _user(world: World) -> AsyncIterator[Api]:
    api = await connect(world.settings.kubeconfig)
    try:
        yield api
    finally:
        await api.close()


AT: dict[str, Callable[[str, str], bool]] = {
    "the Secret is made": lambda method, path: method == "POST" and path.endswith("/secrets"),
    "the Argo Workflow is made": lambda method, path: method == "POST" and path.endswith("/workflows"),
    "the start is written": lambda method, path: method == "PATCH" and path.endswith("/status"),
    "the Secret is removed": lambda method, path: method == "DELETE" and "/secrets/media-insights-run-" in path,
}
CALLS = ("CreateUser", "PutUserPolicy", "CreateAccessKey", "DeleteAccessKey", "DeleteUserPolicy", "DeleteUser")


@pytest.mark.parametrize("point", [*CALLS, *AT])
async def test_a_controller_that_dies_at_any_step_leaves_one_run_and_no_key(
    isolated: World, iam: FakeIam, point: str
) -> None:
    reached: list[str] = []

    def at_the_store(form: Any) -> tuple[int, str] | None:
        if form["Action"] != point:
            return None
        reached.append(point)
        return 503, "ServiceUnavailable"

    def at_the_api(request: web.Request) -> web.Response | None:
        started = point != "the start is written" or isolated.api.all("workflows")
        if point not in AT or not started or not AT[point](request.method, request.path):
            return None
        reached.append(point)
        return refusal(503, "", "later")

    iam.fault, isolated.api.fault = at_the_store, at_the_api
    async with isolated.running():
        isolated.asset()
        await isolated.until(lambda: reached or isolated.state() == "Started", f"{point}, or the clip is Started")
        if not reached:
            isolated.argo_finishes()
        await isolated.until(lambda: reached, point)
    iam.fault, isolated.api.fault = lambda _: None, lambda _: None
    async with isolated.running():
        await isolated.until(lambda: isolated.state() in ("Started", "Complete"), "the clip is Started")
        if isolated.state() == "Started":
            isolated.argo_finishes()
        await isolated.until(lambda: isolated.state() == "Complete", "the clip is Complete")
        assert gone(isolated, iam)
    assert len(isolated.api.all("workflows")) == 1


async def test_a_store_that_gives_no_keys_is_told_while_one_waits(isolated: World, iam: FakeIam) -> None:
    iam.fault = lambda _: (403, "AccessDenied")
    async with isolated.running():
        isolated.asset()
        reasons = await isolated.until(
            lambda: [each["reason"] for each in isolated.run_of()["status"]["conditions"]
                     if each["reason"] == "NoCredentials"], "the reason is told",
        )  # fmt: skip
    assert reasons == ["NoCredentials"]
    assert isolated.run_of()["status"]["queue"]["reason"].startswith("the object store gives no credentials: ")
    assert isolated.api.all("workflows") == []


async def test_one_trust_domain_is_said_of_every_run(world: World) -> None:
    async with world.running():
        world.asset()
        await world.until(lambda: world.state() == "Started", "the clip is Started")
    [shared] = [each for each in world.run_of()["status"]["conditions"] if each["type"] == "Isolated"]
    assert (shared["status"], shared["reason"]) == ("False", "SharedCredentials")
    [secret] = secrets(world)
    assert secret["metadata"]["name"].endswith(world.run_of()["metadata"]["uid"])
