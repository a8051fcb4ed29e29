"""One tenant's queue holds nobody else's: the real controller, with thirty executions of the highest priority."""

from tests.unit.controller.whole import MP4, World

MANY = 30


def greedy(world: World) -> None:
    """Bring more than there are slots, each with the highest priority that a tenant may ask for."""
    world.api.put("namespaces", {"metadata": {"name": "h", "labels": {"mediainsights.dev/enabled": "true"}}})
    world.store.put("public/upload/h/clip.mp4", MP4)
    source = {"s3": {"bucket": "media", "key": "public/upload/h/clip.mp4"}}
    for number in range(MANY):
        name = f"greedy-{number:03d}"
        world.api.put("mediaassets", {"metadata": {"name": name, "namespace": "h"}, "spec": {"source": source}})
        asked = {"asset": name, "workflow": "flow", "priority": 1000}
        world.api.put("mediaexecutions", {"metadata": {"name": name, "namespace": "h"}, "spec": asked})


def states(world: World, namespace: str) -> list[str]:
    found = [each for each in world.api.all("mediaexecutions") if each["metadata"]["namespace"] == namespace]
    return [each.get("status", {}).get("state", "") for each in found]


async def test_thirty_of_the_highest_priority_leave_another_tenant_its_turn(world: World) -> None:
    greedy(world)
    world.limit(0)
    async with world.running():
        await world.until(lambda: states(world, "h").count("Queued") == MANY, "thirty wait")
        world.asset("clip")
        await world.until(lambda: world.state() == "Queued", "the other tenant's waits, too")
        world.limit(2)
        await world.until(lambda: world.state() == "Started", "it has one of the two slots")
        await world.until(lambda: states(world, "h").count("Started") == 1, "the thirty have the other one")
