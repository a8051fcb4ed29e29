"""GPU operators: scheduled when a node advertises the device, explained while they wait for one."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from kubernetes import client

from tests.e2e.conftest import RELEASE_NAMESPACE, Cluster, Manifest, Media, installed_with
from tests.e2e.eventually import eventually

GPU = "nvidia.com/gpu"
OPERATOR = "test-gpu"
PREFERRING = "test-preferring"
POOL = "e2e-gpu"
LIMITS = "media-insights-limits"


@pytest.fixture(scope="module")
def gpu_operator(cluster: Cluster, test_operator: str) -> Iterator[str]:
    """The test operator once more, but it requires a GPU."""
    manifest: Manifest = cluster.custom.get_cluster_custom_object(
        "mediainsights.dev", "v1alpha1", "mediaoperators", test_operator
    )
    spec = manifest["spec"] | {"resultName": "testGpu"}
    spec["resources"] = spec.get("resources", {}) | {"gpu": {"mode": "Required", "count": 1}}
    body = {"apiVersion": manifest["apiVersion"], "kind": "MediaOperator", "metadata": {"name": OPERATOR}, "spec": spec}
    cluster.custom.create_cluster_custom_object("mediainsights.dev", "v1alpha1", "mediaoperators", body)
    yield OPERATOR
    cluster.delete_operator(OPERATOR)


@pytest.fixture
def no_gpu_left(cluster: Cluster) -> Iterator[None]:
    yield
    _advertise(cluster, "0")


def test_waits_with_an_explanation_and_runs_when_a_gpu_appears(
    cluster: Cluster,
    namespace: str,
    media: Media,
    gpu_operator: str,
    no_gpu_left: None,
    tmp_path: Any,
    asset_of: Callable[..., Manifest],
) -> None:
    workflow = {
        "apiVersion": "mediainsights.dev/v1alpha1",
        "kind": "MediaWorkflow",
        "metadata": {"name": "gpu"},
        "spec": {"stages": [{"name": "only", "operators": [{"name": gpu_operator}]}]},
    }
    cluster.apply(workflow, namespace)
    file = tmp_path / "gpu.txt"
    file.write_text("words", encoding="utf-8")
    assert media("upload", file, "--key", media.key("gpu.txt")).returncode == 0
    asset = asset_of("gpu.txt", workflows=[{"name": "gpu"}])["metadata"]["name"]

    waiting = eventually(
        lambda: _message(cluster, namespace, asset, GPU), "the wait for a GPU is explained", seconds=90
    )
    assert "nvidia.com/gpu" in waiting

    _advertise(cluster, "1")
    eventually(lambda: _state(cluster, namespace, asset) == "Complete", "the operator runs on the GPU", seconds=120)
    cluster.delete("mediaworkflows", "gpu", namespace)


@pytest.fixture
def one_gpu_at_a_time(cluster: Cluster) -> Iterator[None]:
    """The administrator's limit; the controller reads it while it runs."""
    limits = {"data": {"resources.nvidia.com__gpu": "1"}}
    cluster.core.patch_namespaced_config_map(LIMITS, RELEASE_NAMESPACE, limits)
    yield
    none = {"data": {"resources.nvidia.com__gpu": None}}
    cluster.core.patch_namespaced_config_map(LIMITS, RELEASE_NAMESPACE, none)


@pytest.mark.usefixtures("no_gpu_left", "one_gpu_at_a_time")
def test_executions_share_a_limit_of_one_gpu_even_when_the_node_has_more(
    cluster: Cluster, namespace: str, media: Media, gpu_operator: str, tmp_path: Path, asset_of: Callable[..., Manifest]
) -> None:
    # Given a node with three GPUs, a limit of one, and a workflow that needs one
    _advertise(cluster, "3")
    stages = [{"name": "only", "operators": [{"name": gpu_operator}]}]
    head = {"apiVersion": "mediainsights.dev/v1alpha1", "kind": "MediaWorkflow", "metadata": {"name": "one-gpu"}}
    cluster.apply({**head, "spec": {"stages": stages}}, namespace)
    file = tmp_path / "one-gpu.txt"
    file.write_text("words", encoding="utf-8")
    assert media("upload", file, "--key", media.key("one-gpu.txt")).returncode == 0

    # When three assets come at once
    names = [asset_of("one-gpu.txt", workflows=[{"name": "one-gpu"}])["metadata"]["name"] for _ in range(3)]

    # Then one runs at any time, the others say what they wait for, and all end well
    running, reasons = list[int](), set[str]()

    def all_complete() -> bool:
        statuses = [_status(cluster, namespace, name) for name in names]
        running.append(sum(status.get("state") == "Started" for status in statuses))
        reasons.update(status.get("queue", {}).get("reason", "") for status in statuses)
        return all(status.get("state") == "Complete" for status in statuses)

    eventually(all_complete, "all three ran", seconds=240, every=0.2)
    assert max(running) == 1
    assert "limit of nvidia.com/gpu (1) reached" in reasons
    demands = [_status(cluster, namespace, name)["demand"] for name in names]
    assert demands == [{GPU: 1}] * 3
    cluster.delete("mediaworkflows", "one-gpu", namespace)


