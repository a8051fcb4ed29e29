from ipaddress import IPv4Address, IPv4Network

import pytest

from dev.cluster import network
from dev.cluster.errors import ClusterError
from dev.cluster.network import Network


def test_all_ranges_lie_in_the_block_and_apart() -> None:
    addresses = Network("10.99")
    node = f"{addresses.node}/32"
    ranges = [IPv4Network(text) for text in (node, addresses.pods, addresses.services)]
    block = IPv4Network(addresses.block)
    assert all(part.subnet_of(block) for part in ranges)
    assert not any(a.overlaps(b) for a in ranges for b in ranges if a is not b)
    assert IPv4Network(addresses.pods_of_node).subnet_of(ranges[1])
    assert next(ranges[2].hosts()) == IPv4Address(addresses.api_service)


@pytest.mark.parametrize(
    ("route", "overlapping"),
    [
        ({"dst": "default", "dev": "eth0"}, []),
        ({"dst": "192.168.0.0/24", "dev": "eth0"}, []),
        ({"dst": "10.213.64.0/18", "dev": network.HOST_LINK}, []),
        ({"dst": "10.0.0.0/8", "dev": "tun0"}, ["10.0.0.0/8"]),
        ({"dst": "10.213.200.7", "dev": "tun0"}, ["10.213.200.7"]),
    ],
)
def test_a_route_of_the_host_clashes_only_when_it_overlaps_and_is_not_ours(
    route: dict[str, str], overlapping: list[str]
) -> None:
    assert network.clashes("10.213.0.0/16", [route]) == overlapping


@pytest.mark.parametrize("prefix", ["x", "10", "10.300", "10.2.3"])
def test_a_malformed_prefix_is_refused_by_name(prefix: str) -> None:
    with pytest.raises(ClusterError, match=r"MEDIA_INSIGHTS_CLUSTER_NET .* such as 10\.213"):
        network.of({"MEDIA_INSIGHTS_CLUSTER_NET": prefix})
