"""The controller's parts, wired to an API server in this process."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import yaml

from media_insights.kube.client import connect
from tests.unit.controller.fake_api import FakeApi
from tests.unit.controller.passes import Passes
from tests.unit.controller.whole import World, cluster_with_catalogue
from tests.unit.kube.conftest import kubeconfig


@pytest.fixture
async def passes(tmp_path: Path) -> AsyncIterator[Passes]:
    cluster = FakeApi()
    with cluster.served():
        path = tmp_path / "kubeconfig"
        path.write_text(yaml.safe_dump(kubeconfig(cluster.address)))
        api = await connect(str(path))
        yield Passes(cluster, api, tmp_path / "store")
        await api.close()


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    with cluster_with_catalogue(tmp_path, monkeypatch) as world:
        yield world
