import pytest

from media_insights.compile.namespace import NamespaceFacts, compile_namespace
from media_insights.controller.wiring import watched_by
from media_insights.domain.store_address import StoreAddress
from media_insights.kube.resources import (
    ASSETS,
    CONFIG_MAPS,
    ENDPOINT_SLICES,
    EVENTS,
    EXECUTIONS,
    LEASES,
    OPERATORS,
    RUNS,
    WORKFLOWS,
    Resource,
    resource_of,
)
from media_insights.runtime import lease
from media_insights.settings.controller import read
from tests.unit.chart.conftest import Manifest, Render

BY_NAME = {CONFIG_MAPS: "media-insights-limits", LEASES: lease.NAME}
"""What the controller watches by name only."""


@pytest.fixture
def rules(render: Render) -> list[Manifest]:
    """The controller's rights across the cluster."""
    found: list[Manifest] = render().one("ClusterRole", "-controller")["rules"]
    return found


def _may(rules: list[Manifest], verb: str, resource: Resource, name: str = "", part: str = "") -> bool:
    plural = f"{resource.plural}/{part}" if part else resource.plural
    return any(
        resource.group in rule["apiGroups"]
        and plural in rule["resources"]
        and verb in rule["verbs"]
        and (not rule.get("resourceNames") or name in rule["resourceNames"])
        for rule in rules
    )


def _prepared() -> tuple[Manifest, ...]:
    """What the controller puts into a tenant's namespace."""
    store = StoreAddress.of("http://s3.media.svc:7070", bucket="b")
    return compile_namespace(NamespaceFacts(namespace="n", store=store, access_key="a", secret_key="s"))


@pytest.mark.parametrize("resource", watched_by(read({})), ids=lambda resource: resource.plural)
def test_may_watch_what_the_controller_watches(rules: list[Manifest], resource: Resource) -> None:
    for verb in ("list", "watch"):
        assert _may(rules, verb, resource, BY_NAME.get(resource, ""))


@pytest.mark.parametrize("kind", sorted({each["kind"] for each in _prepared()}))
def test_may_apply_what_a_tenants_namespace_gets(rules: list[Manifest], kind: str) -> None:
    resource = resource_of(kind)
    assert _may(rules, "create", resource)
    assert _may(rules, "patch", resource)


@pytest.mark.parametrize("resource", [ASSETS, EXECUTIONS, WORKFLOWS, OPERATORS], ids=lambda resource: resource.plural)
def test_may_write_statuses(rules: list[Manifest], resource: Resource) -> None:
    assert _may(rules, "patch", resource, part="status")


def test_may_run_and_end_argo_workflows_and_tell_about_it(rules: list[Manifest]) -> None:
    assert all(_may(rules, verb, RUNS) for verb in ("create", "get", "patch", "delete"))
    assert all(_may(rules, verb, EXECUTIONS) for verb in ("create", "patch", "delete"))
    assert _may(rules, "create", EVENTS)
    assert _may(rules, "get", ENDPOINT_SLICES, "kubernetes")


def test_can_grant_the_executors_role_only_because_it_holds_the_same(rules: list[Manifest]) -> None:
    results = Resource("argoproj.io", "v1alpha1", "workflowtaskresults", "WorkflowTaskResult")
    [role] = [each for each in _prepared() if each["kind"] == "Role"]
    for rule in role["rules"]:
        assert rule["resources"] == [results.plural]
        assert all(_may(rules, verb, results) for verb in rule["verbs"])


def test_reads_no_secret_of_a_tenant_and_nothing_by_a_wildcard(render: Render, rules: list[Manifest]) -> None:
    secrets = Resource("", "v1", "secrets", "Secret")
    assert not any(_may(rules, verb, secrets, "any") for verb in ("get", "list", "watch", "delete"))
    for role in [*render().of("ClusterRole"), *render().of("Role")]:
        for rule in role["rules"]:
            assert "*" not in [*rule["verbs"], *rule["resources"], *rule["apiGroups"]], role["metadata"]["name"]


def test_reads_at_home_only_the_secrets_that_it_hands_on(render: Render) -> None:
    values = {"tenants": [{"namespace": "a", "secret": "a-store"}, {"namespace": "b"}]}
    own = render(values).one("Role", "-controller")["rules"]
    [rule] = [each for each in own if "secrets" in each["resources"]]
    assert (rule["resourceNames"], rule["verbs"]) == (["media-insights-objectstore", "a-store"], ["get"])


def test_people_with_edit_may_bring_no_operators(render: Render) -> None:
    [rule] = render().one("ClusterRole", "-edit")["rules"]
    assert "mediaoperators" not in rule["resources"]
