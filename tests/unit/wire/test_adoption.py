"""An execution that somebody makes by hand becomes like those that the controller makes, on the wire."""

from typing import Any

from media_insights.actions.execution import new_execution
from media_insights.api.v1alpha1 import labels
from media_insights.api.v1alpha1.meta import ObjectMeta
from tests.unit.controller.whole import World

ARCHIVING = "news.example/archive"


def by_hand(world: World, **meta: Any) -> None:
    spec = {"asset": "clip", "workflow": "flow"}
    world.api.put("mediaexecutions", {"metadata": {"name": "mine", "namespace": "n", **meta}, "spec": spec})


def made(world: World) -> Any:
    return world.api.get("mediaexecutions", "mine")


def state(world: World) -> Any:
    return made(world).get("status", {}).get("state")


async def test_it_is_adopted_with_one_patch_when_its_asset_comes(world: World) -> None:
    by_hand(world)
    async with world.running():
        await world.until(lambda: state(world) == "Queued", "it waits for its asset")
        assert "ownerReferences" not in made(world)["metadata"]
        world.asset(workflows=[])
        await world.until(lambda: state(world) == "Started", "it is Started")
    asset = ObjectMeta.model_validate(world.api.get("mediaassets", "clip")["metadata"])
    ours = new_execution(asset, "flow", "a")["metadata"]
    found = made(world)["metadata"]
    for field in ("labels", "ownerReferences", "finalizers"):
        assert found[field] == ours[field]
    assert labels.CONFIGURATION_HASH not in found.get("annotations", {})
    assert world.api.writes["patch", "mediaexecutions"] == 1
    kinds = ("mediaassets", "mediaexecutions", "workflows", "events")
    written = world.api.writes.items()
    changes = {each: count for each, count in written if each[0] != "status" and each[1] in kinds}
    assert sum(changes.values()) <= 8, changes


async def test_what_others_wrote_on_it_stays(world: World) -> None:
    controller = {"apiVersion": "v1", "kind": "ConfigMap", "name": "batch", "uid": "b", "controller": True}
    by_hand(world, ownerReferences=[controller], finalizers=[ARCHIVING], labels={"team": "news"})
    world.asset(workflows=[])
    async with world.running():
        await world.until(lambda: state(world) == "Started", "it is Started")
    found = made(world)["metadata"]
    assert found["ownerReferences"] == [controller]
    assert found["finalizers"] == [ARCHIVING, labels.FINALIZER]
    assert (found["labels"]["team"], found["labels"][labels.ASSET]) == ("news", "clip")


async def test_one_that_runs_since_before_the_controller_adopted_is_adopted(world: World) -> None:
    world.asset(workflows=[])
    by_hand(world)
    async with world.running():
        await world.until(lambda: state(world) == "Started", "it is Started")
    old = made(world)
    old["metadata"] = {key: value for key, value in old["metadata"].items() if key not in ("labels", "ownerReferences")}
    world.api.put("mediaexecutions", old)
    async with world.running():
        await world.until(lambda: "ownerReferences" in made(world)["metadata"], "it is adopted")
    assert state(world) == "Started"
