"""What every e2e test stands on: a guarded cluster, a tenant namespace, one way to wait, a dump of what failed."""

import json
import os
import subprocess
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml
from kubernetes import client, config

from tests.e2e.eventually import eventually
from tests.forced import FORCED

LOCAL_CONTEXT = "media-insights-local"
RELEASE_NAMESPACE = "media-insights"
GROUP = ("mediainsights.dev", "v1alpha1")
TEST_OPERATOR = Path(__file__).parents[1] / "operators-images/test-operator/operator.yaml"
CONFLICT = 409
Manifest = dict[str, Any]


@contextmanager
def once() -> Iterator[None]:
    """What is made in here may be there already, since a test that is tried again makes anew what it stands on."""
    try:
        yield
    except client.ApiException as error:
        if error.status != CONFLICT:
            raise


@dataclass(frozen=True)
class Cluster:
    """The cluster under test, and the few calls that the tests need."""

    core: client.CoreV1Api
    custom: client.CustomObjectsApi

    def get(self, plural: str, name: str, namespace: str) -> Manifest | None:
        try:
            found: Manifest = self.custom.get_namespaced_custom_object(*GROUP, namespace, plural, name)
        except client.ApiException as error:
            if error.status == 404:
                return None
            raise
        return found

    def apply(self, manifest: Manifest, namespace: str) -> Manifest:
        """Make an object; a workflow that is there already, of an earlier try of a test, becomes this one."""
        plural = f"{manifest['kind'].lower()}s"
        try:
            made: Manifest = self.custom.create_namespaced_custom_object(*GROUP, namespace, plural, manifest)
        except client.ApiException as error:
            if error.status != CONFLICT or manifest["kind"] != "MediaWorkflow":
                raise
            name = manifest["metadata"]["name"]
            made = self.custom.patch_namespaced_custom_object(*GROUP, namespace, plural, name, manifest)
        return made

    def account(self, name: str, namespace: str, role: Manifest | None = None) -> None:
        """Make an account that has a role, if any; one that is there already, of an earlier try, is as it was made."""
        with once():
            self.core.create_namespaced_service_account(namespace, {"metadata": {"name": name}})
        if role is not None:
            body = {
                "metadata": {"name": name},
                "roleRef": {"apiGroup": "rbac.authorization.k8s.io", **role},
                "subjects": [{"kind": "ServiceAccount", "name": name, "namespace": namespace}],
            }
            with once():
                client.RbacAuthorizationV1Api().create_namespaced_role_binding(namespace, body)

    def patch(self, plural: str, name: str, namespace: str, patch: Manifest) -> None:
        self.custom.patch_namespaced_custom_object(*GROUP, namespace, plural, name, patch)

    def delete(self, plural: str, name: str, namespace: str) -> None:
        """Delete an object, a workflow also while something uses it."""
        if plural == "mediaworkflows":
            self.patch(plural, name, namespace, FORCED)
        self.custom.delete_namespaced_custom_object(*GROUP, namespace, plural, name)

    def delete_operator(self, name: str) -> None:
        """Delete an operator, also while something uses it."""
        self.custom.patch_cluster_custom_object(*GROUP, "mediaoperators", name, FORCED)
        self.custom.delete_cluster_custom_object(*GROUP, "mediaoperators", name)

    def argo_workflows(self, namespace: str) -> list[Manifest]:
        found = self.custom.list_namespaced_custom_object("argoproj.io", "v1alpha1", namespace, "workflows")
        items: list[Manifest] = found["items"]
        return items

    def executions(self, namespace: str, asset: str) -> list[Manifest]:
        found = self.custom.list_namespaced_custom_object(*GROUP, namespace, "mediaexecutions")
        return [item for item in found["items"] if item["spec"]["asset"] == asset]


@dataclass(frozen=True)
class Media:
    """`kubectl media`, as a user calls it."""

    namespace: str

    def __call__(self, *arguments: str | Path, timeout: float = 900) -> subprocess.CompletedProcess[str]:
        command = ["kubectl-media", *map(str, arguments), "-n", self.namespace]
        return subprocess.run(command, capture_output=True, text=True, timeout=timeout, check=False)

    def key(self, file: str) -> str:
        """Return the key of a file among the namespace's uploads."""
        return f"public/upload/{self.namespace}/{file}"

    def analyze(self, file: Path, *arguments: str) -> Manifest:
        """Analyse a file, wait, and return the one JSON object; its ``exit`` is the exit code."""
        done = self("analyze", file, *arguments, "-o", "json")
        assert done.stdout.strip(), f"kubectl media said nothing; stderr: {done.stderr}"
        report: Manifest = json.loads(done.stdout)
        return report | {"exit": done.returncode, "stderr": done.stderr}

    def result(self, asset: str, operator: str) -> Any:
        done = self("results", asset, operator, "-o", "json")
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)


@pytest.fixture(scope="session")
def cluster() -> Cluster:
    """The local cluster; any other context is refused unless CLUSTER=current says that it is meant."""
    config.load_kube_config()
    _, active = config.list_kube_config_contexts()
    if active["name"] != LOCAL_CONTEXT and os.environ.get("CLUSTER") != "current":
        pytest.exit(
            f"refusing the kube context {active['name']!r}: run `make e2e`, or say CLUSTER=current", returncode=3
        )
    return Cluster(client.CoreV1Api(), client.CustomObjectsApi())


