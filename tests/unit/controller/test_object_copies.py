"""Copies of objects lie beside what is stored of an asset, and go with it."""

import json
from pathlib import Path
from typing import Any

import pytest

from media_insights.controller.object_copies import ObjectCopies
from media_insights.controller.watch_caches import WatchCaches
from media_insights.errors import AccessDenied, Unavailable
from media_insights.storage.folder import FolderStore

KEY = "private/n/assets/u/objects.json"
ACCEPTED = {"conditions": [{"type": "Accepted", "status": "True"}]}


def asset(version: str = "1", status: dict[str, Any] | None = None, **meta: Any) -> dict[str, Any]:
    named = {"name": "clip", "namespace": "n", "uid": "u", "resourceVersion": version, **meta}
    return {"metadata": named, "spec": {}, "status": ACCEPTED if status is None else status}


def run(version: str = "1", **more: Any) -> dict[str, Any]:
    meta = {"name": "run", "namespace": "n", "uid": "e", "resourceVersion": version}
    return {"metadata": meta, "spec": {"asset": "clip", "workflow": "flow"}, **more}


class Failing(FolderStore):
    """A store that does not answer the first write."""

    calls = 0

    def put(self, key: str, content: bytes, content_type: str = "") -> None:
        Failing.calls += 1
        if Failing.calls == 1:
            raise Unavailable("no answer")
        super().put(key, content, content_type)


@pytest.fixture
def copies(tmp_path: Path) -> ObjectCopies:
    return ObjectCopies(caches=WatchCaches(), store=FolderStore(tmp_path, "media"))


def held(copies: ObjectCopies) -> Any:
    return json.loads(copies.store.get(KEY))


def is_held(copies: ObjectCopies) -> bool:
    return bool(list(copies.store.list(KEY)))


async def test_an_asset_is_copied_with_its_executions_when_one_of_them_changes(copies: ObjectCopies) -> None:
    copies.caches.assets.put(asset())
    await copies.write_marked()
    assert held(copies)["executions"] == []
    copies.caches.executions.put(run(status={"state": "Complete"}))
    await copies.write_marked()
    assert (held(copies)["asset"], held(copies)["executions"]) == (asset(), [run(status={"state": "Complete"})])


async def test_nothing_is_written_where_nothing_changed(copies: ObjectCopies) -> None:
    copies.caches.assets.put(asset())
    await copies.write_marked()
    copies.store.delete(KEY)
    await copies.write_marked()
    assert not is_held(copies)


@pytest.mark.parametrize(
    "unwanted", [asset(deletionTimestamp="2026-12-01T00:00:00Z"), asset(status={}), {"metadata": asset()["metadata"]}]
)
async def test_what_goes_is_not_decided_on_or_is_too_large_is_not_copied(
    copies: ObjectCopies, unwanted: dict[str, Any]
) -> None:
    copies.caches.assets.put(unwanted)
    await copies.write_marked()
    assert not is_held(copies)


async def test_what_was_deleted_while_it_was_written_leaves_nothing(tmp_path: Path) -> None:
    caches = WatchCaches()

    class Deleting(FolderStore):
        def put(self, key: str, content: bytes, content_type: str = "") -> None:
            caches.assets.drop(("n", "clip"))
            super().put(key, content, content_type)

    copies = ObjectCopies(caches=caches, store=Deleting(tmp_path, "media"))
    caches.assets.put(asset())
    await copies.write_marked()
    assert not is_held(copies)


async def test_what_could_not_be_written_is_written_in_a_later_round(tmp_path: Path) -> None:
    copies = ObjectCopies(caches=WatchCaches(), store=Failing(tmp_path, "media"))
    copies.caches.assets.put(asset())
    await copies.write_marked()
    assert not is_held(copies)
    await copies.write_marked()
    assert held(copies)["asset"] == asset()


async def test_executions_that_are_being_deleted_do_not_come_back(copies: ObjectCopies) -> None:
    copies.caches.assets.put(asset())
    leaving = run()
    leaving["metadata"]["deletionTimestamp"] = "2026-12-01T00:00:00Z"
    copies.caches.executions.put(leaving)
    await copies.write_marked()
    assert held(copies)["executions"] == []


@pytest.mark.parametrize(("error", "calls"), [(Unavailable("no answer"), 1), (AccessDenied("no"), 3), (KeyError(), 3)])
async def test_a_store_that_does_not_answer_is_asked_once_a_round_and_nothing_ends_the_rounds(
    tmp_path: Path, error: Exception, calls: int
) -> None:
    class Broken(FolderStore):
        asked = 0

        def put(self, key: str, content: bytes, content_type: str = "") -> None:
            Broken.asked += 1
            raise error

    copies = ObjectCopies(caches=WatchCaches(), store=Broken(tmp_path, "media"))
    for number in range(3):
        copies.caches.assets.put(asset(name=f"clip-{number}", uid=f"u{number}"))
    await copies.write_marked()
    assert Broken.asked == calls
    await copies.write_marked()
    assert Broken.asked == 2 * calls
