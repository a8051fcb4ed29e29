"""Operators' pods reach the store, the API server and name servers where these are known to be, and nothing else."""

from typing import Any

import pytest

from media_insights.compile.network_policies import egress_policy, operator_policy
from media_insights.domain.destinations import Destination, Destinations
from media_insights.domain.special_networks import IPV4, IPV6

ON_7070 = [{"port": 7070, "protocol": "TCP"}]
IN_MEDIA = {"matchLabels": {"kubernetes.io/metadata.name": "media"}}
GATEWAY = Destination(namespace="media", pod_labels={"app": "gateway"}, ports=(7070,))


def egress(**to: Destination) -> list[Any]:
    policy = operator_policy(Destinations(**to))
    assert policy["spec"]["ingress"] == []
    assert policy["spec"]["policyTypes"] == ["Ingress", "Egress"]
    rules: list[Any] = policy["spec"]["egress"]
    return rules


@pytest.mark.parametrize(
    ("store", "to"),
    [
        (GATEWAY, [{"namespaceSelector": IN_MEDIA, "podSelector": {"matchLabels": {"app": "gateway"}}}]),
        (Destination(namespace="media", ports=(7070,)), [{"namespaceSelector": IN_MEDIA}]),
        (Destination(networks=("10.0.0.7/32",), ports=(7070,)), [{"ipBlock": {"cidr": "10.0.0.7/32"}}]),
        (
            Destination(networks=("52.95.0.0/16", "fd00::7/128"), ports=(7070,)),
            [{"ipBlock": {"cidr": "52.95.0.0/16"}}, {"ipBlock": {"cidr": "fd00::7/128"}}],
        ),
    ],
    ids=["pods", "a namespace", "an address", "networks"],
)
def test_the_store_is_reached_where_it_is(store: Destination, to: Any) -> None:
    assert egress(store=store) == [{"ports": ON_7070, "to": to}]


@pytest.mark.parametrize("unknown", [Destination(), Destination(ports=(443,)), Destination(networks=("10.0.0.7/32",))])
@pytest.mark.parametrize("what", ["name_servers", "store", "api_servers"])
def test_what_is_not_known_is_not_reached(what: str, unknown: Destination) -> None:
    assert egress(**{what: unknown}) == []


def test_no_rule_is_about_every_address() -> None:
    known = Destination(networks=("10.0.0.7/32",), ports=(53,))
    rules = egress(name_servers=known, store=known, api_servers=known)
    assert len(rules) == 3
    assert all(rule["to"] and rule["ports"] for rule in rules)


def test_name_servers_are_asked_by_both_protocols() -> None:
    (rule,) = egress(name_servers=Destination(namespace="media", ports=(53,)))
    assert [(each["port"], each["protocol"]) for each in rule["ports"]] == [(53, "UDP"), (53, "TCP")]


def test_only_pods_that_may_reach_the_outside_do_and_only_what_is_public() -> None:
    policy = egress_policy(Destination(ports=(443,)))["spec"]
    assert policy["podSelector"] == {"matchLabels": {"mediainsights.dev/egress": "true"}}
    (rule,) = policy["egress"]
    four, six = (each["ipBlock"] for each in rule["to"])
    assert (four["cidr"], four["except"]) == ("0.0.0.0/0", list(IPV4))
    assert (six["cidr"], six["except"]) == ("2000::/3", list(IPV6))
    assert rule["ports"] == [{"port": 443, "protocol": "TCP"}]


def test_an_installation_s_own_networks_replace_the_outside() -> None:
    (rule,) = egress_policy(Destination(networks=("10.1.2.0/24",), ports=(8443,)))["spec"]["egress"]
    assert rule == {"ports": [{"port": 8443, "protocol": "TCP"}], "to": [{"ipBlock": {"cidr": "10.1.2.0/24"}}]}


def test_without_ports_nothing_is_open() -> None:
    assert egress_policy(Destination())["spec"]["egress"] == []
