"""Batches under the whole controller: every file once, bounded, through restarts, again when it failed, and away."""

import asyncio
import json
from typing import Any

import pytest

from tests.unit.controller.whole import MP4, World

PREFIX = "public/upload/n/archive/"
Manifest = dict[str, Any]


def batch(world: World, files: int = 3, **spec: Any) -> None:
    for number in range(files):
        world.store.put(f"{PREFIX}{number}.mp4", MP4)
    wanted = {"source": {"prefix": {"bucket": "media", "key": PREFIX}}, "workflow": "flow", **spec}
    world.api.put("mediabatches", {"metadata": {"name": "b", "namespace": "n"}, "spec": wanted})


def change(world: World, **spec: Any) -> None:
    found = world.api.get("mediabatches", "b")
    meta = {**found["metadata"], "generation": found["metadata"].get("generation", 1) + 1}
    world.api.put("mediabatches", {**found, "metadata": meta, "spec": {**found["spec"], **spec}})


def status(world: World) -> Manifest:
    return dict(world.api.get("mediabatches", "b").get("status") or {})


def counts(world: World) -> tuple[int, ...]:
    items = status(world).get("items") or {}
    return tuple(items.get(name, 0) for name in ("total", "done", "failed", "running"))


def assets(world: World) -> list[Manifest]:
    return world.api.all("mediaassets")


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


async def finish(world: World, total: int) -> None:
    """Argo ends every run well, as they come."""
    for _ in range(total):
        found = await world.until(lambda: started(world), "a run is Started")
        world.argo_finishes(found[0])


async def test_every_file_is_done_once_and_no_more_run_at_once_than_may(world: World) -> None:
    batch(world, files=5, parallelism=2)
    most = 0
    async with world.running():
        for done in range(5):
            await world.until(lambda: len(started(world)) == min(2, 5 - done), "two run", 20)  # noqa: B023 - awaited at once
            most = max(most, len(started(world)))
            world.argo_finishes(started(world)[0])
        await world.until(lambda: status(world).get("state") == "Complete", "the batch is Complete", 20)
    assert most == 2
    assert counts(world) == (5, 5, 0, 0)
    assert status(world)["message"] == "5 of 5 items are done"
    owners = {owner["kind"] for each in assets(world) for owner in each["metadata"]["ownerReferences"]}
    assert (len(assets(world)), owners) == (5, {"MediaBatch"})


async def test_a_controller_that_is_killed_again_and_again_makes_each_asset_once(world: World) -> None:
    batch(world, files=4, parallelism=2)
    for milliseconds in (400, 800, 1200):
        async with world.running():
            await asyncio.sleep(milliseconds / 1000)
    async with world.running():
        await finish(world, 4)
        await world.until(lambda: status(world).get("state") == "Complete", "the batch is Complete", 20)
    assert counts(world) == (4, 4, 0, 0)
    assert len(assets(world)) == len({each["spec"]["source"]["s3"]["key"] for each in assets(world)}) == 4
    assert len(world.api.all("mediaexecutions")) == 4


async def test_what_failed_is_told_and_only_that_runs_again(world: World) -> None:
    batch(world, files=2)
    world.store.put(f"{PREFIX}broken.mp4", b"\x00" * 64)
    async with world.running():
        first = await world.until(lambda: started(world), "a run is Started")
        world.argo_ends(world.run_of(first[0]), phase="Failed")
        await world.until(lambda: first[0] not in started(world) and started(world), "the other is Started")
        world.argo_finishes(started(world)[0])
        await world.until(lambda: status(world).get("state") == "Error", "the batch is Error", 20)
        assert counts(world) == (3, 1, 2, 0)
        key = status(world)["failures"]["key"]
        rows = {row["key"]: row for row in map(json.loads, world.store.get(key).decode().splitlines())}
        assert rows[f"{PREFIX}broken.mp4"]["state"] == "Rejected"
        assert "2 of 3 items failed" in status(world)["message"]

        change(world, retries=1)
        await world.until(lambda: len(world.api.all("mediaexecutions")) == 3, "what failed runs again", 20)
        (again,) = [each for each in world.api.all("mediaexecutions") if "from" in each["spec"]]
        assert (again["spec"]["asset"], again["spec"]["from"]["scope"]) == (first[0], "Failed")
        await world.until(lambda: again["metadata"]["name"] in argo(world), "it is Started", 20)
        end_well(world, again)
        await world.until(lambda: counts(world) == (3, 2, 1, 0), "it is done", 20)
        await world.until(lambda: status(world).get("state") == "Error", "the broken file stays broken", 20)
    assert len(world.api.all("mediaexecutions")) == 3


def argo(world: World) -> list[str]:
    return [each["metadata"]["name"] for each in world.api.all("workflows")]


def end_well(world: World, execution: Manifest) -> None:
    asset = world.api.get("mediaassets", execution["spec"]["asset"])["metadata"]["uid"]
    for name in ("proxy", "labels"):
        world.store.put(f"private/n/assets/{asset}/workflows/{execution['metadata']['uid']}/{name}.json", b"{}")
    world.argo_ends(execution, "proxy", "labels")


