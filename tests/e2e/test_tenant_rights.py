"""What somebody who may only bring assets can do: requests of the chart's roles, and of Kubernetes' own `edit`.

Each is made on the real API server in the person's name; what is refused here was tried by hand before it was a test.
"""

import uuid
from collections.abc import Iterator

import pytest
import yaml
from kubernetes import client

from tests.e2e.conftest import RELEASE_NAMESPACE, TEST_OPERATOR, Cluster, Manifest
from tests.e2e.impersonation import APPLY, Impersonated

API = "mediainsights.dev/v1alpha1"
BROUGHT = Impersonated("brings-assets", ("system:authenticated",))
"""Holds the chart's `…-edit` in one enabled namespace, and nothing else."""
EDITOR = Impersonated("edits-a-namespace", ("system:authenticated",))
"""Holds the ClusterRole `edit` there, which includes Secrets and pods."""
ROLES = {BROUGHT.user: f"media-insights-{RELEASE_NAMESPACE}-edit", EDITOR.user: "edit"}
SOURCE = {"s3": {"bucket": "media-insights", "key": "public/upload/there/notes.txt"}}
STARTED = {"asset": "absent", "workflow": "full-analysis", "configuration": {"redaction": {"what": ["x"]}}}
STAGES = [{"name": "only", "operators": [{"name": "proxy"}]}]
DELETED = {"mediainsights.dev/deleted-results": '{"transcribe": "2026-01-01T00:00:00Z"}'}
Request = tuple[str, str, Manifest]


def _made(kind: str, name: str, **spec: object) -> Manifest:
    return {"apiVersion": API, "kind": kind, "metadata": {"name": name}, "spec": spec}


def _operator() -> Manifest:
    manifest: Manifest = yaml.safe_load(TEST_OPERATOR.read_text(encoding="utf-8"))
    manifest["metadata"]["name"] = "mine"
    return manifest


@pytest.fixture(scope="module")
def there(cluster: Cluster) -> Iterator[str]:
    """An enabled namespace in which two people hold these roles, with an asset and an execution of another person."""
    name = f"people-{uuid.uuid4().hex[:6]}"
    labels = {"mediainsights.dev/enabled": "true"}
    cluster.core.create_namespace(client.V1Namespace(metadata=client.V1ObjectMeta(name=name, labels=labels)))
    rbac = client.RbacAuthorizationV1Api()
    for user, role in ROLES.items():
        subject = client.RbacV1Subject(kind="User", name=user, api_group="rbac.authorization.k8s.io")
        reference = client.V1RoleRef(kind="ClusterRole", name=role, api_group="rbac.authorization.k8s.io")
        bound = client.V1RoleBinding(metadata=client.V1ObjectMeta(name=user), role_ref=reference, subjects=[subject])
        rbac.create_namespaced_role_binding(name, bound)
    cluster.apply(_made("MediaAsset", "asset", source=SOURCE), name)
    cluster.apply(_made("MediaExecution", "execution", **STARTED), name)
    cluster.apply(_made("MediaWorkflow", "workflow", stages=STAGES), name)
    yield name
    cluster.core.delete_namespace(name)


