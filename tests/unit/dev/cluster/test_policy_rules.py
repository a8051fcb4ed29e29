"""What a policy selects may do what a policy allows, and nothing else; what none selects may do everything."""

from typing import Any

import pytest

from dev.cluster import network
from dev.cluster.policy_rules import NODE_LINK, TABLE, Objects, matches, ruleset

Manifest = dict[str, Any]
NAMESPACES = tuple({"metadata": {"name": name, "labels": {"name": name}}} for name in ("a", "b"))
REFUSED = "reject with icmp type admin-prohibited"


def pod(address: str, namespace: str = "a", phase: str = "Running", **labels: str) -> Manifest:
    ports = [{"name": "web", "containerPort": 8080}]
    return {
        "metadata": {"name": address, "namespace": namespace, "labels": labels},
        "spec": {"containers": [{"ports": ports}]},
        "status": {"phase": phase, "podIP": address},
    }


CLIENT, STORE, OTHER = pod("10.0.0.1", app="client"), pod("10.0.0.2", "b", app="store"), pod("10.0.0.3", "b")


def policy(**spec: Any) -> Manifest:
    return {
        "metadata": {"name": "p", "namespace": "a"},
        "spec": {"podSelector": {"matchLabels": {"app": "client"}}} | spec,
    }


def chains(*policies: Manifest, pods: tuple[Manifest, ...] = (CLIENT, STORE, OTHER)) -> dict[str, list[str]]:
    """The lines of each chain."""
    found: dict[str, list[str]] = {}
    for line in ruleset(Objects(policies, pods, NAMESPACES)).splitlines():
        if line.startswith("  chain "):
            name = line.split()[1]
            found[name] = []
        elif line.startswith("    "):
            found[name].append(line.strip())
    return found


def way_out(*rules: Manifest) -> list[str]:
    return chains(policy(policyTypes=["Egress"], egress=list(rules)))["egress-10-0-0-1"]


TCP_443 = [{"port": 443, "protocol": "TCP"}]
IN_B = {"namespaceSelector": {"matchLabels": {"name": "b"}}}


@pytest.mark.parametrize(
    ("rule", "lines"),
    [
        ({"to": [{**IN_B, "podSelector": {"matchLabels": {"app": "store"}}}]}, ["ip daddr { 10.0.0.2 } return"]),
        ({"to": [IN_B], "ports": TCP_443}, ["ip daddr { 10.0.0.2, 10.0.0.3 } tcp dport { 443 } return"]),
        ({"to": [{"podSelector": {}}]}, ["ip daddr { 10.0.0.1 } return"]),
        ({"to": [{"podSelector": {"matchLabels": {"app": "absent"}}}]}, []),
        ({"to": [{"ipBlock": {"cidr": "192.0.2.0/24"}}]}, ["ip daddr 192.0.2.0/24 return"]),
        (
            {"to": [{"ipBlock": {"cidr": "0.0.0.0/0", "except": ["10.0.0.0/8", "127.0.0.0/8"]}}], "ports": TCP_443},
            ["ip daddr 0.0.0.0/0 ip daddr != { 10.0.0.0/8, 127.0.0.0/8 } tcp dport { 443 } return"],
        ),
        ({"to": [{"ipBlock": {"cidr": "2000::/3"}}]}, []),
        (
            {"ports": [{"port": 53, "protocol": "UDP"}, {"port": 53}]},
            ["udp dport { 53 } return", "tcp dport { 53 } return"],
        ),
        ({"ports": [{"port": 1000, "endPort": 2000}]}, ["tcp dport { 1000-2000 } return"]),
        ({"to": [IN_B], "ports": [{"port": "web"}]}, ["ip daddr { 10.0.0.2, 10.0.0.3 } tcp dport { 8080 } return"]),
        ({}, ["return"]),
    ],
)
def test_what_a_rule_allows_returns_and_the_rest_is_refused(rule: Manifest, lines: list[str]) -> None:
    assert way_out(rule) == [*lines, REFUSED]


def test_policies_add_up() -> None:
    first = policy(policyTypes=["Egress"], egress=[{"to": [{"ipBlock": {"cidr": "192.0.2.0/24"}}]}])
    second = policy(policyTypes=["Egress"], egress=[{"to": [{"ipBlock": {"cidr": "198.51.100.0/24"}}]}])
    lines = chains(first, second)["egress-10-0-0-1"]
    assert lines == ["ip daddr 192.0.2.0/24 return", "ip daddr 198.51.100.0/24 return", REFUSED]


def test_what_comes_in_is_judged_by_its_source_and_by_the_pod_s_own_ports() -> None:
    found = chains(policy(ingress=[{"from": [IN_B], "ports": [{"port": "web"}]}]))
    assert found["ingress-10-0-0-1"] == ["ip saddr { 10.0.0.2, 10.0.0.3 } tcp dport { 8080 } return", REFUSED]
    assert "ip daddr vmap { 10.0.0.1 : jump ingress-10-0-0-1 }" in found["forward"]
    assert not [line for line in found["input"] if "vmap" in line], "to the node itself, only what pods send counts"


def test_what_is_sent_is_judged_on_the_way_to_pods_and_to_the_node() -> None:
    found = chains(policy(policyTypes=["Egress"]))
    for chain in ("forward", "input"):
        assert found[chain][1:3] == [
            "ct state established,related accept",
            "ip saddr vmap { 10.0.0.1 : jump egress-10-0-0-1 }",
        ]


def test_what_comes_from_the_host_reaches_every_pod_as_from_the_node() -> None:
    lines = chains(policy())["forward"]
    assert lines.index('iifname "mi-node" accept') < lines.index("ip daddr vmap { 10.0.0.1 : jump ingress-10-0-0-1 }")
    assert NODE_LINK == network.NODE_LINK


def test_a_pod_that_no_policy_selects_is_free() -> None:
    assert set(chains(policy(policyTypes=["Egress"]), pods=(STORE, OTHER))) == {"forward", "input"}


@pytest.mark.parametrize("phase", ["Succeeded", "Failed"])
def test_the_address_of_a_pod_that_has_ended_is_nobody_s(phase: str) -> None:
    ended = pod("10.0.0.1", phase=phase, app="client")
    assert set(chains(policy(), pods=(ended,))) == {"forward", "input"}


@pytest.mark.parametrize(
    ("expression", "matched"),
    [
        ({"key": "app", "operator": "Exists"}, True),
        ({"key": "app", "operator": "DoesNotExist"}, False),
        ({"key": "app", "operator": "In", "values": ["client"]}, True),
        ({"key": "app", "operator": "NotIn", "values": ["client"]}, False),
        ({"key": "x", "operator": "NotIn", "values": ["client"]}, True),
        ({"key": "x", "operator": "In", "values": ["client"]}, False),
    ],
)
def test_expressions(expression: Manifest, matched: bool) -> None:  # noqa: FBT001 - a table
    assert matches({"matchExpressions": [expression]}, CLIENT) is matched


def test_the_table_takes_the_place_of_the_one_before() -> None:
    assert ruleset(Objects((), (), ())).startswith(
        f"table ip {TABLE} {{}}\ndelete table ip {TABLE}\ntable ip {TABLE} {{\n"
    )
