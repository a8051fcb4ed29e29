"""Without a key of the store: pods reach it as their own accounts, and keys of runs are sessions of a role."""

from typing import Any

import pytest

from media_insights.settings.controller import RunCredentialSettings
from tests.unit.chart.conftest import Manifest, Render, Rendered, helm
from tests.unit.chart.test_controller import _settings

ROLE = "arn:aws:iam::1:role/installation"
STS = "https://sts.example:8443"
PARTS = ("media-insights-controller", "media-insights-api", "media-insights-events")
TOKEN = "/var/run/secrets/media-insights/store/token"


def values(identity: dict[str, Any], **external: Any) -> dict[str, Any]:
    store = {"endpoint": "https://s3.example", "workloadIdentity": {"enabled": True, **identity}}
    runs = {"assumeRole": {"roleArn": "arn:aws:iam::1:role/runs", "endpoint": STS}}
    return {
        "api": {"enabled": True},
        "events": {"enabled": True, "secretName": "sinks"},
        "objectStore": {"external": {**store, **runs, **external}},
    }


def containers(rendered: Rendered) -> dict[str, Manifest]:
    pods = rendered.pods()
    return {name: pods[name]["containers"][0] for name in PARTS}


def variables(container: Manifest) -> dict[str, str]:
    return {each["name"]: each.get("value", "") for each in container["env"]}


def test_no_pod_has_a_key_and_no_role_reads_one(render: Render) -> None:
    rendered = render(values({"roleArn": ROLE}))
    for container in containers(rendered).values():
        assert not [name for name in variables(container) if name.startswith("MEDIA_INSIGHTS_S3_")]
    rules = [rule for role in rendered.of("Role") for rule in role["rules"] if "secrets" in rule["resources"]]
    assert rules == []
    read = _settings(rendered)
    assert (read.store_secret, read.store.access_key, read.store.secret_key) == ("", "", "")
    assert read.run_credentials == RunCredentialSettings(
        kind="assumeRole", endpoint=STS, role="arn:aws:iam::1:role/runs"
    )


def test_a_token_of_the_account_is_exchanged_for_the_role(render: Render) -> None:
    rendered = render(values({"roleArn": ROLE, "audience": "sts.example"}))
    for name, container in containers(rendered).items():
        found = variables(container)
        assert (found["AWS_ROLE_ARN"], found["AWS_WEB_IDENTITY_TOKEN_FILE"]) == (ROLE, TOKEN)
        assert (found["AWS_ENDPOINT_URL_STS"], found["AWS_DEFAULT_REGION"]) == (STS, "us-east-1")
        [mount] = [each for each in container["volumeMounts"] if TOKEN.startswith(each["mountPath"])]
        [volume] = [each for each in rendered.pods()[name]["volumes"] if each["name"] == mount["name"]]
        [source] = volume["projected"]["sources"]
        assert source["serviceAccountToken"] == {"path": "token", "audience": "sts.example", "expirationSeconds": 3600}


def test_where_the_cloud_has_a_webhook_accounts_are_annotated_and_nothing_is_mounted(render: Render) -> None:
    rendered = render(
        {**values({"annotations": {"eks.amazonaws.com/role-arn": ROLE}}), "serviceAccount": {"annotations": {"a": "b"}}}
    )
    accounts = {each["metadata"]["name"]: each["metadata"].get("annotations") for each in rendered.of("ServiceAccount")}
    assert accounts["media-insights"] == {"eks.amazonaws.com/role-arn": ROLE, "a": "b"}
    assert accounts["media-insights-api"] == accounts["media-insights-events"] == {"eks.amazonaws.com/role-arn": ROLE}
    assert "store-identity" not in str(rendered.objects)
    assert "AWS_ROLE_ARN" not in str(rendered.objects)


def test_a_private_authority_counts_for_the_sts_too(render: Render) -> None:
    rendered = render(values({"roleArn": ROLE}, caSecretName="ca"))
    assert {variables(each)["AWS_CA_BUNDLE"] for each in containers(rendered).values()} == {
        "/etc/media-insights/ca/ca.crt"
    }


@pytest.mark.parametrize("part", PARTS)
def test_policies_let_each_of_them_reach_the_sts(render: Render, part: str) -> None:
    def ports(given: dict[str, Any]) -> set[int]:
        policy = render(given).one("NetworkPolicy", part)
        return {port["port"] for rule in policy["spec"]["egress"] for port in rule["ports"]}

    without = values({"enabled": False}, secretName="mine")
    assert 8443 in ports(values({"roleArn": ROLE}))
    assert (8443 in ports(without)) is (part == "media-insights-controller")


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        (values({}, secretName="mine"), "secretName and workloadIdentity are two ways of reaching the store"),
        (values({}, endpoint=""), "the embedded store knows no identities of pods"),
        ({**values({}), "multiTenant": False}, "keys of runs are then sessions of a role"),
        (
            values({}, assumeRole={}, iam={"endpoint": "https://iam.example"}),
            "keys of runs are then sessions of a role",
        ),
        (values({"enabled": False}), "or enable workloadIdentity"),
    ],
)
def test_what_does_not_fit_is_refused_with_what_to_set(render: Render, given: dict[str, Any], sentence: str) -> None:
    with pytest.raises(helm.HelmError, match=sentence):
        render(given)


def test_a_tenants_own_secret_can_still_be_read(render: Render) -> None:
    given = {**values({"roleArn": ROLE}), "tenants": [{"namespace": "news", "secret": "news-s3"}]}
    rules = [rule for role in render(given).of("Role") for rule in role["rules"] if "secrets" in rule["resources"]]
    assert [rule["resourceNames"] for rule in rules] == [["news-s3"]]
