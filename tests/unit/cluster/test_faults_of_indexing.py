"""Whatever happens to the indexer, a process of its own, its index ends as one that is made of nothing."""

import asyncio
import subprocess
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from media_insights.domain.store_address import StoreAddress
from media_insights.ports.moment_search import SearchRequest
from media_insights.search.sqlite.sqlite_index import SqliteIndex
from media_insights.storage.s3 import s3_store_of
from media_insights.storage.s3_access import S3Access
from tests import faulty_proxy, gateways
from tests.faulty_proxy import Asked, Fault, Pass, Refuse
from tests.unit.cluster.indexers import HoldingStore, IndexedCluster, indexed_cluster
from tests.unit.search.analysed import manifests, put

OFTEN = "from media_insights.cluster import index_upkeep\nindex_upkeep.SWEEP_EVERY = 1.0"
"""What has a sweep of everything each second instead of each ten minutes."""
KILLED_WHILE_IT_WRITES = """
import itertools, os, signal
from media_insights.search.sqlite import sqlite_index
insert, count = sqlite_index.insert_moment, itertools.count()
def inserting(*given):
    insert(*given)
    if next(count) == 150:
        os.kill(os.getpid(), signal.SIGKILL)
sqlite_index.insert_moment = inserting
"""
EVERYTHING = SearchRequest(query="", namespaces=frozenset({"n"}))
NAMES = [f"Label{number}" for number in range(100)]


@pytest.fixture
async def cluster(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[IndexedCluster]:
    with indexed_cluster(tmp_path, monkeypatch) as made:
        yield made


@pytest.mark.thorough
async def test_killed_while_it_writes(cluster: IndexedCluster, tmp_path: Path) -> None:
    for number in range(5):
        cluster.analyse(f"film-{number}", *NAMES)
    async with cluster.indexing(prelude=KILLED_WHILE_IT_WRITES) as process:
        assert await process.wait() == -9
    stored = cluster.index.content()
    assert len({row[0] for row in stored}) < 6
    assert all(sum(row[0] == f"u-film-{number}" for row in stored) in (0, 100) for number in range(5))
    cluster.api.remove("mediaassets", "film-3")
    async with cluster.indexing():
        await cluster.until_identical(tmp_path)


async def test_events_that_nobody_received(cluster: IndexedCluster, tmp_path: Path) -> None:
    cluster.analyse("gone", "Cat")
    async with cluster.indexing(prelude=OFTEN):
        await cluster.until(lambda: len(cluster.titles()) == 3, "all are found")
        put(cluster.store, "beach", "Boat", namespace="n")  # no object says so, and nobody gives a hint
        await cluster.until(lambda: ("beach", "Boat") in cluster.titles(), "what the store holds is found")
        cluster.api.remove("mediaassets", "gone", unseen=True)
        cluster.analyse("city", "Car")
        cluster.api.drop_watches()  # the API server no longer knows what happened: everything is listed anew
        await cluster.until(lambda: cluster.titles() == [("beach", "Boat"), ("city", "Car")], "it has caught up")
        await cluster.until_identical(tmp_path)


@pytest.mark.thorough
@pytest.mark.parametrize("is_made_again", [False, True])
async def test_an_asset_that_is_deleted_while_it_is_indexed(
    cluster: IndexedCluster, tmp_path: Path, *, is_made_again: bool
) -> None:
    cluster.store = store = HoldingStore(tmp_path / "store", "media")
    async with cluster.indexing():
        await cluster.until(lambda: len(cluster.titles()) == 2, "the beach is found")
        store.held.touch()
        cluster.analyse("film", "Cat")
        await cluster.until(store.reached.exists, "its result is being read")
        cluster.api.remove("mediaassets", "film")
        if is_made_again:
            made, _ = manifests(store, "film", "n")
            made["metadata"]["uid"], made["status"] = "u-another", {}
            cluster.api.put("mediaassets", made)
        store.held.unlink()
        await cluster.until(lambda: cluster.passes("removed") >= 1, "what was read late is removed again")
        await cluster.until_identical(tmp_path)
        assert cluster.titles("cat") == []
        assert ("u-another" in cluster.index.fingerprints()) == is_made_again


@pytest.mark.thorough
async def test_a_disk_that_is_full_and_grows(cluster: IndexedCluster, tmp_path: Path) -> None:
    """A file system of its own, in a namespace of its own: the index sees the kernel's own refusal."""
    disk = tmp_path / "disk"
    disk.mkdir()
    cluster.settings = replace(cluster.settings, file=disk / "index.sqlite")
    mounting = f'mount -t tmpfs -o size=400k tmpfs {disk} && exec "$@"'
    own = ("unshare", "--user", "--map-root-user", "--mount")
    if await asyncio.to_thread(_run, *own, "sh", "-c", mounting, "-", "true"):
        pytest.skip("no file system can be mounted here; test_a_full_disk_is_waited_for has a limit instead")
    for number in range(12):
        cluster.analyse(f"film-{number}", *NAMES)
    async with cluster.indexing(wrapper=(*own, "sh", "-c", mounting, "-")) as process:
        await cluster.until(lambda: cluster.passes("failed") > 2, "something does not fit")
        assert process.returncode is None
        inside = ("nsenter", f"--target={process.pid}", "--user", "--mount", "--preserve-credentials")
        assert not await asyncio.to_thread(_run, *inside, "mount", "-o", "remount,size=64m", str(disk))
        expected, copied = cluster.rebuilt(tmp_path), tmp_path / "copied"
        await cluster.until(lambda: cluster.remote.facets(EVERYTHING).count == len(expected), "everything is found")
        assert not await asyncio.to_thread(_run, *inside, "cp", "-r", str(disk), str(copied))
        assert SqliteIndex(copied / "index.sqlite").content() == expected


async def test_a_store_that_is_slow_and_answers_500(cluster: IndexedCluster, tmp_path: Path) -> None:
    """A real S3: every second request fails, so often in a row that its client gives up now and then."""

    def rule(asked: Asked) -> Fault:
        return Refuse(503) if asked.number < 40 or asked.number % 3 else Pass(0.05)

    folder = tmp_path / "s3"
    folder.mkdir()
    with gateways.serving(folder) as endpoint, faulty_proxy.before(endpoint) as proxy:
        _move_to(cluster, endpoint, proxy.address)
        for number in range(4):
            cluster.analyse(f"film-{number}", *NAMES)
        proxy.rule = rule
        async with cluster.indexing():
            await cluster.until(lambda: cluster.passes("failed") > 0, "an asset cannot be read")
            proxy.rule = lambda asked: Pass() if asked.number % 2 else Refuse(500)
            await cluster.until(lambda: len(cluster.titles()) == 402, "everything is found", 120)
            assert proxy.faults > 40
            await cluster.until_identical(tmp_path)


def _move_to(cluster: IndexedCluster, endpoint: str, proxy: str) -> None:
    """Have the store of a cluster in an S3, which the indexer asks by a proxy."""
    keys = {"access_key": gateways.ACCESS_KEY, "secret_key": gateways.SECRET_KEY}
    cluster.store = s3_store_of(S3Access(address=StoreAddress.of(endpoint, bucket="media"), **keys))
    cluster.store.ensure_bucket()
    asked = S3Access(address=StoreAddress.of(proxy, bucket="media"), **keys)
    cluster.settings = replace(cluster.settings, store=asked)
    cluster.analyse("beach", "Dog", "Dog", "Sea")


def _run(*command: str) -> int:
    return subprocess.run(command, check=False, capture_output=True, timeout=60).returncode
