"""The API's socket: Services, ingresses and probes come by IPv4 on most clusters, by IPv6 on others."""

import socket
from contextlib import closing

import pytest

from media_insights.cli.cluster.api_process import listener


@pytest.mark.parametrize("address", ["127.0.0.1", "::1"])
def test_both_kinds_of_addresses_reach_it(address: str) -> None:
    if ":" in address and not socket.has_dualstack_ipv6():
        pytest.skip("this machine has no IPv6")
    with closing(listener(0)) as listening, socket.create_connection((address, listening.getsockname()[1]), 5) as made:
        assert made.getpeername()[0] == address