@pytest.fixture(scope="session")
def namespace(cluster: Cluster) -> Iterator[str]:
    """A tenant of its own for this run."""
    name = f"e2e-{uuid.uuid4().hex[:6]}"
    cluster.core.create_namespace(
        client.V1Namespace(
            metadata=client.V1ObjectMeta(
                name=name,
                labels={
                    "mediainsights.dev/enabled": "true",
                    "pod-security.kubernetes.io/enforce": "restricted",
                },
            ),
        ),
    )
    yield name
    for asset in cluster.custom.list_namespaced_custom_object(*GROUP, name, "mediaassets")["items"]:
        cluster.delete("mediaassets", asset["metadata"]["name"], name)
    eventually(
        lambda: not cluster.custom.list_namespaced_custom_object(*GROUP, name, "mediaassets")["items"],
        f"the assets of namespace {name} are gone",
        seconds=120,
    )
    cluster.core.delete_namespace(name)


@pytest.fixture(scope="session")
def media(namespace: str) -> Media:
    """`kubectl media` in the tenant's namespace."""
    return Media(namespace)


@pytest.fixture(scope="session")
def test_operator(cluster: Cluster) -> Iterator[str]:
    """The operator that does as it is told, registered for this run."""
    with registered(cluster, TEST_OPERATOR) as name:
        yield name


@contextmanager
def registered(cluster: Cluster, path: Path) -> Iterator[str]:
    """Put an operator's manifest into the catalogue while the block runs; gives its name."""
    manifest = yaml.safe_load(path.read_text(encoding="utf-8"))
    manifest["spec"]["image"] = image_of(manifest["metadata"]["name"])
    name: str = manifest["metadata"]["name"]
    with suppress(client.ApiException):  # left over from a run that was killed
        cluster.delete_operator(name)
    cluster.custom.create_cluster_custom_object(*GROUP, "mediaoperators", manifest)
    yield name
    cluster.delete_operator(name)


def image_of(operator: str) -> str:
    """Return the full reference of an image that `make images` made."""
    cache = Path(os.environ["MEDIA_INSIGHTS_CACHE"])
    values = yaml.safe_load((cache / "images/images.yaml").read_text(encoding="utf-8"))
    return str(values["operators"]["images"][operator])


@contextmanager
def installed_with(values: str) -> Iterator[None]:
    """Change values of the installation, as an administrator would; what was installed before comes back afterwards."""
    revision = json.loads(_helm("history", "--max=1", "--output=json"))[-1]["revision"]
    _helm("upgrade", "charts/media-insights", "--reset-then-reuse-values", "--set", values, "--wait", "--timeout=2m")
    try:
        yield
    finally:
        _helm("rollback", str(revision), "--wait", "--timeout=2m")


def _helm(verb: str, *words: str) -> str:
    command = ["helm", verb, "media-insights", *words, "--namespace", RELEASE_NAMESPACE]
    done = subprocess.run(command, capture_output=True, text=True, timeout=150, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def apply_example(folder: Path, namespace: str) -> None:
    """Apply an example as its README says: with the name of the namespace in its keys."""
    texts = [file.read_text(encoding="utf-8") for file in sorted(folder.glob("*.yaml"))]
    manifests = "\n---\n".join(texts).replace("public/upload/default/", f"public/upload/{namespace}/")
    done = subprocess.run(
        ["kubectl", "-n", namespace, "apply", "-f", "-"], input=manifests,
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr


@pytest.fixture
def asset_of(cluster: Cluster, namespace: str) -> Iterator[Callable[..., Manifest]]:
    """Make a MediaAsset over an uploaded file, or any key; it is deleted when the test ends."""
    made: list[str] = []

    def make(key: str, *, bucket: str = "media-insights", **spec: Any) -> Manifest:
        name = f"asset-{uuid.uuid4().hex[:6]}"
        made.append(name)
        key = key if "/" in key else Media(namespace).key(key)
        return cluster.apply(
            {
                "apiVersion": "/".join(GROUP),
                "kind": "MediaAsset",
                "metadata": {"name": name},
                "spec": {"source": {"s3": {"bucket": bucket, "key": key}}, **spec},
            },
            namespace,
        )

    yield make
    for name in made:
        if cluster.get("mediaassets", name, namespace):
            cluster.delete("mediaassets", name, namespace)


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Iterator[None]:
    """Add objects, pods and events of the tenant to the report of a failed test."""
    outcome = yield
    report = outcome.get_result()  # type: ignore[attr-defined]
    name = getattr(item, "funcargs", {}).get("namespace")
    if report.when == "call" and report.failed and name:
        report.sections.append(("cluster", _dump(name)))


def _dump(namespace: str) -> str:
    commands = (
        ("get", "mediaassets,mediaexecutions,workflows.argoproj.io,pods", "-o", "wide"),
        ("get", "mediaexecutions", "-o", "yaml"),
        ("get", "events", "--sort-by=.lastTimestamp"),
    )
    parts = [_kubectl("-n", namespace, *command) for command in commands]
    parts.append(_kubectl("-n", RELEASE_NAMESPACE, "logs", "deploy/media-insights-controller", "--tail=80"))
    return "\n\n".join(part[-12000:] for part in parts)


def _kubectl(*arguments: str) -> str:
    done = subprocess.run(["kubectl", *arguments], capture_output=True, text=True, timeout=30, check=False)
    return f"$ kubectl {' '.join(arguments)}\n{done.stdout}{done.stderr}"
