"""Pods that are deleted, evicted, too small, never start, or lose their node: told as such, repeated where it helps."""

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import yaml
from kubernetes import client

from dev.cluster import home, processes
from tests.e2e.conftest import GROUP, TEST_OPERATOR, Cluster, Manifest, Media
from tests.e2e.eventually import eventually

AssetOf = Callable[..., Manifest]
FILE = "pod-faults.txt"
WITHOUT_IMAGE = "without-an-image"


def _workflow(name: str, operator: str, **configuration: Any) -> Manifest:
    operators = [{"name": operator, "configuration": configuration}]
    return {
        "apiVersion": "mediainsights.dev/v1alpha1",
        "kind": "MediaWorkflow",
        "metadata": {"name": name},
        "spec": {"stages": [{"name": "only", "operators": operators}]},
    }


@pytest.fixture(scope="module")
def operator_without_image(cluster: Cluster) -> Iterator[str]:
    """The test operator, with an image that no registry has, and half a minute to end in."""
    manifest = yaml.safe_load(TEST_OPERATOR.read_text("utf-8"))
    manifest["metadata"]["name"] = WITHOUT_IMAGE
    manifest["spec"] |= {
        "resultName": "withoutImage",
        "image": "registry.invalid/nobody/nothing:1",
        "timeoutSeconds": 30,
        "retry": {"limit": 0},
    }
    cluster.custom.create_cluster_custom_object(*GROUP, "mediaoperators", manifest)
    yield WITHOUT_IMAGE
    cluster.delete_operator(WITHOUT_IMAGE)


@pytest.fixture(scope="module", autouse=True)
def workflows(cluster: Cluster, namespace: str, test_operator: str, operator_without_image: str) -> Iterator[None]:
    """Workflows of one operator each: one that takes its time, one that needs too much, one that cannot start."""
    manifests = (
        _workflow("steady", test_operator, seconds=15),
        _workflow("hungry", test_operator, memoryMiB=512),
        _workflow("imageless", operator_without_image),
    )
    for manifest in manifests:
        cluster.apply(manifest, namespace)
    yield
    for manifest in manifests:
        cluster.delete("mediaworkflows", manifest["metadata"]["name"], namespace)


@pytest.fixture(scope="module")
def text(media: Media, tmp_path_factory: pytest.TempPathFactory) -> str:
    """A small text in the store."""
    file = tmp_path_factory.mktemp("text") / FILE
    file.write_text("Some words.\n", encoding="utf-8")
    done = media("upload", file, "--key", media.key(FILE))
    assert done.returncode == 0, done.stderr
    return FILE


@pytest.fixture
def started(cluster: Cluster, namespace: str, text: str, asset_of: AssetOf) -> Callable[[str], str]:
    """Make an asset with one workflow; returns the name of its execution."""

    def start(workflow: str) -> str:
        asset = asset_of(text, workflows=[{"name": workflow}])["metadata"]["name"]
        (found,) = eventually(lambda: cluster.executions(namespace, asset), f"{asset} has an execution")
        name: str = found["metadata"]["name"]
        return name

    return start


Started = Callable[[str], str]


def _deleted(cluster: Cluster, pod: str, namespace: str) -> None:
    cluster.core.delete_namespaced_pod(pod, namespace, grace_period_seconds=0)


def _evicted(cluster: Cluster, pod: str, namespace: str) -> None:
    wanted = client.V1Eviction(metadata=client.V1ObjectMeta(name=pod, namespace=namespace))
    cluster.core.create_namespaced_pod_eviction(pod, namespace, wanted)