async def test_too_much_failure_pauses_and_a_higher_budget_lets_it_go_on(world: World) -> None:
    batch(world, files=4, parallelism=1, failureBudget={"percent": 20})
    async with world.running():
        first = await world.until(lambda: started(world), "a run is Started")
        world.argo_ends(world.run_of(first[0]), phase="Failed")
        await world.until(lambda: status(world).get("state") == "Paused", "the batch is Paused", 20)
        assert "1 of 4 items failed" in status(world)["message"]
        assert len(assets(world)) == 1
        change(world, failureBudget={"percent": 30})
        await finish(world, 3)
        await world.until(lambda: status(world).get("state") == "Complete", "the batch is Complete", 20)
    assert counts(world) == (4, 3, 1, 0)


async def test_while_it_is_suspended_nothing_begins_and_what_is_cancelled_ends(world: World) -> None:
    batch(world, files=3, parallelism=1, suspend=True)
    async with world.running():
        await world.until(lambda: status(world).get("state") == "Paused", "the batch is Paused", 20)
        assert (counts(world), assets(world)) == ((3, 0, 0, 0), [])
        change(world, suspend=False)
        (name,) = await world.until(lambda: started(world), "one runs", 20)
        change(world, cancel=True)
        await world.until(lambda: world.run_of(name)["spec"].get("cancel"), "its run is cancelled", 20)
        await world.until(lambda: world.api.get("workflows", world.run_of(name)["metadata"]["name"])["spec"], "stopped")
        world.argo_ends(world.run_of(name), phase="Failed")
        await world.until(lambda: status(world).get("finishedAt"), "the batch has ended", 20)
    assert (status(world)["state"], counts(world), len(assets(world))) == ("Cancelled", (3, 0, 1, 0), 1)


async def test_files_that_come_later_and_new_versions_are_done_when_it_lists_again(world: World) -> None:
    batch(world, files=1)
    async with world.running():
        await finish(world, 1)
        await world.until(lambda: status(world).get("state") == "Complete", "the batch is Complete", 20)
        before = {each["metadata"]["name"] for each in assets(world)}
        world.store.put(f"{PREFIX}later.mp4", MP4)
        world.store.put(f"{PREFIX}0.mp4", MP4 + b"more")
        change(world, relist=1)
        await finish(world, 2)
        await world.until(lambda: counts(world) == (3, 3, 0, 0), "all are done", 20)
    assert before < {each["metadata"]["name"] for each in assets(world)}


async def test_a_list_names_the_items_and_a_wrong_line_stops_it_until_it_is_right(world: World) -> None:
    key = "public/upload/n/items.ndjson"
    world.store.put(key, b'{"key": "public/upload/n/clip.mp4", "tilte": "x"}\n')
    spec = {"source": {"list": {"bucket": "media", "key": key}}, "workflow": "flow"}
    world.api.put("mediabatches", {"metadata": {"name": "b", "namespace": "n"}, "spec": spec})
    async with world.running():
        await world.until(lambda: status(world).get("state") == "Error", "the batch is Error", 20)
        assert 'line 1: "tilte" is no field of an item' in status(world)["message"]
        world.store.put(key, b'{"key": "public/upload/n/clip.mp4", "title": "A clip"}\n')
        change(world, parallelism=3)
        await finish(world, 1)
        await world.until(lambda: status(world).get("state") == "Complete", "the batch is Complete", 20)
    assert [each["spec"]["title"] for each in assets(world)] == ["A clip"]


@pytest.mark.parametrize(
    ("source", "said"),
    [
        (
            {"prefix": {"bucket": "media", "key": "public/upload/other/"}},
            "is not a place that the namespace n may name",
        ),
        ({"prefix": {"bucket": "media"}}, "is not a place that the namespace n may name"),
        (
            {"list": {"bucket": "media", "key": "public/upload/n/none.ndjson"}},
            "there is no s3://media/public/upload/n/none",
        ),
    ],
)
async def test_nothing_is_listed_that_may_not_be_named(world: World, source: Manifest, said: str) -> None:
    world.store.put("public/upload/other/secret.mp4", MP4)
    spec = {"source": source, "workflow": "flow"}
    world.api.put("mediabatches", {"metadata": {"name": "b", "namespace": "n"}, "spec": spec})
    async with world.running():
        await world.until(lambda: status(world).get("state") == "Error", "the batch is Error", 20)
    assert said in status(world)["message"]
    assert assets(world) == []


async def test_a_deleted_batch_takes_its_lists_along(world: World) -> None:
    batch(world, files=1)
    async with world.running():
        await world.until(lambda: started(world), "a run is Started")
        uid = world.api.get("mediabatches", "b")["metadata"]["uid"]
        assert list(world.store.list(f"private/n/batches/{uid}/"))
        found = world.api.get("mediabatches", "b")
        world.api.put(
            "mediabatches", {**found, "metadata": {**found["metadata"], "deletionTimestamp": "2026-05-01T12:00:00Z"}}
        )
        await world.until(lambda: not world.api.all("mediabatches"), "the batch is gone", 20)
    assert not list(world.store.list(f"private/n/batches/{uid}/"))
