"""GPU operators: scheduled when a node advertises the device, explained while they wait for one."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.e2e.conftest import Cluster, Manifest, Media
from tests.e2e.eventually import eventually

GPU = "nvidia.com/gpu"
OPERATOR = "test-gpu"


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
    cluster.custom.delete_cluster_custom_object("mediainsights.dev", "v1alpha1", "mediaoperators", OPERATOR)


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
    assert media("upload", file, "--key", "public/upload/gpu.txt").returncode == 0
    asset = asset_of("public/upload/gpu.txt", workflows=[{"name": "gpu"}])["metadata"]["name"]

    waiting = eventually(
        lambda: _message(cluster, namespace, asset, GPU), "the wait for a GPU is explained", seconds=90
    )
    assert "nvidia.com/gpu" in waiting

    _advertise(cluster, "1")
    eventually(lambda: _state(cluster, namespace, asset) == "Complete", "the operator runs on the GPU", seconds=120)
    cluster.delete("mediaworkflows", "gpu", namespace)


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
