"""The indexer over OpenSearch, both real processes: one that is killed in the middle ends in the same index."""

import dataclasses
import uuid
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from media_insights.settings.indexer import OpenSearchSettings
from tests.unit.cluster.indexers import IndexedCluster, indexed_cluster

BEACH = [("beach", "Dog"), ("beach", "Sea")]


@pytest.fixture
async def cluster(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[IndexedCluster]:
    with indexed_cluster(tmp_path, monkeypatch) as made:
        yield made


def over(cluster: IndexedCluster, url: str) -> None:
    opensearch = OpenSearchSettings(url=url, prefix=uuid.uuid4().hex[:8])
    cluster.settings = dataclasses.replace(cluster.settings, opensearch=opensearch)


async def test_one_that_was_killed_between_two_bulks_finishes(
    cluster: IndexedCluster, opensearch: str, tmp_path: Path
) -> None:
    over(cluster, opensearch)
    for number in range(20):
        cluster.analyse(f"film-{number}", *(f"Label{each}" for each in range(100)))
    async with cluster.indexing():
        await cluster.until(lambda: len(cluster.index.fingerprints()) > 3, "some are indexed", 120)
    cluster.api.remove("mediaassets", "film-1", "n")
    async with cluster.indexing():
        await cluster.until(lambda: cluster.titles("Asset:beach") == BEACH, "everything is indexed", 120)
        await cluster.until_identical(tmp_path)