ALLOWED: dict[str, Request] = {
    "apply an asset": ("PATCH", "mediaassets/new?fieldManager=me", _made("MediaAsset", "new", source=SOURCE)),
    "change a title": ("PATCH", "mediaassets/asset", {"spec": {"title": "Holiday"}}),
    "start a workflow": ("POST", "mediaexecutions", _made("MediaExecution", "new", asset="asset", workflow="w")),
    "cancel": ("PATCH", "mediaexecutions/execution", {"spec": {"cancel": True}}),
    "bring a workflow": ("POST", "mediaworkflows", _made("MediaWorkflow", "new", stages=STAGES)),
    "ask to delete a result": ("PATCH", "mediaassets/asset", {"metadata": {"annotations": DELETED}}),
    "delete": ("DELETE", "mediaassets/asset", {}),
}
STATUS = {"status": {"state": "Complete", "planHash": "sha256:0", "planKey": "private/mine/plan.json"}}
REFUSED: dict[str, Request] = {
    "write the status of an asset": ("PATCH", "mediaassets/asset/status", {"status": {"message": "mine"}}),
    "write the status of an execution": ("PATCH", "mediaexecutions/execution/status", STATUS),
    "write the status of a workflow": ("PATCH", "mediaworkflows/workflow/status", {"status": {}}),
    "name another source": ("PATCH", "mediaassets/asset", {"spec": {"source": {"s3": {"key": "other"}}}}),
    "run another workflow": ("PATCH", "mediaexecutions/execution", {"spec": {"workflow": "other"}}),
    "run over another asset": ("PATCH", "mediaexecutions/execution", {"spec": {"asset": "other"}}),
    "change a parameter": (
        "PATCH",
        "mediaexecutions/execution",
        {"spec": {"configuration": {"redaction": {"what": ["y"]}}}},
    ),
    "add a parameter": ("PATCH", "mediaexecutions/execution", {"spec": {"configuration": {"redaction": {"a": 1}}}}),
    "add an operator": ("PATCH", "mediaexecutions/execution", {"spec": {"configuration": {"proxy": {"a": 1}}}}),
    "become a rerun": (
        "PATCH",
        "mediaexecutions/execution",
        {"spec": {"from": {"execution": "other", "scope": "All"}}},
    ),
    "a key with an escape sequence": (
        "POST",
        "mediaassets",
        _made("MediaAsset", "bad", source={"s3": {"bucket": "media-insights", "key": "a\x1b[2J"}}),
    ),
    "a key with two lines": (
        "POST",
        "mediaassets",
        _made("MediaAsset", "bad", source={"s3": {"bucket": "media-insights", "key": "a\nb"}}),
    ),
    "a title with an escape sequence": (
        "POST",
        "mediaassets",
        _made("MediaAsset", "bad", source=SOURCE, title="a\x1b[2J"),
    ),
    "a bucket that is a path": (
        "POST",
        "mediaassets",
        _made("MediaAsset", "bad", source={"s3": {"bucket": "..", "key": "k"}}),
    ),
}
ELSEWHERE: dict[str, Request] = {
    "bring an operator": ("POST", f"/apis/{API}/mediaoperators", _operator()),
    "change an operator": ("PATCH", f"/apis/{API}/mediaoperators/proxy", {"spec": {"image": "attacker.example/evil"}}),
    "write into another namespace": (
        "POST",
        f"/apis/{API}/namespaces/default/mediaassets",
        _made("MediaAsset", "new", source=SOURCE),
    ),
    "read another namespace": ("GET", f"/apis/{API}/namespaces/default/mediaassets", {}),
    "read the installation's Secrets": ("GET", f"/api/v1/namespaces/{RELEASE_NAMESPACE}/secrets", {}),
    "read the installation's settings": ("GET", f"/api/v1/namespaces/{RELEASE_NAMESPACE}/configmaps", {}),
    "enable a namespace": (
        "PATCH",
        "/api/v1/namespaces/default",
        {"metadata": {"labels": {"mediainsights.dev/enabled": "true"}}},
    ),
    "change the controller's bounds": (
        "GET",
        "/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicies",
        {},
    ),
}


def _ask(who: Impersonated, request: Request, namespace: str) -> int:
    method, path, body = request
    where = path if path.startswith("/") else f"/apis/{API}/namespaces/{namespace}/{path}"
    query = f"{'&' if '?' in where else '?'}dryRun=All" if method != "GET" else ""
    content = body if method in ("POST", "PATCH") else None  # options in a body would count in place of the query's
    return who(method, where + query, content, APPLY if "fieldManager" in path else "").status


@pytest.mark.parametrize("what", ALLOWED)
def test_who_brings_assets_may(there: str, what: str) -> None:
    assert _ask(BROUGHT, ALLOWED[what], there) in (200, 201, 202), what


@pytest.mark.parametrize("who", [BROUGHT, EDITOR], ids=lambda who: str(who.user))
@pytest.mark.parametrize("what", [*REFUSED, *ELSEWHERE])
def test_a_tenant_is_refused(there: str, who: Impersonated, what: str) -> None:
    assert _ask(who, (REFUSED | ELSEWHERE)[what], there) in (403, 422), what


@pytest.mark.parametrize("path", ["secrets", "pods", "configmaps", "serviceaccounts"])
def test_who_brings_assets_reads_nothing_else_of_the_namespace(there: str, path: str) -> None:
    assert BROUGHT("GET", f"/api/v1/namespaces/{there}/{path}").status == 403
