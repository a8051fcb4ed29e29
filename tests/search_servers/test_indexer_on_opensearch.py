"""The indexer over OpenSearch, both real processes: one that is killed and a server that goes end in the same index."""

import dataclasses
import uuid
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import yaml

from dev.opensearch import server
from media_insights.errors import Unavailable
from media_insights.settings.indexer import OpenSearchSettings
from media_insights.storage.folder import FolderStore
from tests.gateways import free_port
from tests.unit.cluster.indexers import IndexedCluster, settings_of
from tests.unit.controller.fake_api import FakeApi
from tests.unit.kube.conftest import kubeconfig

BEACH = [("beach", "Dog"), ("beach", "Sea")]


@pytest.fixture
async def cluster(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[IndexedCluster]:
    api = FakeApi()
    with api.served() as address:
        path = tmp_path / "kubeconfig"
        path.write_text(yaml.safe_dump(kubeconfig(address)))
        monkeypatch.setenv("KUBECONFIG", str(path))
        made = IndexedCluster(api, FolderStore(tmp_path / "store", "media"), settings_of(tmp_path, str(path)))
        made.analyse("beach", "Dog", "Dog", "Sea")
        yield made
        api.drop_watches()


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


async def test_a_server_that_was_away_is_caught_up_with(cluster: IndexedCluster, tmp_path: Path) -> None:
    folder, port = tmp_path / "opensearch", free_port()
    folder.mkdir()
    over(cluster, f"http://127.0.0.1:{port}")
    async with cluster.indexing():
        with server.running(folder, port):
            await cluster.until(lambda: cluster.titles() == BEACH, "the beach is found", 300)
        with pytest.raises(Unavailable, match="OpenSearch does not answer"):
            cluster.titles()
        cluster.analyse("city", "Car")
        cluster.api.remove("mediaassets", "beach", "n")
        with server.running(folder, port):
            await cluster.until(lambda: cluster.titles() == [("city", "Car")], "what changed meanwhile is found", 300)
            await cluster.until_identical(tmp_path)
