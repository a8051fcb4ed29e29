"""What somebody who has taken over the controller can do: every way out of enabled namespaces is tried, and refused.

Each attack is made twice: with the account's own rights, and with every right there is, so that the admission policy is
seen to hold by itself.
"""

import copy
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import yaml
from kubernetes import client

from media_insights.compile.namespace import NamespaceFacts, compile_namespace
from media_insights.domain.store_address import StoreAddress
from media_insights.kube.resources import resource_of
from tests.e2e.conftest import RELEASE_NAMESPACE, TEST_OPERATOR, Cluster, Manifest
from tests.e2e.eventually import eventually
from tests.e2e.impersonation import APPLY, EVERY_RIGHT, Answer, account

GOLDEN = Path(__file__).parents[1] / "unit/compile/golden"
CONTROLLER = account(RELEASE_NAMESPACE, "media-insights")
ALMIGHTY = account(RELEASE_NAMESPACE, "media-insights", EVERY_RIGHT)
API = "mediainsights.dev/v1alpha1"
OURS = f"/apis/{API}/namespaces"
RBAC = "/apis/rbac.authorization.k8s.io/v1"
ARGO = "/apis/argoproj.io/v1alpha1/namespaces"
TOKEN = "kubernetes.io/service-account-token"
EXECUTOR = "media-insights-executor"
RUN_OWNER = {"apiVersion": API, "kind": "MediaExecution", "name": "run", "uid": "0-1"}
RUNS: dict[str, str] = {}
"""The UID of the execution whose Secret each namespace holds."""
Request = tuple[str, str, Manifest]


@contextmanager
def _namespace(cluster: Cluster, **labels: str) -> Iterator[str]:
    name = f"rights-{uuid.uuid4().hex[:6]}"
    meta = client.V1ObjectMeta(name=name, labels={key.replace("_", "/"): value for key, value in labels.items()})
    cluster.core.create_namespace(client.V1Namespace(metadata=meta))
    payroll = client.V1Secret(metadata=client.V1ObjectMeta(name="payroll-db"), string_data={"password": "hunter2"})
    cluster.core.create_namespaced_secret(name, payroll)
    try:
        yield name
    finally:
        cluster.core.delete_namespace(name)


@pytest.fixture(scope="module")
def closed(cluster: Cluster) -> Iterator[str]:
    """A namespace that nobody enabled, with a Secret, an asset, an execution and two Argo Workflows that wait."""
    with _namespace(cluster) as name:
        spec = {"asset": "absent", "workflow": "full-analysis"}
        head = {"apiVersion": API, "kind": "MediaExecution", "metadata": {"name": "owner"}}
        uid = cluster.apply({**head, "spec": spec}, name)["metadata"]["uid"]
        source = {"s3": {"bucket": "media-insights", "key": "public/upload/theirs.mp4"}}
        cluster.apply(_object("theirs", API, "MediaAsset", spec={"source": source}), name)
        owner = {"apiVersion": API, "kind": "MediaExecution", "name": "owner", "uid": uid}
        for made, owners in (("owner", [owner]), ("foreign", [])):
            cluster.custom.create_namespaced_custom_object(
                "argoproj.io", "v1alpha1", name, "workflows", _waiting(made, owners)
            )
        meta = client.V1ObjectMeta(name="media-insights-store")
        cluster.core.create_namespaced_secret(name, client.V1Secret(metadata=meta, string_data={"accesskey": "theirs"}))
        yield name


