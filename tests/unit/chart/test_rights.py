import pytest

from media_insights.compile.namespace import NamespaceFacts, compile_namespace
from media_insights.controller.wiring import watched_by
from media_insights.domain.store_address import StoreAddress
from media_insights.kube.resources import (
    ASSETS,
    BATCHES,
    CONFIG_MAPS,
    ENDPOINT_SLICES,
    EVENTS,
    EXECUTIONS,
    LEASES,
    OPERATORS,
    RUNS,
    SECRETS,
    SOURCES,
    WORKFLOWS,
    Resource,
    resource_of,
)
from media_insights.runtime import lease
from media_insights.settings.controller import read
from tests.unit.chart.conftest import Manifest, Render, Rendered

BY_NAME = {CONFIG_MAPS: "media-insights-limits", LEASES: lease.NAME}
"""What the controller watches by name only."""


@pytest.fixture
def rules(render: Render) -> list[Manifest]:
    """The controller's rights across the cluster: what it reads, and what it writes."""
    return [rule for end in ("-controller", "-tenant") for rule in render().one("ClusterRole", end)["rules"]]


def _role(rendered: Rendered, namespace: str) -> list[Manifest]:
    """The controller's rights in one namespace."""
    [role] = [
        each
        for each in rendered.of("Role")
        if each["metadata"]["name"].endswith("-controller") and each["metadata"].get("namespace", "media") == namespace
    ]
    found: list[Manifest] = role["rules"]
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
    return compile_namespace(NamespaceFacts(namespace="n", store=store))


@pytest.mark.parametrize(
    "resource", watched_by(read({"MEDIA_INSIGHTS_RUN_CREDENTIALS": "shared"})), ids=lambda resource: resource.plural
)
def test_may_watch_what_the_controller_watches(rules: list[Manifest], resource: Resource) -> None:
    for verb in ("list", "watch"):
        assert _may(rules, verb, resource, BY_NAME.get(resource, ""))


@pytest.mark.parametrize("kind", sorted({each["kind"] for each in _prepared()}))
def test_may_apply_what_a_tenants_namespace_gets_by_these_names_only(rules: list[Manifest], kind: str) -> None:
    resource = resource_of(kind)
    assert _may(rules, "create", resource)
    names = {each["metadata"]["name"] for each in _prepared() if each["kind"] == kind}
    assert all(_may(rules, "patch", resource, name) for name in names)
    named = {name for rule in rules if resource.plural in rule["resources"] for name in rule.get("resourceNames", ())}
    assert named == names
    assert all(_may(rules, "delete", resource, name) for name in names)
    assert not _may(rules, "patch", resource, "any")
    assert _may(rules, "delete", resource, "any") is (resource == SECRETS)


@pytest.mark.parametrize("resource", [SECRETS, CONFIG_MAPS], ids=lambda resource: resource.plural)
def test_may_read_nothing_of_tenants_that_could_be_worth_something(rules: list[Manifest], resource: Resource) -> None:
    assert not any(_may(rules, verb, resource, "any") for verb in ("get", "list", "watch"))


@pytest.mark.parametrize(
    "resource", [ASSETS, BATCHES, SOURCES, EXECUTIONS, WORKFLOWS, OPERATORS], ids=lambda resource: resource.plural
)
def test_may_write_statuses(rules: list[Manifest], resource: Resource) -> None:
    assert _may(rules, "patch", resource, part="status")
    assert not any(_may(rules, verb, resource, part="status") for verb in ("get", "update"))


def test_may_run_and_end_argo_workflows_and_tell_about_it(render: Render, rules: list[Manifest]) -> None:
    assert all(_may(rules, verb, RUNS) for verb in ("create", "get", "patch", "delete"))
    assert all(_may(rules, verb, EXECUTIONS) for verb in ("create", "patch", "delete"))
    assert _may(rules, "create", EVENTS)
    assert not _may(rules, "patch", EVENTS)
    default = _role(render(), "default")
    assert _may(default, "create", EVENTS)
    assert _may(default, "get", ENDPOINT_SLICES, "kubernetes")
    assert not _may(rules, "get", ENDPOINT_SLICES, "kubernetes")


@pytest.mark.parametrize("resource", [BATCHES, SOURCES], ids=lambda resource: resource.plural)
def test_makes_assets_for_batches_and_sources_and_makes_or_deletes_none(
    rules: list[Manifest], resource: Resource
) -> None:
    assert _may(rules, "create", ASSETS)
    assert not _may(rules, "delete", ASSETS)
    assert _may(rules, "patch", resource)
    assert not any(_may(rules, verb, resource) for verb in ("create", "update", "delete"))


