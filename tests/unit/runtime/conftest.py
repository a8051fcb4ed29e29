"""An API server in this process, and a connection to it."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import yaml

from media_insights.kube.client import Api, connect
from tests.unit.controller.fake_api import FakeApi
from tests.unit.kube.conftest import kubeconfig


@pytest.fixture
def cluster() -> Iterator[FakeApi]:
    found = FakeApi()
    with found.served():
        yield found


@pytest.fixture
async def api(cluster: FakeApi, tmp_path: Path) -> AsyncIterator[Api]:
    path = tmp_path / "kubeconfig"
    path.write_text(yaml.safe_dump(kubeconfig(cluster.address)))
    found = await connect(str(path))
    yield found
    await found.close()
