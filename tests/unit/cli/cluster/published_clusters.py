"""A cluster whose installation says how its HTTP API is reached, as the commands of ``kubectl media`` find it."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from media_insights.cli.cluster.kubectl import app
from media_insights.settings.indexer import SearchAddress
from media_insights.storage.folder import FolderStore
from tests.conformance.api.worlds import reviewed
from tests.unit.cli.cluster.served_api import api_over
from tests.unit.cli.conftest import kubeconfig
from tests.unit.cluster.indexers import IndexedCluster, settings_of
from tests.unit.controller.fake_api import FakeApi

PUBLISHED = {"apiService": "media-insights-api:http", "secretName": "s", "bucket": "media", "endpoint": "http://s:1"}


@dataclass(frozen=True, slots=True)
class PublishedCluster:
    """Its API server, what is analysed in it, and the file by which a user reaches it."""

    api: FakeApi
    indexed: IndexedCluster
    config: Path

    @contextmanager
    def serving(self, search: SearchAddress | None = None) -> Iterator[str]:
        """Serve the HTTP API; gives its address."""
        assert isinstance(self.indexed.store, FolderStore)
        with api_over(self.indexed.store, self.config, search) as url:
            self.api.services["media-insights/media-insights-api:http"] = url
            yield url

    def run(self, *words: str) -> Any:
        """Run a command of ``kubectl media`` in the namespace ``n``; return what came of it."""
        return CliRunner().invoke(app, [*words, "--kubeconfig", str(self.config), "-n", "n"])


@contextmanager
def published_cluster(folder: Path, patch: pytest.MonkeyPatch) -> Iterator[PublishedCluster]:
    """Give a cluster in which nothing is analysed yet, and whose HTTP API is not served yet."""
    api = FakeApi()
    api.review = reviewed
    api.put(
        "configmaps", {"metadata": {"name": "media-insights-cli", "namespace": "media-insights"}, "data": PUBLISHED}
    )
    with api.served() as server:
        config = folder / "kubeconfig"
        config.write_text(json.dumps(kubeconfig(server) | {"users": [{"name": "u", "user": {"token": "admin"}}]}))
        patch.setenv("KUBECONFIG", str(config))
        indexed = IndexedCluster(api, FolderStore(folder / "store", "media"), settings_of(folder, str(config)))
        yield PublishedCluster(api, indexed, config)
        api.drop_watches()
