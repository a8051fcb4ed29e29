"""What version 0.1.0 left in a cluster goes on under this one: nothing is lost, doubled or started again.

``stored/0.1.0.json`` holds the objects and files as that version's own controller left them, with one slot in the
installation: executions in every state, one of them made by hand.
"""

import json
import os
from collections import Counter
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from media_insights.api.v1alpha1 import MediaAsset, MediaExecution, labels
from media_insights.storage.library import Library
from tests.unit.controller.whole import MP4, World

STORED = json.loads((Path(__file__).parent / "stored/0.1.0.json").read_text())
SOURCE = "public/upload/clip.mp4"
ACCEPTED_AT = 0x18EC74D238725B0B
"""When the source was written, in nanoseconds: a folder's ETag, which the assets were accepted with, is made of it."""
ENDED = {"done": "Complete", "lost": "Error", "cancelled": "Cancelled"}
GOING_ON = {"asking": "Waiting", "answered": "Resumed", "running": "Started", "queued": "Queued", "empty": "Queued"}


@pytest.fixture
def upgraded(world: World) -> World:
    """The cluster that version 0.1.0 left, as the new controller finds it."""
    world.operator("wait", suspend=True)
    world.workflow("reviewed", "wait")
    world.limit(1)
    for key, content in STORED["files"].items():
        world.store.put(key, content.encode())
    world.store.put(SOURCE, MP4)
    os.utime(world.store.path(SOURCE), ns=(ACCEPTED_AT, ACCEPTED_AT))
    world.api._version = 10_000  # UIDs of what comes new are no UIDs of what was there
    for stored in json.loads(json.dumps(STORED["objects"])):
        stored["metadata"]["generation"] -= 1  # the API server of the tests counts a new object as a change
        for node in stored.get("status", {}).get("nodes", {}).values():
            if node["type"] == "Suspend":  # whoever waits for a person has not waited too long
                node["startedAt"] = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        world.api.put({"Workflow": "workflows"}.get(stored["kind"], f"{stored['kind'].lower()}s"), stored)
    return world


def recorded(world: World, asset: str) -> bool:
    return "demand" in statuses(world)[asset]


def complete(world: World, asset: str) -> bool:
    return world.state(asset) == "Complete"


def started(world: World) -> str:
    return next((asset for asset in ("queued", "empty") if world.state(asset) == "Started"), "")


def stored(kind: str) -> list[Any]:
    return [each for each in STORED["objects"] if each["kind"] == kind]


def statuses(world: World) -> dict[str, Any]:
    return {each["spec"]["asset"]: each["status"] for each in world.api.all("mediaexecutions")}


def placed(status: Any) -> Any:
    """A status without the places of its files, and without the hash of the plan that names them."""
    text = json.dumps({key: value for key, value in status.items() if key != "planHash"})
    return json.loads(text.replace("private/n/assets/", "private/assets/"))


async def settled(world: World) -> None:
    """Wait until everything that goes on has been seen: what was recorded by no version before is recorded."""
    for asset in ("running", "queued", "empty"):
        await world.until(partial(recorded, world, asset), f"the demand of {asset} is recorded")
    await world.until(lambda: "asset" in json.dumps(world.run_of("empty")["metadata"]), "the one made by hand is seen")


def test_every_state_is_among_them() -> None:
    found = Counter(each["status"]["state"] for each in stored("MediaExecution"))
    assert found == Counter([*ENDED.values(), *GOING_ON.values()])
    assert not any("demand" in each["status"] or "changes" in each["status"] for each in stored("MediaExecution"))


async def test_everything_stays_as_it_is_while_nothing_happens(upgraded: World) -> None:
    runs = {each["metadata"]["name"]: each["metadata"]["uid"] for each in upgraded.api.all("workflows")}
    async with upgraded.running():
        await settled(upgraded)
    assert {asset: status["state"] for asset, status in statuses(upgraded).items()} == ENDED | GOING_ON
    assert {each["metadata"]["name"]: each["metadata"]["uid"] for each in upgraded.api.all("workflows")} == runs
    for before in stored("MediaExecution"):
        if before["spec"]["asset"] in ENDED:
            now = upgraded.api.get("mediaexecutions", before["metadata"]["name"])["status"]
            assert placed(now) == placed(before["status"])
    told = Counter((each["involvedObject"]["name"], each["reason"]) for each in upgraded.api.all("events"))
    assert not [each for each in told if each[1] in ("Started", "Accepted", *ENDED.values())]


async def test_what_ran_ends_and_what_waited_follows(upgraded: World) -> None:
    async with upgraded.running():
        await settled(upgraded)
        upgraded.argo_finishes("running")
        await upgraded.until(lambda: upgraded.state("running") == "Complete", "what ran is Complete")
        await upgraded.until(lambda: upgraded.state("answered") == "Started", "the answered one has the slot")
        answered = upgraded.run_of("answered")["metadata"]
        node = upgraded.api.get("workflows", answered["name"])["status"]["nodes"]["7"]
        assert node["phase"] == "Succeeded"
        upgraded.argo_finishes("answered", "wait")
        for _ in ("queued", "empty"):
            asset = await upgraded.until(lambda: started(upgraded), "one of those that were queued is Started")
            upgraded.argo_finishes(asset)
            await upgraded.until(partial(complete, upgraded, asset), f"{asset} is Complete")
    assert upgraded.state("asking") == "Waiting"
    assert len(upgraded.api.all("mediaexecutions")) == len(stored("MediaExecution"))
    told = [each["involvedObject"]["name"] for each in upgraded.api.all("events") if each["reason"] == "Started"]
    assert sorted(name.split("-")[0] for name in told) == ["mine", "queued"]