@pytest.fixture(scope="module")
def opened(cluster: Cluster) -> Iterator[str]:
    """An enabled namespace that the controller has prepared."""
    with _namespace(cluster, **{"mediainsights.dev_enabled": "true"}) as name:
        for manifest in _prepared(name):
            assert _apply(manifest).status in (200, 201)
        meta = client.V1ObjectMeta(name="theirs")
        spec = client.V1NetworkPolicySpec(pod_selector=client.V1LabelSelector())
        client.NetworkingV1Api().create_namespaced_network_policy(
            name, client.V1NetworkPolicy(metadata=meta, spec=spec)
        )
        RUNS[name] = uid = _ended_run(cluster, name)
        for run, owners in ((uid, [{**RUN_OWNER, "uid": uid}]), ("0-8", [])):
            meta = client.V1ObjectMeta(name=f"media-insights-run-{run}", owner_references=owners)
            cluster.core.create_namespaced_secret(name, client.V1Secret(metadata=meta))
        yield name


def _ended_run(cluster: Cluster, namespace: str) -> str:
    """The UID of an execution of which the controller removes nothing any more: its Secret stays while it is there."""
    spec = {"asset": "absent", "workflow": "full-analysis", "cancel": True}
    made = cluster.apply(_object("run", API, "MediaExecution", spec=spec), namespace)
    eventually(
        lambda: (cluster.get("mediaexecutions", "run", namespace) or {}).get("status", {}).get("state") == "Cancelled",
        "the execution was cancelled",
    )
    return str(made["metadata"]["uid"])


def _waiting(name: str, owners: list[Manifest]) -> Manifest:
    template = {"name": "main", "suspend": {}}
    return {
        "apiVersion": "argoproj.io/v1alpha1",
        "kind": "Workflow",
        "metadata": {"name": name, "ownerReferences": owners},
        "spec": {"entrypoint": "main", "suspend": True, "serviceAccountName": "default", "templates": [template]},
    }


def _prepared(namespace: str, bucket: str = "b") -> tuple[Manifest, ...]:
    store = StoreAddress.of("http://s3.media.svc:7070", bucket=bucket)
    return compile_namespace(NamespaceFacts(namespace=namespace, store=store))


def _apply(manifest: Manifest, query: str = "") -> Answer:
    meta = manifest["metadata"]
    path = resource_of(manifest["kind"]).path(meta["namespace"], meta["name"])
    return CONTROLLER("PATCH", f"{path}?fieldManager=media-insights&force=true{query}", manifest, APPLY)


def _object(name: str, api_version: str, kind: str, **fields: Any) -> Manifest:
    meta = {"name": name} | fields.pop("metadata", {})
    return {"apiVersion": api_version, "kind": kind, "metadata": meta, **fields}


def _item(owner: str = "MediaBatch", **spec: Any) -> Manifest:
    """An asset as a batch has it."""
    owners = [{"apiVersion": API, "kind": owner, "name": "b", "uid": "1"}]
    source = {"s3": {"bucket": "media-insights", "key": "public/upload/there/notes.txt"}}
    return _object("x", API, "MediaAsset", metadata={"ownerReferences": owners}, spec={"source": source, **spec})


def _batch() -> Manifest:
    source = {"prefix": {"bucket": "media-insights", "key": "public/upload/there/"}}
    return _object("x", API, "MediaBatch", spec={"source": source, "workflow": "full-analysis"})


def _secret(name: str, **fields: Any) -> Manifest:
    return _object(name, "v1", "Secret", **fields)


def _token(name: str, of: str) -> Manifest:
    return _secret(name, type=TOKEN, metadata={"annotations": {"kubernetes.io/service-account.name": of}})


def _role(name: str, *resources: str) -> Manifest:
    rules = [{"apiGroups": [""], "resources": list(resources), "verbs": ["get"]}]
    return _object(name, "rbac.authorization.k8s.io/v1", "Role", rules=rules)


def _binding(role: Manifest, subject: Manifest) -> Manifest:
    api = "rbac.authorization.k8s.io"
    return _object(EXECUTOR, f"{api}/v1", "RoleBinding", roleRef={"apiGroup": api} | role, subjects=[subject])


def _operator() -> Manifest:
    manifest: Manifest = yaml.safe_load(TEST_OPERATOR.read_text(encoding="utf-8"))
    manifest["metadata"]["name"] = "mine"
    return manifest


