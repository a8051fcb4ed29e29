"""Whatever happens between the indexer and OpenSearch, both real processes, the index ends as one made of nothing."""

import dataclasses
import threading
import uuid
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from dev.opensearch import server
from media_insights.errors import Unavailable
from media_insights.settings.indexer import OpenSearchSettings
from tests import faulty_proxy
from tests.faulty_proxy import Asked, CutOff, Fault, NeverAnswer, Pass, Refuse
from tests.gateways import free_port
from tests.unit.cluster.indexers import IndexedCluster, indexed_cluster
from tests.unit.search.analysed import put

MANY = [f"Label{number} {'of a long name ' * 20}" for number in range(3000)]
"""Labels of an asset whose moments need more than one bulk."""


@pytest.fixture
async def cluster(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[IndexedCluster]:
    with indexed_cluster(tmp_path, monkeypatch) as made:
        yield made


def over(cluster: IndexedCluster, url: str, prefix: str = "") -> None:
    opensearch = OpenSearchSettings(url=url, prefix=prefix or uuid.uuid4().hex[:8])
    cluster.settings = dataclasses.replace(cluster.settings, opensearch=opensearch)


@pytest.mark.parametrize("fault", [NeverAnswer(), CutOff()], ids=["stored and not answered", "received by half"])
async def test_killed_in_the_middle_of_a_bulk(
    cluster: IndexedCluster, opensearch: str, tmp_path: Path, fault: Fault
) -> None:
    cluster.analyse("film", *MANY)
    with faulty_proxy.before(opensearch) as proxy:
        proxy.rule = _second_bulk_of_many(fault)
        over(cluster, proxy.address)
        async with cluster.indexing():
            await cluster.until(proxy.hit.is_set, "the second bulk of the film is on its way", 180)
        over(cluster, opensearch, cluster.settings.opensearch.prefix if cluster.settings.opensearch else "")
        assert cluster.index.fingerprints().get("u-film") == ""
        put(cluster.store, "film", *MANY[:10], namespace="n")
        async with cluster.indexing():
            await cluster.until(lambda: len(cluster.titles()) == 12, "the film is found as it is now", 180)
            await cluster.until_identical(tmp_path)


async def test_an_opensearch_that_is_killed_is_caught_up_with(cluster: IndexedCluster, tmp_path: Path) -> None:
    folder, port = tmp_path / "opensearch", free_port()
    folder.mkdir()
    cluster.analyse("gone", "Cat")
    over(cluster, f"http://127.0.0.1:{port}")
    async with cluster.indexing():
        with server.process(folder, port) as killed:
            await cluster.until(lambda: len(cluster.titles()) == 3, "all are found", 120)
            killed.kill()
        cluster.analyse("city", "Car")
        cluster.api.remove("mediaassets", "gone")
        put(cluster.store, "beach", "Boat", namespace="n")
        cluster.remote.notice("n", "beach", "u-beach")
        await cluster.until(lambda: cluster.passes("failed") >= 3, "nothing can be indexed")
        with pytest.raises(Unavailable):
            cluster.titles()
        with server.process(folder, port):
            expected = [("beach", "Boat"), ("city", "Car")]
            await cluster.until(lambda: cluster.titles() == expected, "it has caught up", 180)
            await cluster.until_identical(tmp_path)


async def test_one_that_is_slow_and_refuses_now_and_then(
    cluster: IndexedCluster, opensearch: str, tmp_path: Path
) -> None:
    for number in range(10):
        cluster.analyse(f"film-{number}", *(f"Label{each}" for each in range(20)))
    with faulty_proxy.before(opensearch) as proxy:
        proxy.rule = _unwell
        over(cluster, proxy.address)
        async with cluster.indexing():
            await cluster.until(lambda: proxy.faults >= 40, "many requests fail", 120)
            assert cluster.passes("failed") > 0
            cluster.api.remove("mediaassets", "film-3")
            proxy.rule = lambda _: Pass()
            await cluster.until(lambda: len(cluster.titles()) == 182, "everything is found", 180)
            await cluster.until_identical(tmp_path)


def _second_bulk_of_many(fault: Fault) -> Callable[[Asked], Fault]:
    bulks = threading.Semaphore(1)

    def rule(asked: Asked) -> Fault:
        is_of_many = asked.path.endswith("/_bulk") and b"of a long name" in asked.body
        return fault if is_of_many and not bulks.acquire(blocking=False) else Pass()

    return rule


def _unwell(asked: Asked) -> Fault:
    """Pass one of three requests late, and refuse the others as a server does that has too much to do."""
    if asked.number % 3 == 0:
        return Pass(0.02)
    status = (429, 500, 503)[asked.number // 3 % 3]
    return Refuse(status, b'{"error": {"type": "rejected", "reason": "too much to do"}}')
