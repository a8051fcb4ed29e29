"""What is stored of namespaces is measured where something changed, and said where there is no room."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from media_insights.controller.stored_usages import SHARE, UPLOADS_EVERY, StoredUsages
from media_insights.controller.watch_caches import WatchCaches
from media_insights.domain.stored_usage import Amount, StoredUsage
from media_insights.errors import Unavailable
from media_insights.storage.folder import FolderStore
from media_insights.storage.measures import read_usage, write_usage
from media_insights.storage.store import ObjectInfo

LIMITS = "system", "limits"


class Counting(FolderStore):
    """A store that counts how often each prefix is listed, and may refuse to."""

    listed: Counter[str] = Counter()  # noqa: RUF012 - one for each test
    broken = False

    def list(self, prefix: str, after: str = "") -> Iterator[ObjectInfo]:
        Counting.listed[prefix] += 1
        if Counting.broken:
            raise Unavailable("no answer")
        return super().list(prefix, after)


class World:
    def __init__(self, folder: Path) -> None:
        Counting.listed, Counting.broken = Counter(), False
        self.store, self.caches, self.now = Counting(folder, "media"), WatchCaches(), 0.0
        self.caches.namespaces.put(
            {"metadata": {"name": "n", "labels": {"mediainsights.dev/enabled": "true"}, "resourceVersion": "1"}}
        )
        self.usages = StoredUsages(caches=self.caches, store=self.store, limits_key=LIMITS, clock=lambda: self.now)

    def asset(self, name: str = "clip", uid: str = "u", version: str = "1") -> None:
        meta = {"name": name, "namespace": "n", "uid": uid, "resourceVersion": version}
        self.caches.assets.put({"metadata": meta, "spec": {}})

    def execution(self, state: str, version: str = "1") -> None:
        meta = {"name": "run", "namespace": "n", "uid": "e", "resourceVersion": version}
        self.caches.executions.put({"metadata": meta, "spec": {"asset": "clip"}, "status": {"state": state}})

    def limit(self, **data: str) -> None:
        version = str(len(str(data)) + 1)
        meta = {"name": LIMITS[1], "namespace": LIMITS[0], "uid": version, "resourceVersion": version}
        self.caches.config_maps.put({"metadata": meta, "data": data})

    def put(self, key: str, size: int) -> None:
        self.store.put(key, b"x" * size)

    @property
    def total(self) -> Amount:
        return self.usages.usage("n").total


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path)


async def test_uploads_and_the_folders_of_assets_are_counted_and_the_measure_is_kept(world: World) -> None:
    world.put("public/upload/n/clip.mp4", 10)
    world.put("private/n/assets/u/asset.json", 3)
    world.put("private/n/receipts/old.json", 100)
    world.asset()
    await world.usages.measure()
    kept = read_usage(world.store, "n")
    assert (kept.uploads, kept.results) == (Amount(10, 1), Amount(3, 1))
    assert kept.measured_at


async def test_only_what_changed_is_listed_again(world: World) -> None:
    for number in range(3):
        world.asset(f"clip-{number}", f"u{number}")
    await world.usages.measure()
    Counting.listed.clear()
    await world.usages.measure()
    assert not Counting.listed
    world.asset("clip-1", "u1", "2")
    await world.usages.measure()
    assert Counting.listed == {"private/n/assets/u1/": 1}


async def test_an_execution_s_change_measures_its_asset(world: World) -> None:
    world.asset()
    await world.usages.measure()
    world.put("private/n/assets/u/workflows/e/labels.json", 5)
    world.execution("Complete")
    await world.usages.measure()
    assert world.total == Amount(5, 1)


async def test_what_is_deleted_counts_no_more(world: World) -> None:
    world.put("private/n/assets/u/asset.json", 3)
    world.asset()
    await world.usages.measure()
    world.store.delete_prefix("private/n/assets/u/")
    world.caches.assets.drop(("n", "clip"))
    await world.usages.measure()
    assert world.total == Amount()


async def test_uploads_are_listed_when_an_asset_comes_and_otherwise_now_and_then(world: World) -> None:
    await world.usages.measure()
    world.put("public/upload/n/a", 4)
    await world.usages.measure()
    assert world.total == Amount()
    world.asset()
    await world.usages.measure()
    assert world.total == Amount(4, 1)
    world.put("public/upload/n/b", 4)
    world.now += UPLOADS_EVERY
    await world.usages.measure()
    assert world.total == Amount(8, 2)


async def test_a_listing_that_took_long_is_not_repeated_soon(world: World) -> None:
    world.usages.clock = iter([0.0, 10.0, 10.0, 11.0, 10.0 + SHARE * 10, 300.0, 300.0]).__next__
    await world.usages.measure()
    world.asset()
    await world.usages.measure()
    assert Counting.listed["public/upload/n/"] == 1
    await world.usages.measure()
    assert Counting.listed["public/upload/n/"] == 2


async def test_until_all_is_measured_anew_the_former_measure_counts(world: World) -> None:
    world.asset()
    write_usage(world.store, "n", StoredUsage(results=Amount(900, 9)))
    world.limit(storagePerNamespace="500")
    world.usages._read["n"] = read_usage(world.store, "n")
    Counting.broken = True
    assert await world.usages.measure() == {"n"}
    assert world.total == Amount(900, 9)
    Counting.broken = False
    assert await world.usages.measure() == {"n"}
    assert world.total == Amount(0, 0)


async def test_a_former_measure_gives_way_although_something_changes_all_the_time(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.asset()
    world.usages._read["n"] = StoredUsage(results=Amount(900, 9))
    listing = Counting.list

    def changing(store: Counting, prefix: str, after: str = "") -> Iterator[ObjectInfo]:
        world.asset(version=str(sum(Counting.listed.values()) + 2))
        return listing(store, prefix, after)

    monkeypatch.setattr(Counting, "list", changing)
    await world.usages.measure()
    assert world.total == Amount()


async def test_a_defect_ends_no_round(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    world.put("public/upload/n/clip.mp4", 10)
    world.asset()
    with monkeypatch.context() as patch:
        patch.setattr(StoredUsages, "_measure_asset", None)
        await world.usages.measure()
    assert world.total == Amount(10, 1)
    world.put("private/n/assets/u/asset.json", 3)
    await world.usages.measure()
    assert world.total == Amount(13, 2)


@pytest.mark.parametrize(
    ("limits", "full"),
    [
        ({}, False),
        ({"storagePerNamespace": "10"}, True),
        ({"storagePerNamespace": "11"}, False),
        ({"storagePerNamespace": "1", "storage.n": "1Ki"}, False),
        ({"storage.n": "5"}, True),
        ({"storage.m": "5"}, False),
        ({"storagePerNamespace": "much"}, False),
    ],
)
async def test_a_namespace_is_full_by_its_own_limit_or_that_of_all(world: World, limits: Any, *, full: bool) -> None:
    world.put("public/upload/n/clip.mp4", 10)
    world.limit(**limits)
    changed = await world.usages.measure()
    assert (bool(world.usages.reason("n")), bool(changed)) == (full, full)
    assert await world.usages.measure() == frozenset()