def _run(**spec: Any) -> Manifest:
    """An Argo Workflow as the controller makes it, with some of its spec changed."""
    manifest: Manifest = copy.deepcopy(yaml.safe_load((GOLDEN / "staged.yaml").read_text(encoding="utf-8")))
    del manifest["metadata"]["namespace"]
    manifest["spec"] |= spec
    return manifest


def _run_of(template: Manifest) -> Manifest:
    return _run(entrypoint="x", templates=[{"name": "x"} | template])


def _unowned() -> Manifest:
    manifest = _run()
    del manifest["metadata"]["ownerReferences"]
    return manifest


_CONTAINER: Manifest = {"container": {"image": "attacker.example/evil"}}
_HOST = [{"name": "node", "hostPath": {"path": "/"}}]
_OTHER = {"kind": "ServiceAccount", "name": "default", "namespace": "kube-system"}
_ITSELF = {"kind": "ServiceAccount", "name": EXECUTOR, "namespace": "OPEN"}
_POD = {"containers": [{"name": "x", "image": "x"}]}

# OPEN is an enabled namespace, CLOSED one that is not
ATTACKS: dict[str, Request] = {
    "read a Secret by a patch that changes nothing": ("PATCH", "/api/v1/namespaces/CLOSED/secrets/payroll-db", {}),
    "the same where media is enabled": ("PATCH", "/api/v1/namespaces/OPEN/secrets/payroll-db", {}),
    "take a token of kube-system": ("POST", "/api/v1/namespaces/kube-system/secrets", _token("t", "default")),
    "the same under a name of ours": (
        "POST",
        "/api/v1/namespaces/kube-system/secrets",
        _token(f"{EXECUTOR}.service-account-token", EXECUTOR),
    ),
    "take a foreign token of an enabled namespace": ("POST", "/api/v1/namespaces/OPEN/secrets", _token("t", "default")),
    "take a token as a run's Secret": (
        "POST",
        "/api/v1/namespaces/OPEN/secrets",
        _token("media-insights-run-1", "default"),
    ),
    "make the executor's token another's": (
        "PATCH",
        f"/api/v1/namespaces/OPEN/secrets/{EXECUTOR}.service-account-token",
        {"metadata": {"annotations": {"kubernetes.io/service-account.name": "default"}}},
    ),
    "ask for a token": (
        "POST",
        "/api/v1/namespaces/OPEN/serviceaccounts/default/token",
        {"apiVersion": "authentication.k8s.io/v1", "kind": "TokenRequest", "spec": {}},
    ),
    "make a Secret of a run that nobody owns": (
        "POST",
        "/api/v1/namespaces/OPEN/secrets",
        _secret("media-insights-run-1"),
    ),
    "put a run's keys into a closed namespace": (
        "POST",
        "/api/v1/namespaces/CLOSED/secrets",
        _secret("media-insights-run-0-1", type="Opaque", metadata={"ownerReferences": [RUN_OWNER]}),
    ),
    "put the store's keys into an enabled namespace": (
        "POST",
        "/api/v1/namespaces/OPEN/secrets",
        _secret("media-insights-store", type="Opaque"),
    ),
    "read a run's Secret by a patch that changes nothing": (
        "PATCH",
        "/api/v1/namespaces/OPEN/secrets/media-insights-run-RUN",
        {},
    ),
    "remove a Secret that only has a run's name": (
        "DELETE",
        "/api/v1/namespaces/OPEN/secrets/media-insights-run-0-8",
        {},
    ),
    "run with defaults of another kind": (
        "POST",
        f"{ARGO}/OPEN/workflows",
        _run(templateDefaults={"serviceAccountName": "default"}),
    ),
    "remove a Secret": ("DELETE", "/api/v1/namespaces/OPEN/secrets/payroll-db", {}),
    "remove a Secret of our name that somebody else made": (
        "DELETE",
        "/api/v1/namespaces/CLOSED/secrets/media-insights-store",
        {},
    ),
    "remove others' policies": (
        "DELETE",
        "/apis/networking.k8s.io/v1/namespaces/OPEN/networkpolicies/theirs",
        {},
    ),
    "remove many at once": ("DELETE", "/apis/networking.k8s.io/v1/namespaces/OPEN/networkpolicies", {}),
    "rewrite a ConfigMap of the cluster": (
        "PATCH",
        "/api/v1/namespaces/kube-system/configmaps/kube-root-ca.crt",
        {"data": {"ca.crt": "mine"}},
    ),
    "rewrite the name server": (
        "POST",
        "/api/v1/namespaces/kube-system/configmaps",
        _object("coredns", "v1", "ConfigMap", data={"Corefile": "mine"}),
    ),
    "change the limits of the installation": (
        "PATCH",
        f"/api/v1/namespaces/{RELEASE_NAMESPACE}/configmaps/media-insights-limits",
        {"data": {"maxConcurrentExecutions": "1000"}},
    ),
    "give the executor's account to a cloud role": (
        "PATCH",
        f"/api/v1/namespaces/OPEN/serviceaccounts/{EXECUTOR}",
        {"metadata": {"annotations": {"eks.amazonaws.com/role-arn": "arn:aws:iam::1:role/admin"}}},
    ),
    "take over the account of other pods": ("PATCH", "/api/v1/namespaces/OPEN/serviceaccounts/default", {}),
    "make a role": ("POST", f"{RBAC}/namespaces/OPEN/roles", _role("mine", "secrets")),
    "widen the executor's role": ("PATCH", f"{RBAC}/namespaces/OPEN/roles/{EXECUTOR}", _role(EXECUTOR, "secrets")),
    "bind the executor's role to another": (
        "PATCH",
        f"{RBAC}/namespaces/OPEN/rolebindings/{EXECUTOR}",
        {"subjects": [_OTHER]},
    ),
    "bind the executor to another role": (
        "POST",
        f"{RBAC}/namespaces/CLOSED/rolebindings",
        _binding({"kind": "ClusterRole", "name": "admin"}, _ITSELF),
    ),
    "become an administrator": (
        "POST",
        f"{RBAC}/clusterrolebindings",
        _object("mine", "rbac.authorization.k8s.io/v1", "ClusterRoleBinding", subjects=[_OTHER])
        | {"roleRef": {"apiGroup": "rbac.authorization.k8s.io", "kind": "ClusterRole", "name": "cluster-admin"}},
    ),
    "open the network of others' pods": (
        "PATCH",
        "/apis/networking.k8s.io/v1/namespaces/OPEN/networkpolicies/media-insights-operator",
        {"spec": {"podSelector": {"matchExpressions": None}, "ingress": [{}]}},
    ),
    "enable a namespace": (
        "PATCH",
        "/api/v1/namespaces/CLOSED",
        {"metadata": {"labels": {"mediainsights.dev/enabled": "true"}}},
    ),
    "start a pod": ("POST", "/api/v1/namespaces/OPEN/pods", _object("x", "v1", "Pod", spec=_POD)),
    "lead another program's replicas": (
        "POST",
        "/apis/coordination.k8s.io/v1/namespaces/kube-system/leases",
        _object("media-insights-controller", "coordination.k8s.io/v1", "Lease", spec={}),
    ),
    "tell tales about pods": (
        "POST",
        "/api/v1/namespaces/OPEN/events",
        _object(
            "x", "v1", "Event", involvedObject={"apiVersion": "v1", "kind": "Pod", "name": "x", "namespace": "OPEN"}
        ),
    ),
    "bring an operator": ("POST", f"/apis/{API}/mediaoperators", _operator()),
    "change an operator": ("PATCH", f"/apis/{API}/mediaoperators/proxy", {"spec": {"image": "attacker.example/evil"}}),
    "make an execution in a closed namespace": (
        "POST",
        f"{OURS}/CLOSED/mediaexecutions",
        _object("x", API, "MediaExecution", spec={"asset": "a", "workflow": "w"}),
    ),
    "make an asset that no batch owns": ("POST", f"{OURS}/OPEN/mediaassets", _item(owner="MediaAsset")),
    "make an asset in a closed namespace": ("POST", f"{OURS}/CLOSED/mediaassets", _item()),
    "have a source deleted with a batch": (
        "POST",
        f"{OURS}/OPEN/mediaassets",
        _item(deletionPolicy="DeleteSource"),
    ),
    "make a batch": ("POST", f"{OURS}/OPEN/mediabatches", _batch()),
    "have a source deleted with its asset": (
        "PATCH",
        f"{OURS}/CLOSED/mediaassets/theirs",
        {"spec": {"deletionPolicy": "DeleteSource"}},
    ),
    "run in a closed namespace": ("POST", f"{ARGO}/CLOSED/workflows", _run()),
    "run as another account": ("POST", f"{ARGO}/OPEN/workflows", _run(serviceAccountName="default")),
    "run with another executor": (
        "POST",
        f"{ARGO}/OPEN/workflows",
        _run(executor={"serviceAccountName": "default"}),
    ),
    "run with a token": ("POST", f"{ARGO}/OPEN/workflows", _run(automountServiceAccountToken=True)),
    "run for no execution": ("POST", f"{ARGO}/OPEN/workflows", _unowned()),
    "run another's template": ("POST", f"{ARGO}/OPEN/workflows", _run(workflowTemplateRef={"name": "theirs"})),
    "run a hook": ("POST", f"{ARGO}/OPEN/workflows", _run(hooks={"exit": {"template": "x"}})),
    "run a step as another account": (
        "POST",
        f"{ARGO}/OPEN/workflows",
        _run_of({**_CONTAINER, "serviceAccountName": "default"}),
    ),
    "patch another account into the pods": (
        "POST",
        f"{ARGO}/OPEN/workflows",
        _run(podSpecPatch='{"serviceAccountName": "default"}'),
    ),
    "spell it in capitals": ("POST", f"{ARGO}/OPEN/workflows", _run(podSpecPatch='{"SERVICEACCOUNTNAME": "default"}')),
    "spell it with escapes": (
        "POST",
        f"{ARGO}/OPEN/workflows",
        _run(podSpecPatch='{"\\u0073erviceAccountName": "default"}'),
    ),
    "spell it with a long s": (
        "POST",
        f"{ARGO}/OPEN/workflows",
        _run(podSpecPatch='{"\u017ferviceAccountName": "default"}'),
    ),
    "patch it into a step": (
        "POST",
        f"{ARGO}/OPEN/workflows",
        _run_of({**_CONTAINER, "podSpecPatch": '{"serviceAccountName": "default"}'}),
    ),
    "use the node's files": ("POST", f"{ARGO}/OPEN/workflows", _run(volumes=_HOST)),
    "use them in a step": ("POST", f"{ARGO}/OPEN/workflows", _run_of({**_CONTAINER, "volumes": _HOST})),
    "use the node's network": ("POST", f"{ARGO}/OPEN/workflows", _run(hostNetwork=True)),
    "run a privileged container": (
        "POST",
        f"{ARGO}/OPEN/workflows",
        _run_of({"container": {"image": "x", "securityContext": {"privileged": True}}}),
    ),
    "let Argo itself make objects": (
        "POST",
        f"{ARGO}/OPEN/workflows",
        _run_of({"resource": {"action": "create", "manifest": "{}"}}),
    ),
    "run a template of a library": (
        "POST",
        f"{ARGO}/OPEN/workflows",
        _run_of({"dag": {"tasks": [{"name": "x", "templateRef": {"name": "theirs", "template": "x"}}]}}),
    ),
    "read another's Argo Workflow by a patch": ("PATCH", f"{ARGO}/CLOSED/workflows/foreign", {}),
    "end another's Argo Workflow": ("DELETE", f"{ARGO}/CLOSED/workflows/foreign", {}),
    "adopt another's Argo Workflow": (
        "PATCH",
        f"{ARGO}/CLOSED/workflows/foreign",
        {
            "metadata": {
                "ownerReferences": [{"apiVersion": API, "kind": "MediaExecution", "name": "foreign", "uid": "1"}]
            }
        },
    ),
    "change what a run does": ("PATCH", f"{ARGO}/CLOSED/workflows/owner", {"spec": {"entrypoint": "other"}}),
    "change a run's account": ("PATCH", f"{ARGO}/CLOSED/workflows/owner", {"spec": {"serviceAccountName": "admin"}}),
    "change a run's stored templates": (
        "PATCH",
        f"{ARGO}/CLOSED/workflows/owner",
        {"status": {"storedWorkflowTemplateSpec": {"entrypoint": "other"}}},
    ),
}


