"""What an enabled namespace was given comes back when it is changed, and goes when the namespace is closed."""

import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from kubernetes import client

from media_insights.compile.namespace import PREPARED
from media_insights.domain.sources.tenancy import RETIRED_REPOSITORY, RETIRED_SECRET
from media_insights.kube.resources import resource_of
from tests.e2e.conftest import Cluster, Manifest, Media
from tests.e2e.eventually import eventually
from tests.e2e.impersonation import EVERY_RIGHT, account

ADMINISTRATOR = account("default", "administrator", EVERY_RIGHT)
OPERATOR = "media-insights-operator"
LABEL = "mediainsights.dev/enabled"
GIVEN = {(kind, name) for kind, name in PREPARED if name not in (RETIRED_SECRET, RETIRED_REPOSITORY)}
"""What a namespace is given today."""


def _path(kind: str, name: str, namespace: str) -> str:
    return resource_of(kind).path(namespace, name)


def _there(namespace: str) -> set[tuple[str, str]]:
    """What the namespace holds of what it is given."""
    return {(kind, name) for kind, name in PREPARED if ADMINISTRATOR("GET", _path(kind, name, namespace)).status == 200}


def _label(cluster: Cluster, namespace: str, *, enabled: bool) -> None:
    cluster.core.patch_namespace(namespace, {"metadata": {"labels": {LABEL: "true" if enabled else None}}})


@pytest.fixture
def tenant(cluster: Cluster) -> Iterator[str]:
    """A namespace that is enabled and prepared."""
    name = f"tenant-{uuid.uuid4().hex[:6]}"
    labels = {LABEL: "true", "pod-security.kubernetes.io/enforce": "restricted"}
    cluster.core.create_namespace(client.V1Namespace(metadata=client.V1ObjectMeta(name=name, labels=labels)))
    eventually(lambda: _there(name) == GIVEN, f"{name} is prepared")
    yield name
    _label(cluster, name, enabled=True)  # what is left in it is ended by the controller
    cluster.core.delete_namespace(name)


@pytest.mark.parametrize(("kind", "name"), sorted(each for each in GIVEN if each[0] != "Secret"))
def test_what_was_deleted_comes_back(kind: str, name: str, tenant: str) -> None:
    before = ADMINISTRATOR("GET", _path(kind, name, tenant)).body["metadata"]["uid"]
    assert ADMINISTRATOR("DELETE", _path(kind, name, tenant)).status == 200

    def again() -> bool:
        answer = ADMINISTRATOR("GET", _path(kind, name, tenant))
        return answer.status == 200 and answer.body["metadata"]["uid"] != before

    eventually(again, f"{kind} {name} is there again")
    eventually(lambda: _there(tenant) == GIVEN, "and all that went with it")


@pytest.mark.parametrize(
    ("kind", "name", "change"),
    [
        ("NetworkPolicy", OPERATOR, {"spec": {"egress": [{}], "ingress": [{}]}}),
        ("NetworkPolicy", OPERATOR, {"spec": {"podSelector": {"matchLabels": {"nobody": "here"}}}}),
        ("Role", "media-insights-executor", {"rules": []}),
        ("ServiceAccount", OPERATOR, {"automountServiceAccountToken": True}),
        (
            "NetworkPolicy",
            OPERATOR,
            {"metadata": {"labels": {"app.kubernetes.io/managed-by": None}}, "spec": {"egress": []}},
        ),
    ],
    ids=["opened", "other pods", "no rights", "a token", "no longer marked as ours"],
)
def test_what_was_changed_is_as_it_was(kind: str, name: str, change: Manifest, tenant: str) -> None:
    before = _content(kind, name, tenant)
    assert ADMINISTRATOR("PATCH", _path(kind, name, tenant), change).status == 200
    eventually(lambda: _content(kind, name, tenant) == before, f"{kind} {name} is as it was")


def _content(kind: str, name: str, namespace: str) -> Any:
    body = ADMINISTRATOR("GET", _path(kind, name, namespace)).body
    marks = body["metadata"].get("labels")
    return marks, {field: body.get(field) for field in ("spec", "rules", "automountServiceAccountToken")}


def test_a_closed_namespace_is_cleaned_and_its_runs_end(
    cluster: Cluster, tenant: str, test_operator: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    key = f"public/upload/{tenant}/words.txt"
    file = tmp_path_factory.mktemp("closing") / "words.txt"
    file.write_text("Some words.\n", encoding="utf-8")
    assert Media(tenant)("upload", file, "--key", key).returncode == 0
    entry = {"name": test_operator, "configuration": {"seconds": 600}}
    workflow = {"stages": [{"name": "only", "operators": [entry]}]}
    cluster.apply(_ours("MediaWorkflow", "endless", workflow), tenant)
    source = {"s3": {"bucket": "media-insights", "key": key}}
    cluster.apply(_ours("MediaAsset", "words", {"source": source, "workflows": [{"name": "endless"}]}), tenant)
    (run,) = eventually(lambda: cluster.executions(tenant, "words"), "the asset has an execution")
    name = run["metadata"]["name"]
    eventually(lambda: _status(cluster, name, tenant).get("state") == "Started", f"{name} runs")

    _label(cluster, tenant, enabled=False)

    eventually(lambda: not any(kind == "Secret" for kind, _ in _there(tenant)), "its Secrets are gone")
    status = eventually(
        lambda: (found := _status(cluster, name, tenant)).get("state") == "Error" and found, f"{name} was stopped"
    )
    assert "not enabled any more" in status["message"]
    assert {each["reason"] for each in status["conditions"]} == {"NamespaceNotEnabled"}
    eventually(lambda: not _there(tenant), "everything that the namespace was given is gone", seconds=90)
    running = [each for each in cluster.argo_workflows(tenant) if each["status"].get("phase") == "Running"]
    assert running == []

    cluster.apply(_ours("MediaExecution", "again", {"asset": "words", "workflow": "endless"}), tenant)
    queue = eventually(lambda: _status(cluster, "again", tenant).get("queue"), "a further execution waits")
    assert f"kubectl label namespace {tenant}" in queue["reason"]

    _label(cluster, tenant, enabled=True)
    eventually(lambda: _status(cluster, "again", tenant).get("state") == "Started", "and starts when it may")
    assert _there(tenant) == GIVEN
    cluster.delete("mediaassets", "words", tenant)
    eventually(lambda: cluster.get("mediaassets", "words", tenant) is None, "the asset is gone", seconds=90)


def _ours(kind: str, name: str, spec: Manifest) -> Manifest:
    return {"apiVersion": "mediainsights.dev/v1alpha1", "kind": kind, "metadata": {"name": name}, "spec": spec}


def _status(cluster: Cluster, name: str, namespace: str) -> Manifest:
    status: Manifest = (cluster.get("mediaexecutions", name, namespace) or {}).get("status", {})
    return status
