"""A run that waits for a person, on the wire."""

import json
from datetime import UTC, datetime
from typing import Any

from tests.unit.controller.whole import World


def _argo_suspends(world: World) -> None:
    (run,) = [each for each in world.api.all("workflows") if each["metadata"]["name"].startswith("film")]
    node = {
        "id": "7", "displayName": "wait", "templateName": "wait", "type": "Suspend", "phase": "Running",
        "boundaryID": run["metadata"]["name"], "startedAt": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
    }  # fmt: skip
    world.api.put("workflows", {**run, "status": {"phase": "Running", "nodes": {"7": node}}})


def _node(world: World) -> Any:
    (run,) = [each for each in world.api.all("workflows") if each["metadata"]["name"].startswith("film")]
    return run["status"]["nodes"]["7"]["phase"]


async def test_who_waits_for_a_person_lets_others_run_and_resumes_through_the_queue(world: World) -> None:
    world.operator("wait", suspend=True)
    world.workflow("reviewed", "wait")
    world.limit(1)
    async with world.running():
        world.asset("film", workflows=[{"name": "reviewed"}])
        await world.until(lambda: world.state("film") == "Started", "the film is Started")
        _argo_suspends(world)
        await world.until(lambda: world.state("film") == "Waiting", "the film waits")
        world.asset("clip")
        await world.until(lambda: world.state("clip") == "Started", "the clip got the only slot")
        film = world.run_of("film")
        film["spec"]["resume"] = [{"stage": "wait", "data": {"approved": True}}]
        world.api.put("mediaexecutions", film)
        await world.until(lambda: world.state("film") == "Resumed", "the film queues again")
        assert _node(world) == "Running"
        world.argo_finishes("clip")
        await world.until(lambda: world.state("film") == "Started", "the film has the slot")
        await world.until(lambda: _node(world) == "Succeeded", "the run goes on")
    uid = world.api.get("mediaassets", "film")["metadata"]["uid"]
    key = f"private/n/assets/{uid}/workflows/{film['metadata']['uid']}/wait.json"
    assert json.loads(world.store.get(key)) == {"approved": True}
