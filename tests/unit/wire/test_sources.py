"""Sources under the whole controller: each version of a file becomes an asset once, through restarts and deletions."""

import asyncio
from typing import Any

from tests.unit.controller.whole import MP4, World

PREFIX = "public/upload/n/inbox/"
Manifest = dict[str, Any]


def source(world: World, *names: str, **spec: Any) -> None:
    for name in names:
        world.store.put(f"{PREFIX}{name}", MP4)
    prefix = {"bucket": "media", "key": PREFIX}
    rules = [{"workflows": [{"name": "flow"}]}]
    wanted = {"prefix": prefix, "rules": rules, "everySeconds": 10, "settleSeconds": 0, **spec}
    world.api.put("mediasources", {"metadata": {"name": "s", "namespace": "n"}, "spec": wanted})


def change(world: World, **spec: Any) -> None:
    """Change the spec; a source whose spec changes is listed at once."""
    found = world.api.get("mediasources", "s")
    meta = {**found["metadata"], "generation": found["metadata"].get("generation", 1) + 1}
    world.api.put("mediasources", {**found, "metadata": meta, "spec": {**found["spec"], **spec}})


def status(world: World) -> Manifest:
    return dict(world.api.get("mediasources", "s").get("status") or {})


def keys(world: World) -> list[str]:
    found = [each["spec"]["source"]["s3"]["key"] for each in world.api.all("mediaassets")]
    return sorted(key.removeprefix(PREFIX) for key in found)


async def test_each_file_that_comes_becomes_an_asset_whose_workflow_runs(world: World) -> None:
    source(world, "a b/日本 1.mp4", "c.mp4")
    async with world.running():
        await world.until(lambda: keys(world) == ["a b/日本 1.mp4", "c.mp4"], "both are assets")
        await world.until(lambda: len(world.api.all("workflows")) == 2, "both run")
        await world.until(lambda: status(world).get("lastListing"), "the prefix is listed")
        assert (status(world)["state"], status(world)["objects"]["taken"]) == ("Watching", 2)


async def test_a_controller_that_is_killed_again_and_again_makes_each_asset_once(world: World) -> None:
    source(world, *(f"{number}.mp4" for number in range(6)), parallelism=3)
    for milliseconds in (300, 600, 900):
        async with world.running():
            await asyncio.sleep(milliseconds / 1000)
    async with world.running():
        await world.until(lambda: len(keys(world)) == 3, "three are assets")
        for done in range(6):
            name = (await world.until(lambda: started(world), "a run is Started"))[0]
            world.argo_finishes(name)
            await world.until(lambda: len(keys(world)) == min(6, 4 + done), "another one begins")  # noqa: B023 - awaited at once
    assert len(set(keys(world))) == 6
    assert len(world.api.all("mediaexecutions")) == 6


def started(world: World) -> list[str]:
    """Names of assets whose runs wait for Argo."""
    ended = {
        each["metadata"]["name"]
        for each in world.api.all("workflows")
        if (each.get("status") or {}).get("phase") in ("Succeeded", "Failed")
    }
    return [
        each["spec"]["asset"]
        for each in world.api.all("mediaexecutions")
        if (each.get("status") or {}).get("state") == "Started" and each["metadata"]["name"] not in ended
    ]


async def test_what_is_wrong_is_told_and_right_when_it_is_mended(world: World) -> None:
    source(world, "a.mp4", rules=[{"workflows": [{"name": "later"}]}])
    async with world.running():
        await world.until(lambda: status(world).get("state") == "Error", "it takes nothing")
        assert "spec.rules[0].workflows[0].name: there is no MediaWorkflow later" in status(world)["message"]
        world.workflow("later", "proxy")
        await world.until(lambda: keys(world) == ["a.mp4"], "the workflow is there")


async def test_nothing_is_taken_while_it_is_suspended_and_of_what_may_not_be_named(world: World) -> None:
    world.store.put("public/upload/other/secret.mp4", MP4)
    source(world, "a.mp4", suspend=True)
    async with world.running():
        await world.until(lambda: status(world).get("state") == "Suspended", "it is suspended")
        assert keys(world) == []
        change(world, suspend=False)
        await world.until(lambda: keys(world) == ["a.mp4"], "it is taken")
        world.api.put(
            "mediasources",
            {
                "metadata": {"name": "s", "namespace": "n", "generation": 7},
                "spec": {
                    "prefix": {"bucket": "media", "key": "public/upload/other/"},
                    "rules": [{"workflows": [{"name": "flow"}]}],
                },
            },
        )
        await world.until(lambda: status(world).get("state") == "Error", "it takes nothing")
    assert "is not a place that the namespace n may name" in status(world)["message"]
    assert keys(world) == ["a.mp4"]
