"""How runs get keys of the store is chosen by values, never by omission."""

from typing import Any

import pytest

from media_insights.kube.resources import CONFIG_MAPS, SECRETS
from media_insights.settings.controller import RunCredentialSettings
from tests.unit.chart.conftest import Manifest, Render, Rendered, helm
from tests.unit.chart.test_controller import _settings

S3 = {"endpoint": "https://s3.example", "secretName": "mine"}
ROLE = {"roleArn": "arn:aws:iam::1:role/runs", "endpoint": "https://sts.example", "sessionSeconds": 7200}
DECLARED = "ONE TRUST DOMAIN"


def external(**more: Any) -> dict[str, Any]:
    return {"objectStore": {"external": {**S3, **more}}}


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({}, RunCredentialSettings(kind="iamUsers", endpoint="http://media-insights-objectstore.media.svc:7071")),
        (
            external(iam={"endpoint": "https://iam.example"}),
            RunCredentialSettings(kind="iamUsers", endpoint="https://iam.example"),
        ),
        (
            external(assumeRole=ROLE),
            RunCredentialSettings(
                kind="assumeRole", endpoint="https://sts.example", role="arn:aws:iam::1:role/runs", seconds=7200
            ),
        ),
        ({**external(), "multiTenant": False}, RunCredentialSettings(kind="shared")),
        ({"multiTenant": False}, RunCredentialSettings(kind="shared")),
    ],
)
def test_values_choose(render: Render, values: dict[str, Any], expected: RunCredentialSettings) -> None:
    rendered = render(values)
    assert _settings(rendered).run_credentials == expected
    assert (DECLARED in rendered.notes) is (expected.kind == "shared")


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        (external(), "say how each run gets keys that open its own files only, by iam.endpoint or assumeRole.roleArn"),
        (external(iam={"endpoint": "https://iam.example"}, assumeRole=ROLE), "two ways of giving each run keys"),
        ({"tenants": [{"namespace": "news", "secret": "s"}]}, "tenants: news has a secret, but users are made by"),
    ],
)
def test_what_nobody_declared_is_refused_with_what_to_set(
    render: Render, values: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(helm.HelmError, match=sentence):
        render(values)


def gateway(rendered: Rendered) -> dict[str, Manifest]:
    return {each["name"]: each for each in rendered.pods()["media-insights-objectstore"]["containers"]}


def test_the_embedded_gateway_asks_its_iam_program_by_a_socket_that_only_they_share(render: Render) -> None:
    containers = gateway(render())
    [socket] = [each.partition("=")[2] for each in containers["gateway"]["args"] if each.startswith("--iam-standalone")]
    assert containers["iam"]["args"][-2:] == ["--private-ports", socket]
    mounts = [{each["name"]: each["mountPath"] for each in c["volumeMounts"]} for c in containers.values()]
    assert [socket.startswith(each["iam"]) for each in mounts] == [True, True]
    assert containers["iam"]["securityContext"] == containers["gateway"]["securityContext"]


def test_users_lie_on_the_volume_where_no_bucket_can_be(render: Render) -> None:
    [users] = [each for each in gateway(render())["iam"]["volumeMounts"] if each["name"] == "data"]
    assert users["subPath"].startswith(".")
    assert gateway(render())["iam"]["args"][:6] == ["--port", ":7071", "--keep-alive", "iam", "--quiet", "--dir"]
    assert gateway(render())["iam"]["args"][6] == users["mountPath"]


def test_connections_stay_open_between_requests(render: Render) -> None:
    assert all("--keep-alive" in each["args"] for each in gateway(render()).values())


def test_only_the_controller_reaches_the_iam(render: Render) -> None:
    policy = render().one("NetworkPolicy", "-objectstore")
    [rule] = [each for each in policy["spec"]["ingress"] if each["ports"] == [{"port": "iam"}]]
    [peer] = rule["from"]
    assert peer["podSelector"]["matchLabels"]["app.kubernetes.io/component"] == "controller"


def test_one_trust_domain_needs_no_iam(render: Render) -> None:
    rendered = render({"multiTenant": False})
    assert set(gateway(rendered)) == {"gateway"}
    assert "7071" not in str(rendered.objects)


def test_the_controller_makes_and_removes_runs_secrets_and_reads_none(render: Render) -> None:
    rules = render().one("ClusterRole", "-tenant")["rules"]
    verbs: dict[str, set[str]] = {}
    for rule in rules:
        for plural in rule["resources"]:
            if not rule.get("resourceNames"):
                verbs.setdefault(plural, set()).update(rule["verbs"])
    assert verbs[SECRETS.plural] == {"create", "delete"}
    assert CONFIG_MAPS.plural not in verbs
