"""Operators' pods reach the store and the API server as narrowly as their addresses allow, and nothing else."""

from typing import Any

import pytest

from media_insights.compile.network_policies import egress_policy, operator_policy
from media_insights.domain.store_address import StoreAddress


def egress(url: str = "http://s3.media.svc:7070", api_servers: tuple[tuple[str, int], ...] = ()) -> list[Any]:
    policy = operator_policy(StoreAddress.of(url, bucket="videos"), api_servers)
    assert policy["spec"]["ingress"] == []
    rules: list[Any] = policy["spec"]["egress"]
    return rules


MEDIA = {"to": [{"namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": "media"}}}]}
ON_7070 = {"ports": [{"port": 7070, "protocol": "TCP"}]}


@pytest.mark.parametrize(
    ("url", "rule"),
    [
        ("http://s3.media.svc:7070", MEDIA),
        ("http://s3.media:7070", MEDIA),
        ("http://s3.media.svc.cluster.local:7070", MEDIA),
        ("http://10.0.0.7:7070", {**ON_7070, "to": [{"ipBlock": {"cidr": "10.0.0.7/32"}}]}),
        ("http://[fd00::7]:7070", {**ON_7070, "to": [{"ipBlock": {"cidr": "fd00::7/128"}}]}),
        ("https://s3.example.org:7070", ON_7070),
        ("https://s3.eu-central-1.amazonaws.com", {"ports": [{"port": 443, "protocol": "TCP"}]}),
    ],
    ids=[
        "a Service by its namespace",
        "its short name too",
        "and its full one",
        "an address alone",
        "of IPv6 too",
        "a name of the internet by its port",
        "which its scheme may say",
    ],
)
def test_the_way_to_the_store_is_as_narrow_as_its_name_allows(url: str, rule: Any) -> None:
    assert egress(url)[1] == rule


def test_the_way_to_the_api_server_is_its_address() -> None:
    (rule,) = egress(api_servers=(("10.213.0.2", 6443),))[2:]
    assert rule == {"ports": [{"port": 6443, "protocol": "TCP"}], "to": [{"ipBlock": {"cidr": "10.213.0.2/32"}}]}


def test_an_api_server_whose_address_is_not_known_is_reached_on_its_usual_ports() -> None:
    assert [rule["ports"][0]["port"] for rule in egress()[2:]] == [443, 6443]


def test_only_pods_that_may_reach_the_outside_do_and_no_private_address() -> None:
    policy = egress_policy(())["spec"]
    assert policy["podSelector"] == {"matchLabels": {"mediainsights.dev/egress": "true"}}
    (rule,) = policy["egress"]
    four, six = (each["ipBlock"] for each in rule["to"])
    assert {"169.254.0.0/16", "10.0.0.0/8"} <= set(four["except"])
    assert (four["cidr"], six["cidr"]) == ("0.0.0.0/0", "::/0")


def test_an_installation_s_own_networks_replace_the_outside() -> None:
    assert egress_policy(("10.1.2.0/24",))["spec"]["egress"] == [{"to": [{"ipBlock": {"cidr": "10.1.2.0/24"}}]}]