async def test_all_that_goes_on_belongs_to_its_asset_like_what_is_made_now(upgraded: World) -> None:
    def adopted(asset: str) -> bool:
        made = upgraded.run_of(asset)["metadata"]
        owner = upgraded.api.get("mediaassets", asset)["metadata"]["uid"]
        return made["labels"].get(labels.ASSET) == asset and [each["uid"] for each in made["ownerReferences"]] == [
            owner
        ]

    async with upgraded.running():
        for asset in GOING_ON:
            await upgraded.until(partial(adopted, asset), f"the execution of {asset} is adopted")
    assert upgraded.api.writes["patch", "mediaexecutions"] == len(GOING_ON)


def asset_named(world: World, name: str) -> MediaAsset:
    return MediaAsset.model_validate(world.api.get("mediaassets", name))


def moved(world: World, name: str) -> bool:
    status = asset_named(world, name).status
    return bool(status.prefix) and not status.moved_from and not former_files(world, name)


def former_files(world: World, name: str) -> list[str]:
    uid = world.api.get("mediaassets", name)["metadata"]["uid"]
    return [info.key for info in world.store.list(f"private/assets/{uid}/")]


async def test_what_has_ended_moves_and_is_read_before_and_after(upgraded: World) -> None:
    before = next(each for each in stored("MediaAsset") if each["metadata"]["name"] == "done")
    old = Library(upgraded.store).of(MediaAsset.model_validate(before), ()).results
    assert not any("schemaVersion" in each for each in before["status"]["metadata"])
    assert (set(old.versions.values()), old["labels"]) == ({1}, {})

    async with upgraded.running():
        for name in ENDED:
            await upgraded.until(partial(moved, upgraded, name), f"{name} has moved")

    for name in ENDED:
        new = Library(upgraded.store).of(asset_named(upgraded, name), ())
        prefix = f"private/n/assets/{new.asset.metadata.uid}/"
        assert all(key.startswith(prefix) for key in new.results.pointers.values())
    ran = [MediaExecution.model_validate(each) for each in upgraded.api.all("mediaexecutions")]
    new = Library(upgraded.store).of(asset_named(upgraded, "done"), [each for each in ran if each.spec.asset == "done"])
    assert new.plans
    assert new.unusable_plans == ()
    assert (set(new.results.versions.values()), new.results["labels"]) == ({1}, {})
    assert json.loads(upgraded.store.get(f"private/n/assets/{before['metadata']['uid']}/asset.json"))["metadata"]


async def test_the_executions_that_have_ended_name_plans_in_the_new_place(upgraded: World) -> None:
    async with upgraded.running():
        for name in ENDED:
            await upgraded.until(partial(moved, upgraded, name), f"{name} has moved")
    for execution in (each for each in upgraded.api.all("mediaexecutions") if each["spec"]["asset"] in ENDED):
        uid, key = execution["metadata"]["uid"], execution["status"].get("planKey", "")
        assert not key or f"/workflows/{uid}/" in key
        assert "private/assets/" not in json.dumps(execution["status"])
        if key and upgraded.store.list(key):
            assert "private/assets/" not in upgraded.store.get(key).decode()


async def test_what_goes_on_stays_where_it_is_until_it_has_ended(upgraded: World) -> None:
    async with upgraded.running():
        await settled(upgraded)
        for name in ENDED:
            await upgraded.until(partial(moved, upgraded, name), f"{name} has moved")
        assert former_files(upgraded, "running")
        upgraded.argo_finishes("running")
        await upgraded.until(partial(moved, upgraded, "running"), "what ran has moved")
        assert former_files(upgraded, "asking")


def end_all_runs(world: World) -> None:
    for run in world.api.all("workflows"):
        world.api.put("workflows", {**run, "status": {"phase": "Failed", "finishedAt": "2026-05-01T12:00:03Z"}})


async def test_collections_stay_where_runs_read_them_until_the_last_has_ended(upgraded: World) -> None:
    former = "private/collections/n/faces/staff/collection.json"
    key = "private/n/collections/faces/staff/collection.json"
    upgraded.store.put(former, b"{}")
    async with upgraded.running():
        await upgraded.until(lambda: list(upgraded.store.list(key)), "the collection lies in its new place too")
        await settled(upgraded)
    assert upgraded.store.get(former) == b"{}"
    end_all_runs(upgraded)
    async with upgraded.running():
        await upgraded.until(lambda: not list(upgraded.store.list(former)), "nothing lies in the old place")
    assert upgraded.store.get(key) == b"{}"