@pytest.mark.parametrize("attack", ATTACKS)
def test_a_taken_over_controller_is_refused(attack: str, opened: str, closed: str) -> None:
    answer = CONTROLLER(*_placed(ATTACKS[attack], opened, closed))
    assert answer.status in (403, 422), answer
    assert "payroll-db" not in answer.body.get("metadata", {}).get("name", "")


@pytest.mark.parametrize("attack", ATTACKS)
def test_the_policy_refuses_it_whatever_roles_allow(attack: str, opened: str, closed: str) -> None:
    answer = ALMIGHTY(*_placed(ATTACKS[attack], opened, closed))
    assert answer.status in (403, 422), answer
    assert "ValidatingAdmissionPolicy" in answer.message, answer


@pytest.mark.parametrize("path", ["secrets/payroll-db", "secrets", "configmaps", "pods"])
def test_reads_nothing_of_a_tenant(opened: str, path: str) -> None:
    assert CONTROLLER("GET", f"/api/v1/namespaces/{opened}/{path}").status == 403


def test_may_prepare_an_enabled_namespace_again(opened: str) -> None:
    for manifest in _prepared(opened, bucket="another"):
        answer = _apply(manifest, "&dryRun=All")
        assert answer.status == 200, (manifest["kind"], answer)


@pytest.mark.parametrize("path", sorted(GOLDEN.glob("**/*.yaml")), ids=lambda path: str(path.stem))
def test_may_start_what_it_compiles(opened: str, path: Path) -> None:
    manifest = yaml.safe_load(path.read_text(encoding="utf-8"))
    manifest["metadata"]["namespace"] = opened
    answer = CONTROLLER("POST", f"{ARGO}/{opened}/workflows?dryRun=All", manifest)
    assert answer.status == 201, answer


