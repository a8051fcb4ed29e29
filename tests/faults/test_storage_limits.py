"""A namespace that stores as much as it may: uploads are refused, what has not begun waits, and goes on by itself."""

import asyncio
from pathlib import Path

from media_insights.storage.folder import FolderStore
from media_insights.storage.folder_multipart import FolderMultipart
from tests.faults import served_api
from tests.faults.installation import World
from tests.faults.object_faults import LIMITS


def limit(world: World, most: str | None) -> None:
    world.server.patch(LIMITS, {"data": {f"storage.{world.namespace}": most}})


def queue_of(world: World, asset: str) -> tuple[str, str]:
    found = [each.get("status", {}).get("queue") or {} for each in world.executions(asset)]
    return (found[0].get("limit", ""), found[0].get("reason", "")) if found else ("", "")


async def asked(world: World, folder: Path, size: int) -> tuple[int, str, int]:
    """Begin an upload; return the answer's status and code, and how many bytes the API says are stored."""
    multipart = FolderMultipart(FolderStore(folder / "uploads"))
    async with served_api.serving(world.server, folder, world.store, multipart) as api:
        api.headers["Authorization"] = f"Bearer {world.server.token}"
        body = {"namespace": world.namespace, "name": "a.mp4", "bytes": size}
        answer = await api.post("/v1/uploads", json=body)
        loads = (await api.get("/v1/limits")).json()["namespaces"]
        (own,) = [each for each in loads if each["namespace"] == world.namespace]
        stored = own["uploads"]["bytes"] + own["results"]["bytes"]
        return answer.status_code, answer.json().get("code", ""), stored


def test_what_has_not_begun_waits_until_there_is_room(world: World, tmp_path: Path) -> None:
    served_api.install(world.server)
    limit(world, "2000")
    world.controllers.environment["MEDIA_INSIGHTS_MEASURE_SECONDS"] = "1"
    world.controllers.start()
    held = world.asset()  # its source alone has more bytes
    world.until(lambda: queue_of(world, held)[0] == "storage", "it waits for room", lambda: queue_of(world, held))
    assert "of the 2,000 that it may" in queue_of(world, held)[1]
    status, code, stored = asyncio.run(asked(world, tmp_path, 10))
    assert (status, code) == (507, "storage-full")
    assert stored > 2000
    assert world.store.get(f"public/upload/{world.namespace}/{held}.mp4")

    limit(world, "1Mi")
    world.reaches(held, "Complete", seconds=120)
    assert asyncio.run(asked(world, tmp_path, 10))[0] == 201
    assert asyncio.run(asked(world, tmp_path, 2**20))[:2] == (507, "storage-full")
    limit(world, None)
