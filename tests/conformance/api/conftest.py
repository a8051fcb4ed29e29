"""A world for every test of the API, once per adapter; the tests of a module share it, and leave it empty."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from tests.conformance.api.worlds import ApiWorld, cluster_world, local_world
from tests.unit.controller.whole import cluster_with_catalogue


@pytest_asyncio.fixture(params=["local", "cluster"], scope="module", loop_scope="module")
async def served(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[ApiWorld]:
    folder = tmp_path_factory.mktemp(request.param)
    if request.param == "local":
        async with local_world(folder) as world:
            yield world
        return
    with pytest.MonkeyPatch.context() as patch, cluster_with_catalogue(folder, patch) as cluster:
        async with cluster_world(cluster, searches=getattr(request.module, "SEARCHES", False)) as world:
            yield world


@pytest_asyncio.fixture(loop_scope="module")
async def api(served: ApiWorld) -> AsyncIterator[ApiWorld]:
    yield served
    await served.empty()
