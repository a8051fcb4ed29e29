"""Two at once, deleted or cancelled while running, a killed controller: one Argo Workflow each, nothing left behind."""

import subprocess
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from kubernetes import client

from tests.e2e.conftest import RELEASE_NAMESPACE, Cluster, Manifest, Media
from tests.e2e.eventually import eventually

AssetOf = Callable[..., Manifest]
FILE = "lifecycle.txt"


def _workflow(name: str, *stages: list[dict[str, Any]]) -> Manifest:
    return {
        "apiVersion": "mediainsights.dev/v1alpha1",
        "kind": "MediaWorkflow",
        "metadata": {"name": name},
        "spec": {"stages": [{"name": f"stage-{n}", "operators": list(stage)} for n, stage in enumerate(stages, 1)]},
    }


def _operator(alias: str, **configuration: Any) -> dict[str, Any]:
    return {"name": "test-operator", "alias": alias, "configuration": configuration}


@pytest.fixture(scope="module", autouse=True)
def workflows(cluster: Cluster, namespace: str, test_operator: str) -> Iterator[None]:
    """Workflows of the test operator: slow, failing beside a good one, flaky."""
    manifests = (
        _workflow("slow", [_operator("slow", seconds=120)]),
        _workflow("quick", [_operator("quick")]),
        _workflow(
            "mixed",
            [_operator("good", seconds=1), _operator("bad", exitCode=66, message="the moov atom is missing")],
        ),
        _workflow("broken", [_operator("broken", exitCode=7)]),
        _workflow("flaky", [_operator("flaky", exitCode=75, message="try me again")]),
    )
    for manifest in manifests:
        cluster.apply(manifest, namespace)
    yield
    for manifest in manifests:
        cluster.delete("mediaworkflows", manifest["metadata"]["name"], namespace)


@pytest.fixture(scope="module")
def text(media: Media, tmp_path_factory: pytest.TempPathFactory) -> str:
    """A small text in the store."""
    file = tmp_path_factory.mktemp("text") / "lifecycle.txt"
    file.write_text("Some words.\n", encoding="utf-8")
    done = media("upload", file, "--key", media.key(FILE))
    assert done.returncode == 0, done.stderr
    return FILE


@pytest.fixture
def started(cluster: Cluster, namespace: str, text: str, asset_of: AssetOf) -> Callable[[str], tuple[str, Manifest]]:
    """Make an asset with one workflow and wait until its execution exists; returns asset name and execution."""

    def start(workflow: str) -> tuple[str, Manifest]:
        asset = asset_of(text, workflows=[{"name": workflow}])["metadata"]["name"]
        found = eventually(lambda: cluster.executions(namespace, asset), f"{asset} has an execution")
        return asset, found[0]

    return start


Started = Callable[[str], tuple[str, Manifest]]


def test_two_assets_run_at_once(cluster: Cluster, namespace: str, started: Started) -> None:
    names = [started("quick")[1]["metadata"]["name"] for _ in range(2)]

    for name in names:
        assert _finished(cluster, name, namespace)["state"] == "Complete"
    assert len(set(names)) == 2


def test_siblings_of_a_failed_operator_finish(cluster: Cluster, namespace: str, started: Started) -> None:
    _, execution = started("mixed")

    status = _finished(cluster, execution["metadata"]["name"], namespace)

    operators = {one["name"]: one for one in status["stages"][0]["operators"]}
    assert status["state"] == "Error"
    assert "the moov atom is missing" in status["message"]
    assert operators["bad"]["status"] == "Error"
    assert operators["bad"]["attempts"] == 1, "bad input is never tried again"
    assert operators["good"]["status"] == "Complete"
    assert operators["good"]["key"]


def test_what_may_pass_by_itself_is_tried_again(cluster: Cluster, namespace: str, started: Started) -> None:
    _, execution = started("flaky")

    status = _finished(cluster, execution["metadata"]["name"], namespace, seconds=180)

    (operator,) = status["stages"][0]["operators"]
    assert operator["status"] == "Error"
    assert operator["attempts"] == 3, "the first attempt and the two retries that the test operator allows"
    assert "try me again" in operator["message"]


def test_deleting_a_running_asset_stops_its_pods(cluster: Cluster, namespace: str, started: Started) -> None:
    asset, execution = started("slow")
    name = execution["metadata"]["name"]
    eventually(lambda: _pods(cluster, name, namespace), f"{name} has a pod", seconds=90)

    cluster.delete("mediaassets", asset, namespace)

    eventually(lambda: cluster.get("mediaassets", asset, namespace) is None, f"{asset} is gone", seconds=90)
    eventually(lambda: not _running_pods(cluster, name, namespace), f"the pods of {name} are gone", seconds=60)
    assert not [one for one in cluster.argo_workflows(namespace) if one["metadata"]["name"] == name]


def test_cancelling_stops_pods_and_says_so(cluster: Cluster, namespace: str, started: Started) -> None:
    _, execution = started("slow")
    name = execution["metadata"]["name"]
    eventually(lambda: _pods(cluster, name, namespace), f"{name} has a pod", seconds=90)

    cluster.patch("mediaexecutions", name, namespace, {"spec": {"cancel": True}})

    status = _finished(cluster, name, namespace)
    assert status["state"] == "Cancelled"
    eventually(lambda: not _running_pods(cluster, name, namespace), f"the pods of {name} have stopped", seconds=60)


