"""One tenant's objects cannot stop the controller: each hostile one is told so, and another tenant's asset runs."""

import json
from typing import Any

import pytest

from tests.unit.controller.whole import MP4, World

DEEP = json.loads("[" * 400 + "]" * 400)
WIDE: list[list[int]] = [[] for _ in range(200_000)]
WRONG = [str(number) for number in range(20_000)]


def hostile(world: World, name: str, value: Any) -> None:
    """An asset of another tenant whose configuration holds a value."""
    world.api.put("namespaces", {"metadata": {"name": "h", "labels": {"mediainsights.dev/enabled": "true"}}})
    world.store.put("public/upload/h/clip.mp4", MP4)
    entry = {"name": "flow", "configuration": {"labels": {"minConfidence": value}}}
    source = {"s3": {"bucket": "media", "key": "public/upload/h/clip.mp4"}}
    spec = {"source": source, "workflows": [entry]}
    world.api.put("mediaassets", {"metadata": {"name": name, "namespace": "h"}, "spec": spec})


def accepted(world: World, name: str, namespace: str = "h") -> dict[str, Any]:
    conditions = world.api.get("mediaassets", name, namespace).get("status", {}).get("conditions", [])
    return next((each for each in conditions if each["type"] == "Accepted"), {})


@pytest.mark.parametrize(
    ("value", "reason"),
    [(DEEP, "TooLarge"), (WIDE, "TooLarge"), (WRONG, "InvalidConfiguration")],
    ids=["nested", "large", "wrong in many places"],
)
@pytest.mark.parametrize("there", ["before", "while running"])
async def test_a_hostile_asset_is_refused_and_others_run(world: World, value: Any, reason: str, there: str) -> None:
    if there == "before":
        hostile(world, "poison", value)
    async with world.running():
        if there == "while running":
            await world.api.watched("mediaassets")
            hostile(world, "poison", value)
        world.asset("clip")
        await world.until(lambda: world.state() == "Started", "the other tenant's asset runs")
        told = await world.until(lambda: accepted(world, "poison"), "the hostile asset is told why")
        assert (told["status"], told["reason"]) == ("False", reason)


async def test_what_was_too_large_is_read_when_it_is_made_smaller(world: World) -> None:
    hostile(world, "poison", WIDE)
    async with world.running():
        await world.until(lambda: accepted(world, "poison").get("reason") == "TooLarge", "it is told that it is large")
        hostile(world, "poison", 50)
        await world.until(lambda: accepted(world, "poison").get("status") == "True", "it is accepted")


async def test_what_is_too_large_can_be_deleted(world: World) -> None:
    async with world.running():
        hostile(world, "poison", 50)
        await world.until(
            lambda: world.api.get("mediaassets", "poison", "h")["metadata"].get("finalizers"), "it is ours"
        )
        hostile_meta = world.api.get("mediaassets", "poison", "h")["metadata"]
        grown = {**world.api.get("mediaassets", "poison", "h"), "spec": {"title": "x" * 300_000}}
        world.api.put("mediaassets", grown)
        await world.until(lambda: accepted(world, "poison").get("reason") == "TooLarge", "it is told that it is large")
        leaving = {**hostile_meta, **world.api.get("mediaassets", "poison", "h")["metadata"]}
        now = {
            **world.api.get("mediaassets", "poison", "h"),
            "metadata": {**leaving, "deletionTimestamp": "2026-05-01T12:00:00Z"},
        }
        world.api.put("mediaassets", now)
        await world.until(lambda: ("mediaassets", "h", "poison") not in world.api.objects, "it is gone")


async def test_an_event_tells_people_why(world: World) -> None:
    hostile(world, "poison", WIDE)
    async with world.running():
        await world.until(
            lambda: [each for each in world.api.all("events") if each["reason"] == "TooLarge"], "an Event"
        )
