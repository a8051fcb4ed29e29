"""Names that mean something to a terminal, through the whole controller: its status, Events and logs only show them."""

import json
import logging
from typing import Any

import pytest

from media_insights.runtime.logs import FORMAT, Formatter
from tests.unit.controller.whole import MP4, World
from tests.unit.hostile_names import HOSTILE, is_harmless

NAME = "".join(HOSTILE)


def texts(value: Any) -> list[str]:
    """Return every text in a value, keys too."""
    if isinstance(value, dict):
        return [each for pair in value.items() for part in pair for each in texts(part)]
    if isinstance(value, list):
        return [each for item in value for each in texts(item)]
    return [value] if isinstance(value, str) else []


def accepted(world: World, asset: str) -> Any:
    conditions = world.api.get("mediaassets", asset)["status"]["conditions"]
    return next(each for each in conditions if each["type"] == "Accepted")


async def test_what_the_controller_says_of_hostile_names_is_harmless(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    missing = {"s3": {"bucket": "media", "key": f"public/upload/n/{NAME.replace(chr(0), '')}"}}
    other = {"s3": {"bucket": NAME, "key": "public/upload/n/clip.mp4"}}
    wrong = [{"name": "flow", "configuration": {NAME: {NAME: NAME}, "labels": {"minConfidence": NAME}}}]
    async with world.running():
        world.asset("missing", source=missing, title=NAME)
        world.asset("other", source=other)
        world.asset("wrong", workflows=wrong)
        for each in ("missing", "other", "wrong"):
            said = await world.until(lambda name=each: accepted(world, name), f"{each} is judged")  # type: ignore[misc]
            assert said["status"] == "False", said
        await failing_run(world)
    objects = [each for kind in ("mediaassets", "mediaexecutions") for each in world.api.all(kind)]
    said_there = [each for made in objects for each in texts(made.get("status", {}))]
    said_there += [each["message"] for each in world.api.all("events")]
    assert any("mp4" in each for each in said_there)
    assert [each for each in said_there if not is_harmless(each) or "\n" in each] == []
    shown = [Formatter(FORMAT).format(record) for record in caplog.records if not record.exc_info]
    assert [each for each in shown if not is_harmless(each) or "\n" in each] == []


async def failing_run(world: World) -> None:
    """Let an operator end with the name in its message, as Argo reports it."""
    world.store.put("public/upload/n/clip.mp4", MP4)
    world.asset("clip")
    await world.until(lambda: world.state() == "Started", "the run starts")
    made = world.run_of()["metadata"]
    run = world.api.get("workflows", made["name"])
    node = {
        "id": "labels", "name": f"{made['name']}.labels", "displayName": "labels", "type": "Pod",
        "templateName": "labels", "phase": "Failed", "boundaryID": made["name"], "message": NAME,
        "startedAt": "2026-05-01T12:00:01Z", "finishedAt": "2026-05-01T12:00:02Z",
    }  # fmt: skip
    status = {"phase": "Failed", "message": NAME, "finishedAt": "2026-05-01T12:00:03Z", "nodes": {"labels": node}}
    world.api.put("workflows", {**run, "status": status})
    await world.until(lambda: world.state() == "Error", "the run has ended")
    assert "mp4" in json.dumps(world.run_of()["status"])
