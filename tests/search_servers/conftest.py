"""A real OpenSearch on loopback, once for all tests."""

from collections.abc import Iterator

import pytest

from dev.opensearch import server
from tests.gateways import free_port


@pytest.fixture(scope="session")
def opensearch(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Give the address of an OpenSearch that holds nothing."""
    with server.running(tmp_path_factory.mktemp("opensearch"), free_port()) as address:
        yield address