def test_a_killed_controller_makes_no_second_run(cluster: Cluster, namespace: str, started: Started) -> None:
    names = []
    for _ in range(2):
        names.append(started("quick")[1]["metadata"]["name"])
        _kill_the_controller(cluster)

    for name in names:
        assert _finished(cluster, name, namespace, seconds=180)["state"] == "Complete"
    ours = [one["metadata"]["name"] for one in cluster.argo_workflows(namespace)]
    assert [ours.count(name) for name in names] == [1, 1]


def test_a_changed_entry_stops_the_run_that_was_made_for_it(cluster: Cluster, namespace: str, started: Started) -> None:
    asset, execution = started("slow")
    before = execution["metadata"]["name"]
    eventually(lambda: _running_pods(cluster, before, namespace), f"{before} has a pod", seconds=90)

    changed = [{"name": "slow", "configuration": {"slow": {"seconds": 1}}}]
    cluster.patch("mediaassets", asset, namespace, {"spec": {"workflows": changed}})

    status = _finished(cluster, before, namespace)
    names = {one["metadata"]["name"] for one in cluster.executions(namespace, asset)} - {before}
    (after,) = names
    assert status["state"] == "Cancelled"
    assert f"{after} took its place" in status["message"]
    assert _finished(cluster, after, namespace)["state"] == "Complete"
    assert not _running_pods(cluster, before, namespace)


@pytest.fixture
def without_pods(cluster: Cluster, namespace: str, started: Started) -> str:
    """A failed run whose pods are gone."""
    _, execution = started("broken")
    name: str = execution["metadata"]["name"]
    assert "told to end with 7" in _finished(cluster, name, namespace)["message"]
    selector = f"mediainsights.dev/execution={name}"
    cluster.core.delete_collection_namespaced_pod(namespace, label_selector=selector)
    eventually(lambda: not _pods(cluster, name, namespace), f"the pods of {name} are gone")
    return name


@pytest.fixture
def argo_server(cluster: Cluster) -> tuple[str, str]:
    """URL of the cluster's Argo Server, and a token; skipped where none runs."""
    try:
        service = cluster.core.read_namespaced_service("argo-server", "argo")
    except client.ApiException:
        pytest.skip("no Argo Server here: `make cluster-argo-server` adds one")
    token = subprocess.run(
        ["kubectl", "-n", "argo", "create", "token", "argo-server"],
        capture_output=True, text=True, timeout=30, check=True,
    )  # fmt: skip
    return f"http://{service.spec.cluster_ip}:2746", token.stdout.strip()


def test_logs_outlive_their_pods(without_pods: str, media: Media) -> None:
    told = media("logs", without_pods)

    assert told.returncode == 0, told.stderr
    assert told.stdout.splitlines() == ["broken: ending with 7"]


def test_an_argo_server_has_the_logs_too(without_pods: str, media: Media, argo_server: tuple[str, str]) -> None:
    url, token = argo_server

    told = media("logs", without_pods, "--argo-server", url, "--argo-token", token)
    refused = media("logs", without_pods, "--argo-server", url, "--argo-token", "nonsense")

    assert told.returncode == 0, told.stderr
    assert told.stdout.splitlines() == ["broken: ending with 7"]
    assert refused.returncode != 0
    assert "token" in refused.stderr


def test_an_execution_is_immutable_but_for_cancelling(cluster: Cluster, namespace: str, started: Started) -> None:
    _, execution = started("quick")
    done = subprocess.run(
        ["kubectl", "-n", namespace, "patch", "mediaexecution", execution["metadata"]["name"], "--type=merge",
         "-p", '{"spec": {"workflow": "slow"}}'],
        capture_output=True, text=True, timeout=30, check=False,
    )  # fmt: skip
    assert done.returncode != 0
    assert "workflow is immutable" in done.stderr


def _finished(cluster: Cluster, name: str, namespace: str, seconds: float = 120) -> Manifest:
    def ended() -> Manifest | None:
        status: Manifest = (cluster.get("mediaexecutions", name, namespace) or {}).get("status", {})
        return status if status.get("state") in ("Complete", "Error", "Cancelled", "TimedOut") else None

    status = eventually(ended, f"{name} ends", seconds=seconds)
    assert status is not None
    return status


def _pods(cluster: Cluster, execution: str, namespace: str) -> list[Any]:
    selector = f"mediainsights.dev/execution={execution}"
    pods: list[Any] = cluster.core.list_namespaced_pod(namespace, label_selector=selector).items
    return pods


def _running_pods(cluster: Cluster, execution: str, namespace: str) -> list[str]:
    pods = _pods(cluster, execution, namespace)
    return [pod.metadata.name for pod in pods if pod.status.phase in ("Pending", "Running")]


def _kill_the_controller(cluster: Cluster) -> None:
    selector = "app.kubernetes.io/component=controller"
    for pod in cluster.core.list_namespaced_pod(RELEASE_NAMESPACE, label_selector=selector).items:
        cluster.core.delete_namespaced_pod(pod.metadata.name, RELEASE_NAMESPACE, grace_period_seconds=0)
