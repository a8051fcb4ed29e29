"""A tenant's namespace holds just what a run needs, and opens no more of the network than that."""

import base64
from typing import Any

import pytest
import yaml

from media_insights.compile.namespace import NamespaceFacts, StoreAddress, decide_namespace
from media_insights.domain import layout


def facts(host: str = "s3.media.svc", **more: Any) -> NamespaceFacts:
    store = StoreAddress(host=host, port=7070, secure=False, bucket="films", region="us-east-1")
    return NamespaceFacts(namespace="newsroom", store=store, access_key="a", secret_key="s", **more)


def objects(of: NamespaceFacts) -> dict[tuple[str, str], Any]:
    return {(each["kind"], each["metadata"]["name"]): each for each in decide_namespace(of)}


def egress(of: NamespaceFacts) -> list[Any]:
    policy = objects(of)["NetworkPolicy", "media-insights-operator"]
    assert policy["spec"]["ingress"] == []
    rules: list[Any] = policy["spec"]["egress"]
    return rules


def test_everything_is_in_the_namespace_and_ours() -> None:
    for manifest in decide_namespace(facts()):
        assert manifest["metadata"]["namespace"] == "newsroom"
        assert manifest["metadata"]["labels"] == {"app.kubernetes.io/managed-by": "media-insights"}


def test_operators_have_no_token_and_the_executor_one_right() -> None:
    found = objects(facts())
    assert found["ServiceAccount", "media-insights-operator"]["automountServiceAccountToken"] is False
    (rule,) = found["Role", "media-insights-executor"]["rules"]
    assert (rule["resources"], rule["verbs"]) == (["workflowtaskresults"], ["create", "patch"])
    token = found["Secret", "media-insights-executor.service-account-token"]
    assert token["metadata"]["annotations"] == {"kubernetes.io/service-account.name": "media-insights-executor"}


def test_argo_finds_the_store() -> None:
    found = objects(facts(certificate_authority="PEM"))
    repository = yaml.safe_load(found["ConfigMap", "media-insights-artifacts"]["data"]["media-insights"])["s3"]
    assert (repository["endpoint"], repository["bucket"], repository["insecure"]) == (
        "s3.media.svc:7070",
        "films",
        True,
    )
    secret = found["Secret", repository["accessKeySecret"]["name"]]["data"]
    assert base64.b64decode(secret[repository["accessKeySecret"]["key"]]) == b"a"
    assert base64.b64decode(secret[repository["caSecret"]["key"]]) == b"PEM"


def test_logs_are_kept_where_the_asset_s_deletion_finds_them() -> None:
    repository = yaml.safe_load(objects(facts())["ConfigMap", "media-insights-artifacts"]["data"]["media-insights"])
    expanded = (
        repository["s3"]["keyFormat"]
        .replace("{{workflow.labels.mediainsights.dev/asset-uid}}", "a-1")
        .replace("{{workflow.name}}", "run-1")
        .replace("{{pod.name}}", "run-1-proxy-7")
    )
    assert expanded == f"{layout.logs_prefix('a-1', 'run-1')}run-1-proxy-7"
    assert expanded.startswith(layout.asset_prefix("a-1"))


@pytest.mark.parametrize(
    ("host", "to"),
    [
        ("s3.media.svc", [{"namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": "media"}}}]),
        (
            "s3.media.svc.cluster.local",
            [{"namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": "media"}}}],
        ),
        ("10.0.0.7", [{"ipBlock": {"cidr": "10.0.0.7/32"}}]),
        ("fd00::7", [{"ipBlock": {"cidr": "fd00::7/128"}}]),
        ("s3.eu-central-1.amazonaws.com", None),
    ],
)
def test_the_way_to_the_store_is_as_narrow_as_its_name_allows(host: str, to: Any) -> None:
    assert egress(facts(host))[1].get("to") == to


def test_the_way_to_the_api_server_is_its_address() -> None:
    (rule,) = egress(facts(api_servers=(("10.213.0.2", 6443),)))[2:]
    assert rule == {"ports": [{"port": 6443, "protocol": "TCP"}], "to": [{"ipBlock": {"cidr": "10.213.0.2/32"}}]}


def test_only_pods_that_may_reach_the_outside_do_and_no_private_address() -> None:
    policy = objects(facts())["NetworkPolicy", "media-insights-operator-egress"]["spec"]
    assert policy["podSelector"] == {"matchLabels": {"mediainsights.dev/egress": "true"}}
    (rule,) = policy["egress"]
    four, six = (each["ipBlock"] for each in rule["to"])
    assert {"169.254.0.0/16", "10.0.0.0/8"} <= set(four["except"])
    assert (four["cidr"], six["cidr"]) == ("0.0.0.0/0", "::/0")


def test_an_installation_s_own_networks_replace_the_outside() -> None:
    policy = objects(facts(egress=("10.1.2.0/24",)))["NetworkPolicy", "media-insights-operator-egress"]["spec"]
    assert policy["egress"] == [{"to": [{"ipBlock": {"cidr": "10.1.2.0/24"}}]}]