def test_may_make_a_runs_own_secret(opened: str) -> None:
    secret = _secret("media-insights-run-0-1", metadata={"ownerReferences": [RUN_OWNER]}, stringData={"accesskey": "a"})
    answer = CONTROLLER("POST", f"/api/v1/namespaces/{opened}/secrets?dryRun=All", secret)
    assert answer.status == 201, answer


def test_may_remove_a_runs_own_secret_without_seeing_what_is_in_it(opened: str) -> None:
    answer = CONTROLLER("DELETE", f"/api/v1/namespaces/{opened}/secrets/media-insights-run-{RUNS[opened]}?dryRun=All")
    assert answer.status == 200, answer
    assert answer.body["kind"] == "Status"


def test_may_remove_what_version_0_1_left(cluster: Cluster, opened: str) -> None:
    marks = {"app.kubernetes.io/managed-by": "media-insights"}
    left = client.V1ObjectMeta(name="media-insights-store", labels=marks)
    cluster.core.create_namespaced_secret(opened, client.V1Secret(metadata=left))
    left = client.V1ObjectMeta(name="media-insights-artifacts", labels=marks)
    cluster.core.create_namespaced_config_map(opened, client.V1ConfigMap(metadata=left))
    for path in ("secrets/media-insights-store", "configmaps/media-insights-artifacts"):
        answer = CONTROLLER("DELETE", f"/api/v1/namespaces/{opened}/{path}")
        assert answer.status == 200, answer


