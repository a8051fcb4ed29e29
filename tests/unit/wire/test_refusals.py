"""What the API server refuses, on the wire."""

import asyncio
import json
from typing import Any

from aiohttp import web

from tests.unit.controller.fake_api import refusal
from tests.unit.controller.whole import World


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
