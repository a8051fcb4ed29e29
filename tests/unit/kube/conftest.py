"""An API server in this process, and a connection to it."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from media_insights.kube.client import Api, connect
from tests.unit.controller.fake_api import FakeApi


def kubeconfig(server: str, namespace: str = "", **user: Any) -> dict[str, Any]:
    return {
        "clusters": [{"name": "c", "cluster": {"server": server}}],
        "users": [{"name": "u", "user": user}],
        "contexts": [{"name": "a", "context": {"cluster": "c", "user": "u", "namespace": namespace}}],
        "current-context": "a",
    }


@pytest.fixture
def cluster() -> FakeApi:
    found = FakeApi()
    for name in ("clip", "song"):
        found.put("mediaassets", {"metadata": {"name": name, "namespace": "n"}, "spec": {"title": name}})
    return found


@pytest.fixture
def server(cluster: FakeApi) -> Iterator[str]:
    with cluster.served() as address:
        yield address


@pytest.fixture
def config(server: str, tmp_path: Path) -> str:
    path = tmp_path / "kubeconfig"
    path.write_text(yaml.safe_dump(kubeconfig(server, token="t")))
    return str(path)


@pytest.fixture
async def api(config: str) -> AsyncIterator[Api]:
    found = await connect(config)
    yield found
    await found.close()