@pytest.fixture
def preferring(cluster: Cluster, test_operator: str) -> Iterator[str]:
    """The test operator once more: it prefers a GPU, and has a workflow that any tenant may use."""
    kind = ("mediainsights.dev", "v1alpha1", "mediaoperators")
    manifest: Manifest = cluster.custom.get_cluster_custom_object(*kind, test_operator)
    spec = manifest["spec"] | {"resultName": "testPreferring"}
    spec["resources"] = spec.get("resources", {}) | {"gpu": {"mode": "Preferred", "count": 1}}
    head = {"apiVersion": manifest["apiVersion"], "metadata": {"name": PREFERRING}}
    cluster.custom.create_cluster_custom_object(*kind, {**head, "kind": "MediaOperator", "spec": spec})
    stages = [{"name": "only", "operators": [{"name": PREFERRING}]}]
    cluster.apply({**head, "kind": "MediaWorkflow", "spec": {"stages": stages}}, RELEASE_NAMESPACE)
    yield PREFERRING
    cluster.delete("mediaworkflows", PREFERRING, RELEASE_NAMESPACE)
    cluster.delete_operator(PREFERRING)


@pytest.fixture
def gpu_node(cluster: Cluster, no_gpu_left: None) -> Iterator[Callable[[list[Any]], None]]:
    """A node with one GPU, its label and a runtime class; what is returned sets the taints that it has besides."""
    node = cluster.core.list_node().items[0]
    name, own = node.metadata.name, node.spec.taints or []
    classes = client.NodeV1Api()
    classes.create_runtime_class({"metadata": {"name": POOL}, "handler": "runc"})
    cluster.core.patch_node(name, {"metadata": {"labels": {"pool": POOL}}})
    _advertise(cluster, "1")
    yield lambda taints: cluster.core.patch_node(name, {"spec": {"taints": [*own, *taints]}})
    cluster.core.patch_node(name, {"metadata": {"labels": {"pool": None}}, "spec": {"taints": own}})
    classes.delete_runtime_class(POOL)


@pytest.fixture
def with_gpus(gpu_node: Callable[[list[Any]], None]) -> Iterator[None]:
    """The installation is told where its GPUs are, then their node takes only who tolerates it."""
    with installed_with(f"gpu.enabled=true,gpu.nodeSelector.pool={POOL},gpu.runtimeClassName={POOL}"):
        gpu_node([{"key": GPU, "value": "present", "effect": "NoSchedule"}])
        yield
        # before the rollback: on a single node the taint would keep the controller's new pod out
        gpu_node([])


def test_a_preferred_gpu_is_not_waited_for_where_there_are_none(
    cluster: Cluster, namespace: str, media: Media, preferring: str, tmp_path: Path, asset_of: Callable[..., Manifest]
) -> None:
    pod = _pod_of(cluster, namespace, _analyse(cluster, namespace, media, tmp_path, asset_of))

    assert GPU not in (_main(pod).resources.limits or {})
    assert not [each for each in pod.spec.tolerations if each.key == GPU]


@pytest.mark.usefixtures("with_gpus")
def test_a_preferred_gpu_is_used_where_the_chart_says_they_are(
    cluster: Cluster, namespace: str, media: Media, preferring: str, tmp_path: Path, asset_of: Callable[..., Manifest]
) -> None:
    pod = _pod_of(cluster, namespace, _analyse(cluster, namespace, media, tmp_path, asset_of))

    assert _main(pod).resources.limits[GPU] == "1"
    assert [each.operator for each in pod.spec.tolerations if each.key == GPU] == ["Exists"]
    assert pod.spec.node_selector == {"pool": POOL}
    assert pod.spec.runtime_class_name == POOL


def _analyse(cluster: Cluster, namespace: str, media: Media, folder: Path, asset_of: Callable[..., Manifest]) -> str:
    """Return the name of a Complete execution of the workflow whose operator prefers a GPU."""
    file = folder / "gpu.txt"
    file.write_text("words", encoding="utf-8")
    assert media("upload", file, "--key", media.key("gpu.txt")).returncode == 0
    asset = asset_of("gpu.txt", workflows=[{"name": PREFERRING}])["metadata"]["name"]
    eventually(lambda: _state(cluster, namespace, asset) == "Complete", f"{asset} is complete", seconds=120)
    return str(cluster.executions(namespace, asset)[0]["metadata"]["name"])


def _pod_of(cluster: Cluster, namespace: str, execution: str) -> Any:
    selector = f"mediainsights.dev/execution={execution}"
    return cluster.core.list_namespaced_pod(namespace, label_selector=selector).items[0]


def _main(pod: Any) -> Any:
    return next(each for each in pod.spec.containers if each.name == "main")


def _advertise(cluster: Cluster, count: str) -> None:
    node = cluster.core.list_node().items[0].metadata.name
    patch = [{"op": "add", "path": "/status/capacity/nvidia.com~1gpu", "value": count}]
    cluster.core.patch_node_status(node, patch)


def _status(cluster: Cluster, namespace: str, asset: str) -> Manifest:
    found = cluster.executions(namespace, asset)
    status: Manifest = found[0].get("status", {}) if found else {}
    return status


def _state(cluster: Cluster, namespace: str, asset: str) -> str:
    return str(_status(cluster, namespace, asset).get("state", ""))


def _message(cluster: Cluster, namespace: str, asset: str, fragment: str) -> str:
    stages = _status(cluster, namespace, asset).get("stages", [])
    messages = [one.get("message", "") for stage in stages for one in stage.get("operators", [])]
    return next((message for message in messages if fragment in message), "")