@pytest.mark.parametrize("resource", [BATCHES, SOURCES], ids=lambda resource: resource.plural)
def test_people_may_do_with_batches_and_sources_as_with_assets(render: Render, resource: Resource) -> None:
    edit, view = (render().one("ClusterRole", end)["rules"] for end in ("-media-edit", "-media-view"))
    for verb in ("get", "list", "watch", "create", "update", "patch", "delete", "deletecollection"):
        assert _may(edit, verb, resource)
        assert _may(edit, verb, ASSETS)
    assert _may(view, "list", resource)
    assert not _may(view, "patch", resource)


def test_brings_no_operators_and_no_workflows(render: Render, rules: list[Manifest]) -> None:
    for resource in (OPERATORS, WORKFLOWS):
        for verb in ("create", "update", "patch", "delete"):
            assert not _may([*rules, *_role(render(), "media")], verb, resource)


def test_keeps_its_lease_in_its_own_namespace(render: Render, rules: list[Manifest]) -> None:
    home = _role(render(), "media")
    assert _may(home, "create", LEASES)
    assert all(_may(home, verb, LEASES, lease.NAME) for verb in ("get", "update"))
    assert not any(_may(rules, verb, LEASES, lease.NAME) for verb in ("create", "update", "patch", "delete"))


def test_writes_everywhere_or_only_where_the_administrator_names_it(render: Render) -> None:
    across = [each["roleRef"]["name"] for each in render().of("ClusterRoleBinding")]
    assert "media-insights-media-tenant" in across
    assert not [each for each in render().of("RoleBinding") if each["roleRef"]["name"].endswith("-tenant")]

    named = render({"rbac": {"namespaces": ["newsroom", "sports"]}})
    bound = [each for each in named.of("RoleBinding") if each["roleRef"]["name"] == "media-insights-media-tenant"]
    assert sorted(each["metadata"]["namespace"] for each in bound) == ["media", "newsroom", "sports"]
    assert "media-insights-media-tenant" not in [each["roleRef"]["name"] for each in named.of("ClusterRoleBinding")]


def test_what_writes_across_the_cluster_is_only_what_is_bound_so(render: Render) -> None:
    """With rbac.namespaces nothing but the status of operators is written across the cluster."""
    reading = render().one("ClusterRole", "-controller")["rules"]
    written = [rule["resources"] for rule in reading if not {"get", "list", "watch"}.issuperset(rule["verbs"])]
    assert written == [["mediaoperators/status"]]


def test_can_grant_the_executors_role_only_because_it_holds_the_same(rules: list[Manifest]) -> None:
    results = Resource("argoproj.io", "v1alpha1", "workflowtaskresults", "WorkflowTaskResult")
    [role] = [each for each in _prepared() if each["kind"] == "Role"]
    for rule in role["rules"]:
        assert rule["resources"] == [results.plural]
        assert all(_may(rules, verb, results) for verb in rule["verbs"])


def test_reads_no_secret_of_a_tenant_and_nothing_by_a_wildcard(render: Render, rules: list[Manifest]) -> None:
    secrets = Resource("", "v1", "secrets", "Secret")
    assert not any(_may(rules, verb, secrets, "any") for verb in ("get", "list", "watch", "patch", "update"))
    for role in [*render().of("ClusterRole"), *render().of("Role")]:
        for rule in role["rules"]:
            assert "*" not in [*rule["verbs"], *rule["resources"], *rule["apiGroups"]], role["metadata"]["name"]


def test_reads_at_home_only_the_secrets_that_it_hands_on(render: Render) -> None:
    values = {"multiTenant": False, "tenants": [{"namespace": "a", "secret": "a-store"}, {"namespace": "b"}]}
    own = _role(render(values), "media")
    [rule] = [each for each in own if "secrets" in each["resources"]]
    assert (rule["resourceNames"], rule["verbs"]) == (["media-insights-objectstore", "a-store"], ["get"])


def test_people_with_edit_may_bring_no_operators(render: Render) -> None:
    [rule] = render().one("ClusterRole", "-edit")["rules"]
    assert "mediaoperators" not in rule["resources"]


def test_people_with_edit_alone_may_read_what_they_write(render: Render) -> None:
    [rule] = render().one("ClusterRole", "-edit")["rules"]
    assert {"get", "list", "watch", "create", "patch"} <= set(rule["verbs"])


def test_the_test_of_an_installation_reads_only_and_holds_no_keys(render: Render) -> None:
    role = render().one("ClusterRole", "-test")
    assert role["rules"] == [
        {"apiGroups": ["mediainsights.dev"], "resources": ["mediaoperators"], "verbs": ["get", "list"]}
    ]
    pod = render().pods()["media-insights-test"]
    assert pod["serviceAccountName"] == "media-insights-test"
    assert not [each for each in pod["containers"][0].get("env", ()) if "secretKeyRef" in each.get("valueFrom", {})]
    for kind in ("ServiceAccount", "ClusterRole", "ClusterRoleBinding", "Pod"):
        assert render().one(kind, "-test")["metadata"]["annotations"]["helm.sh/hook"] == "test"
