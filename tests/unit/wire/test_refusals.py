"""What the API server refuses, on the wire."""

import asyncio
import json
import time
from itertools import pairwise
from typing import Any

import pytest
from aiohttp import web

from tests.unit.controller.fake_api import refusal
from tests.unit.controller.whole import MP4, World


async def test_a_child_that_the_api_server_refuses_is_told_on_the_asset_and_not_sent_for_ever(world: World) -> None:
    sent: list[str] = []

    def refuse(request: web.Request) -> web.Response | None:
        if request.method != "POST" or not request.path.endswith("mediaexecutions"):
            return None
        sent.append(request.path)
        return refusal(422, "Invalid", "metadata.labels: a valid label must end well", kind="MediaExecution", name="x")

    def ready() -> Any:
        found = world.api.get("mediaassets", "clip")["status"]["conditions"]
        return next((each for each in found if each["type"] == "Ready" and each["reason"] == "Rejected"), None)

    world.api.fault = refuse
    async with world.running():
        world.asset()
        told = await world.until(ready, "the refusal is told")
        assert told["status"] == "False"
        assert told["message"] == "the API server refused it: metadata.labels: a valid label must end well"
        await asyncio.sleep(4)
        assert len(sent) <= 4
        world.api.fault = lambda _: None
        world.api.put("mediaassets", {**world.api.get("mediaassets", "clip")})
        await world.until(lambda: world.state() == "Started", "it starts as soon as the object changes again")
        assert not ready()


async def test_a_run_that_the_api_server_refuses_ends_the_execution(world: World) -> None:
    def refuse(request: web.Request) -> web.Response | None:
        if request.method != "POST" or not request.path.endswith("/workflows"):
            return None
        return refusal(400, "BadRequest", "admission webhook denied the request: no such image", kind="workflows")

    world.api.fault = refuse
    async with world.running():
        world.asset()
        await world.until(lambda: world.state() == "Error", "the execution has ended")
        await world.until(
            lambda: "Error" in json.dumps(world.api.get("mediaassets", "clip")["status"]), "so says the asset"
        )
    assert world.run_of()["status"]["message"].endswith("admission webhook denied the request: no such image")
    told = [each["reason"] for each in world.api.all("events") if each["involvedObject"]["kind"] == "MediaExecution"]
    assert told == ["Error"]
    assert "startedAt" not in world.run_of()["status"]
    assert world.run_of()["status"]["changes"] == 1


async def test_a_quota_holds_an_execution_until_it_is_free_again(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("media_insights.controller.reconcile.REFUSED_AGAIN", 1.0)
    sent: list[float] = []

    def full(request: web.Request) -> web.Response | None:
        if request.method != "POST" or not request.path.endswith("/workflows"):
            return None
        sent.append(time.monotonic())
        return refusal(403, "Forbidden", 'workflows "clip" is forbidden: exceeded quota: runs', kind="workflows")

    def queue() -> Any:
        return world.run_of()["status"].get("queue")

    world.api.fault = full
    async with world.running():
        world.asset()
        told = await world.until(queue, "it is told why it waits")
        assert told == {
            "position": 0,
            "reason": 'the API server refused it: workflows "clip" is forbidden: exceeded quota: runs',
        }
        (succeeded,) = world.run_of()["status"]["conditions"]
        assert (succeeded["status"], succeeded["reason"]) == ("Unknown", "Forbidden")
        assert world.state() == "Queued"
        await world.until(lambda: len(sent) > 2, "it is tried again")
        assert min(later - earlier for earlier, later in pairwise(sent)) >= 1.0
        world.api.fault = lambda _: None
        await world.until(lambda: world.state() == "Started", "it starts when the quota is free")
    assert queue() is None
    conditions = world.run_of()["status"]["conditions"]
    assert [each["reason"] for each in conditions if each["type"] == "Succeeded"] == ["Started"]
    told = [each["reason"] for each in world.api.all("events") if each["involvedObject"]["kind"] == "MediaExecution"]
    assert told == ["Queued", "Started"]


async def test_an_asset_whose_executions_a_quota_forbids_says_so_and_goes_on_when_it_is_free(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("media_insights.controller.reconcile.REFUSED_AGAIN", 1.0)

    def full(request: web.Request) -> web.Response | None:
        if request.method != "POST" or not request.path.endswith("mediaexecutions"):
            return None
        return refusal(403, "Forbidden", "exceeded quota: executions", kind="mediaexecutions")

    def ready() -> Any:
        found = world.api.get("mediaassets", "clip")["status"]["conditions"]
        return next((each for each in found if each["type"] == "Ready" and each["reason"] == "Forbidden"), None)

    world.api.fault = full
    async with world.running():
        world.asset()
        told = await world.until(ready, "the refusal is told")
        assert told["message"] == "the API server refused it: exceeded quota: executions"
        world.api.fault = lambda _: None
        await world.until(lambda: world.state() == "Started", "it starts when the quota is free")
        await world.until(lambda: not ready(), "the condition is of today")


async def test_a_start_that_a_quota_forbids_lets_others_pass(world: World) -> None:
    def full(request: web.Request) -> web.Response | None:
        body_of_a = request.method == "POST" and request.path.endswith("/namespaces/n/workflows")
        return refusal(403, "Forbidden", "exceeded quota: runs", kind="workflows") if body_of_a else None

    world.api.fault = full
    world.limit(1)
    world.store.put("public/upload/m/clip.mp4", MP4)
    source = {"s3": {"bucket": "media", "key": "public/upload/m/clip.mp4"}}
    second = {
        "metadata": {"name": "second", "namespace": "m"},
        "spec": {"source": source, "workflows": [{"name": "flow"}]},
    }
    world.api.put("namespaces", {"metadata": {"name": "m", "labels": {"mediainsights.dev/enabled": "true"}}})
    async with world.running():
        world.asset("first")
        await world.until(
            lambda: "exceeded quota" in world.run_of("first")["status"]["queue"]["reason"], "the quota forbids it"
        )
        world.api.put("mediaassets", second)
        await world.until(lambda: world.state("second") == "Started", "the other namespace's takes the one slot")
        assert "exceeded quota" in world.run_of("first")["status"]["queue"]["reason"]