def test_may_make_executions_for_assets_and_cancel_them(opened: str, closed: str) -> None:
    owner = {"apiVersion": API, "kind": "MediaAsset", "name": "asset", "uid": "1"}
    made = _object(
        "x",
        API,
        "MediaExecution",
        metadata={"ownerReferences": [owner]},
        spec={"asset": "asset", "workflow": "full-analysis"},
    )
    assert CONTROLLER("POST", f"{OURS}/{opened}/mediaexecutions?dryRun=All", made).status == 201
    path = f"{OURS}/{closed}/mediaexecutions/owner"
    assert CONTROLLER("PATCH", f"{path}?dryRun=All", {"spec": {"cancel": True}}).status == 200
    assert CONTROLLER("PATCH", f"{path}?dryRun=All", {"metadata": {"finalizers": None}}).status == 200
    assert CONTROLLER("PATCH", f"{path}/status?dryRun=All", {"status": {"state": "Error"}}).status == 200
    assert CONTROLLER("DELETE", f"{path}?dryRun=All").status == 200


def test_may_make_assets_for_batches(opened: str) -> None:
    assert CONTROLLER("POST", f"{OURS}/{opened}/mediaassets?dryRun=All", _item()).status == 201


def test_may_end_a_run_also_where_the_label_has_gone(closed: str) -> None:
    path = f"{ARGO}/{closed}/workflows/owner?dryRun=All"
    assert CONTROLLER("PATCH", path, {"spec": {"shutdown": "Terminate"}}).status == 200
    assert (
        CONTROLLER(
            "PATCH",
            path,
            {"status": {"nodes": {"x": {"id": "x", "name": "x", "type": "Suspend", "phase": "Succeeded"}}}},
        ).status
        == 200
    )
    assert CONTROLLER("DELETE", path).status == 200