@pytest.mark.parametrize(
    ("gone", "seen", "attempts"),
    # Argo itself makes a pod again that is deleted in its first ten seconds (RECENTLY_STARTED_POD_DURATION)
    [(_deleted, "Executing", {1, 2}), (_evicted, "Executing", {2}), (_evicted, "Started", {2})],
    ids=["deleted", "evicted", "evicted as it begins"],
)
def test_the_operator_of_a_pod_that_is_taken_away_runs_again(
    gone: Callable[[Cluster, str, str], None],
    seen: str,
    attempts: set[int],
    cluster: Cluster,
    namespace: str,
    started: Started,
) -> None:
    execution = started("steady")
    pod = eventually(lambda: _running(cluster, execution, namespace), f"{execution} runs", seconds=90, every=0.05)
    if seen == "Executing":
        eventually(lambda: _operator(cluster, execution, namespace).get("status") == seen, "its status says so")

    gone(cluster, pod, namespace)

    status = _ended(cluster, execution, namespace)
    operator = _operator(cluster, execution, namespace)
    assert status["state"] == "Complete", status
    assert operator["attempts"] in attempts
    assert operator["key"]


def test_a_pod_that_needs_more_memory_than_its_limit_is_told_as_that(
    cluster: Cluster, namespace: str, started: Started
) -> None:
    status = _ended(cluster, started("hungry"), namespace)

    assert status["state"] == "Error"
    assert "memory" in status["message"]
    assert "128Mi" in status["message"]


def test_an_image_that_is_not_there_is_told_while_it_is_waited_for_and_afterwards(
    cluster: Cluster, namespace: str, started: Started
) -> None:
    execution = started("imageless")

    def told() -> str:
        message: str = _operator(cluster, execution, namespace).get("message", "")
        return message if "cannot be pulled" in message else ""

    assert "registry.invalid/nobody/nothing:1" in eventually(told, f"{execution} says what it waits for", seconds=60)
    assert _ended(cluster, execution, namespace)["state"] in ("Error", "TimedOut")


_UNKNOWN = {"type": "Ready", "status": "Unknown", "reason": "NodeStatusUnknown", "message": "no word of the kubelet"}
"""What Kubernetes itself writes when a node is silent, on the local cluster only after ten minutes."""


@pytest.mark.thorough
def test_a_run_survives_that_its_node_is_not_ready(cluster: Cluster, namespace: str, started: Started) -> None:
    with _kubelet_stopped():
        for node in cluster.core.list_node().items:
            cluster.core.patch_node_status(node.metadata.name, {"status": {"conditions": [_UNKNOWN]}})
        eventually(lambda: not _is_ready(cluster), "the node is NotReady")
        execution = started("steady")
    eventually(lambda: _is_ready(cluster), "the node is Ready", seconds=60)

    assert _ended(cluster, execution, namespace)["state"] == "Complete"


@contextmanager
def _kubelet_stopped() -> Iterator[None]:
    """Hold the local kubelet still: nothing reports for the node meanwhile, as when its network fails."""
    kubelets = [found.pid for found in processes.find_all(home.of(os.environ)) if found.program == "kubelet"]
    if not kubelets:
        pytest.skip("the nodes of this cluster are not ours to stop")
    for pid in kubelets:
        os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        for pid in kubelets:
            os.kill(pid, signal.SIGCONT)


def _is_ready(cluster: Cluster) -> bool:
    conditions = [one for node in cluster.core.list_node().items for one in node.status.conditions]
    return all(one.status == "True" for one in conditions if one.type == "Ready")


def _running(cluster: Cluster, execution: str, namespace: str) -> str:
    selector = f"mediainsights.dev/execution={execution}"
    pods = cluster.core.list_namespaced_pod(namespace, label_selector=selector).items
    return next((pod.metadata.name for pod in pods if pod.status.phase == "Running"), "")


def _operator(cluster: Cluster, execution: str, namespace: str) -> Manifest:
    status = (cluster.get("mediaexecutions", execution, namespace) or {}).get("status", {})
    operators: list[Manifest] = [one for stage in status.get("stages", []) for one in stage["operators"]]
    return operators[0] if operators else {}


def _ended(cluster: Cluster, execution: str, namespace: str) -> Manifest:
    def ended() -> Manifest | None:
        status: Manifest = (cluster.get("mediaexecutions", execution, namespace) or {}).get("status", {})
        return status if status.get("state") in ("Complete", "Error", "Cancelled", "TimedOut") else None

    return eventually(ended, f"{execution} has ended", seconds=180)
