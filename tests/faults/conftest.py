"""One API server and one store for all tests of a process; a tenant, proxies and controllers for each test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import faulty_proxy, gateways
from tests.faults import api_proxy, api_servers, argo, installation
from tests.faults.api_servers import ApiServer
from tests.faults.installation import Controllers, World


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ApiServer]:
    with api_servers.serving(tmp_path_factory.mktemp("cluster")) as made:
        installation.install(made)
        yield made


@pytest.fixture(scope="session")
def gateway(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str, Path]]:
    """Endpoints of the store and of its IAM, and the file in which that keeps its users."""
    folder = tmp_path_factory.mktemp("store")
    with gateways.serving_users(folder) as (store, iam):
        installation.store_at(store)
        yield store, iam, folder / "users/users.json"


@pytest.fixture
def world(server: ApiServer, gateway: tuple[str, str, Path], tmp_path: Path) -> Iterator[World]:
    """A tenant with a controller that runs; what holds after every fault is checked when the test has ended well."""
    endpoint, iam, users = gateway
    store = installation.store_at(endpoint)
    with (
        installation.tenant(server) as namespace,
        api_proxy.before(server) as api,
        faulty_proxy.before(endpoint) as before_store,
        argo.playing(server, store) as player,
    ):
        environment = installation.environment_of(server, api.address, before_store.address, iam, tmp_path)
        controllers = Controllers(environment, tmp_path)
        world = World(server, api, store, before_store, player, users, controllers, namespace)
        world.limit("4")
        try:
            yield world
        finally:
            for pod in list(controllers.processes):
                controllers.kill(pod)
