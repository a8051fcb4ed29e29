"""What a run was planned with stays: workflows, operators and images change for later runs alone."""

from typing import Any

import pytest

from tests.unit.controller.whole import World

Manifest = dict[str, Any]
IMAGE = "registry.example.com/words"


def images(world: World, execution: str) -> set[str]:
    """Return the images that an execution's Argo Workflow runs."""
    run = world.api.get("workflows", execution)
    return {each["container"]["image"] for each in run["spec"]["templates"] if "container" in each}


def rerun(world: World) -> None:
    world.api.put(
        "mediaexecutions",
        {"metadata": {"name": "again", "namespace": "n"}, "spec": {"asset": "clip", "workflow": "custom"}},
    )


@pytest.mark.parametrize("goes", [False, True], ids=["changed", "changed and then deleted"])
async def test_an_image_of_another_tag_is_for_later_runs(world: World, *, goes: bool) -> None:
    reads = [{"name": "video", "media": ["Video"]}]
    world.operator("words", image=f"{IMAGE}:1.0", inputs=reads)
    world.workflow("custom", "words")
    world.asset(workflows=[{"name": "custom"}])
    async with world.running():
        await world.until(lambda: world.state() == "Started", "it runs")
        name, plan = world.run_of()["metadata"]["name"], world.run_of()["status"]["planHash"]
        world.operator("words", image=f"{IMAGE}:2.0", version="2", inputs=reads)
        world.workflow("custom", "words", "proxy")
        if not goes:
            rerun(world)
            await world.until(lambda: images(world, "again"), "another one is planned")
            assert f"{IMAGE}:2.0" in images(world, "again")
            assert len(images(world, "again")) == 2
        else:
            world.api.remove("mediaoperators", "words", "")
            world.api.remove("mediaworkflows", "custom", "system")
    async with world.running():  # nor does another controller, which knows nothing of the run but what is stored
        first = next(each for each in world.api.all("mediaexecutions") if each["metadata"]["name"] == name)
        assert images(world, name) == {f"{IMAGE}:1.0"}
        asset = world.api.get("workflows", name)["metadata"]["labels"]["mediainsights.dev/asset-uid"]
        world.store.put(f"private/n/assets/{asset}/workflows/{first['metadata']['uid']}/words.json", b"{}")
        world.argo_ends(first, "words")
        ended = await world.until(
            lambda: next(
                (
                    each
                    for each in world.api.all("mediaexecutions")
                    if each["metadata"]["name"] == name and each["status"]["state"] == "Complete"
                ),
                None,
            ),
            "it ends as it was planned",
        )
    assert ended["status"]["planHash"] == plan
    assert [each["name"] for each in ended["status"]["stages"]] == ["words"]
