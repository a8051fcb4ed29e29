"""What is special is closed by policies and refused by operators: one table, of which both have the same words."""

from ipaddress import ip_address, ip_network
from pathlib import Path

import pytest

from media_insights.domain import special_networks
from media_insights.domain.special_networks import IPV4, IPV6, IPV6_PUBLIC, is_public

ROOT = Path(__file__).parents[3]
COPY = ROOT / "operators-images/notify/special_networks.py"


@pytest.mark.parametrize(
    "address",
    [
        "0.0.0.1",
        "10.0.0.1",
        "100.64.0.1",
        "100.100.100.200",
        "127.0.0.1",
        "168.63.129.16",
        "169.254.169.254",
        "169.254.170.2",
        "172.31.255.255",
        "192.0.0.192",
        "192.88.99.1",
        "192.168.1.1",
        "198.18.0.1",
        "203.0.113.7",
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::127.0.0.1",
        "::8.8.8.8",
        "::ffff:169.254.169.254",
        "64:ff9b::a9fe:a9fe",
        "64:ff9b:1::1",
        "100::1",
        "2001::1",
        "2001:db8::1",
        "2002:a9fe:a9fe::1",
        "3fff::1",
        "5f00::1",
        "fc00::1",
        "fd00:ec2::254",
        "fd20:ce::254",
        "fe80::1",
        "fe80::1%eth0",
        "fec0::1",
        "ff02::1",
    ],
)
def test_a_special_address_is_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize(
    "address",
    ["1.1.1.1", "8.8.8.8", "52.95.110.1", "168.63.129.17", "::ffff:1.1.1.1", "2606:4700::1111", "2a00:1450::1"],
)
def test_any_other_is(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize("network", [*IPV4, *IPV6])
def test_networks_are_written_as_policies_want_them(network: str) -> None:
    found = ip_network(network)
    assert str(found) == network
    assert found.version == 4 or found.subnet_of(ip_network(IPV6_PUBLIC))  # type: ignore[arg-type]  # both are IPv6
    assert not is_public(str(found[0]))
    assert not is_public(str(found[-1]))


@pytest.mark.parametrize(
    "address", [f"{first}.{second}.1.1" for first in range(256) for second in (0, 64, 88, 168, 255)]
)
def test_python_finds_nothing_special_that_the_table_lacks(address: str) -> None:
    found = ip_address(address)
    assert not is_public(address) or (found.is_global and not found.is_multicast)


def test_operators_have_a_copy() -> None:
    _, _, copied = COPY.read_text("utf-8").partition("\n")
    assert copied == Path(special_networks.__file__).read_text("utf-8")
