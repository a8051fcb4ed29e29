"""Room of a namespace: what was measured, and what this replica let begin since."""

from pathlib import Path
from typing import Any

import pytest
from kubernetes.aio import client as kubernetes

from media_insights.cluster.mirror import Mirror
from media_insights.cluster.mirrored_capacities import FORGOTTEN, FRESH, MirroredCapacities
from media_insights.domain.stored_usage import Amount, StoredUsage
from media_insights.errors import Unavailable
from media_insights.kube.client import Api
from media_insights.kube.connection import Connection
from media_insights.kube.credentials import Credentials
from media_insights.kube.resources import CONFIG_MAPS
from media_insights.storage.folder import FolderStore
from media_insights.storage.measures import write_usage

LIMITS = "system", "limits"


class World:
    def __init__(self, folder: Path) -> None:
        self.store, self.now = FolderStore(folder, "media"), 1000.0
        configuration = kubernetes.Configuration(host="http://127.0.0.1:1")
        self.mirror = Mirror(Api(Connection(Credentials(configuration, "n"))), LIMITS)
        self.capacities = MirroredCapacities(self.mirror, self.store, lambda: self.now)

    def limit(self, **data: str) -> None:
        meta = {"name": LIMITS[1], "namespace": LIMITS[0], "uid": "l", "resourceVersion": "1"}
        self.mirror.caches[CONFIG_MAPS].put({"metadata": meta, "data": data})

    def measured(self, size: int) -> None:
        write_usage(self.store, "n", StoredUsage(uploads=Amount(size, 1)))
        self.now += FRESH

    async def has_room(self, size: int) -> bool:
        return not await self.capacities.reserve("n", size)


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path)


async def test_without_a_limit_there_is_room(world: World) -> None:
    world.measured(10**15)
    assert await world.has_room(10**15)


async def test_what_does_not_fit_is_told_with_what_is_stored_and_allowed(world: World) -> None:
    world.limit(storagePerNamespace="1000")
    world.measured(600)
    said = await world.capacities.reserve("n", 401)
    assert "no room for 401 bytes" in said
    assert "600 bytes of the 1,000" in said
    assert await world.has_room(400)


async def test_of_two_at_once_the_second_is_refused_before_anything_is_measured(world: World) -> None:
    world.limit(storagePerNamespace="1000")
    assert await world.has_room(600)
    assert not await world.has_room(600)
    assert await world.capacities.reserve("m", 1000) == ""


async def test_what_a_measure_contains_counts_once(world: World) -> None:
    world.limit(storagePerNamespace="1000")
    world.measured(100)
    assert await world.has_room(600)
    world.measured(700)
    assert await world.has_room(300)


async def test_what_was_given_up_is_forgotten(world: World) -> None:
    world.limit(storagePerNamespace="1000")
    assert await world.has_room(900)
    world.now += FORGOTTEN
    assert await world.has_room(900)


async def test_a_measure_is_read_again_after_a_while_only(world: World) -> None:
    world.measured(5)
    assert (await world.capacities.stored("n")).total == Amount(5, 1)
    write_usage(world.store, "n", StoredUsage(uploads=Amount(7, 2)))
    assert (await world.capacities.stored("n")).total == Amount(5, 1)
    world.now += FRESH
    assert (await world.capacities.stored("n")).total == Amount(7, 2)


async def test_while_the_store_does_not_answer_the_last_measure_counts(world: World, monkeypatch: Any) -> None:
    world.measured(5)
    assert (await world.capacities.stored("n")).total == Amount(5, 1)

    def broken(*_: object) -> None:
        raise Unavailable("no answer")

    monkeypatch.setattr(FolderStore, "range", broken)
    world.now += FRESH
    assert (await world.capacities.stored("n")).total == Amount(5, 1)
    assert (await world.capacities.stored("m")).total == Amount()