def test_may_say_what_happens_to_its_own_objects(closed: str) -> None:
    about = {"apiVersion": API, "kind": "MediaAsset", "name": "a", "namespace": closed}
    event = _object("x", "v1", "Event", involvedObject=about)
    assert CONTROLLER("POST", f"/api/v1/namespaces/{closed}/events?dryRun=All", event).status == 201
    about = {"apiVersion": API, "kind": "MediaOperator", "name": "a"}
    event = _object("x", "v1", "Event", involvedObject=about)
    assert CONTROLLER("POST", "/api/v1/namespaces/default/events?dryRun=All", event).status == 201


def test_may_take_back_what_it_put_into_a_namespace(opened: str) -> None:
    for manifest in _prepared(opened):
        meta = manifest["metadata"]
        path = resource_of(manifest["kind"]).path(meta["namespace"], meta["name"])
        assert CONTROLLER("DELETE", f"{path}?dryRun=All").status == 200, meta["name"]


def _placed(request: Request, opened: str, closed: str) -> tuple[str, str, Manifest | None]:
    """The request with the names of the two namespaces in it; nothing is written, should it be allowed."""
    method, path, body = request
    text = yaml.safe_dump(body).replace("OPEN", opened).replace("CLOSED", closed)
    where = path.replace("OPEN", opened).replace("CLOSED", closed).replace("RUN", RUNS[opened])
    query = "" if where.endswith("/token") else "?dryRun=All"
    return method, where + query, None if method == "DELETE" else yaml.safe_load(text)  # a body's options would count
