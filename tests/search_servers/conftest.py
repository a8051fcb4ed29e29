"""A real OpenSearch on loopback, once for all tests."""

import os
from collections.abc import Iterator

import pytest

from dev.opensearch import server
from tests.gateways import free_port


@pytest.fixture(scope="session")
def opensearch(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Give the address of an OpenSearch that holds nothing, or of one of another version that OPENSEARCH_URL names."""
    if named := os.environ.get("OPENSEARCH_URL"):
        yield named
        return
    with server.running(tmp_path_factory.mktemp("opensearch"), free_port()) as address:
        yield address
