"""What an administrator does to a running installation: change the limit, run two replicas, lose one of them."""

from collections.abc import Callable, Iterator

import pytest
from kubernetes import client

from tests.e2e.conftest import RELEASE_NAMESPACE, Cluster, Manifest, Media, installed_with
from tests.e2e.eventually import eventually

FILE = "administration.txt"
LIMITS = "media-insights-limits"
LIMIT = "maxConcurrentExecutions"
REACHED = f"{LIMIT} (0) reached"
CONTROLLER = "media-insights-controller"
ENDED = ("Complete", "Error", "Cancelled", "TimedOut")

Start = Callable[[str], str]


@pytest.fixture(scope="module", autouse=True)
def workflows(
    cluster: Cluster, namespace: str, media: Media, test_operator: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[None]:
    """A workflow that takes a moment, one that takes long enough to lose the controller, and a text to run them on."""
    file = tmp_path_factory.mktemp("administration") / "words.txt"
    file.write_text("Some words.\n", encoding="utf-8")
    assert media("upload", file, "--key", media.key(FILE)).returncode == 0
    names = {"brief": 3, "while-we-lead": 12}
    for name, seconds in names.items():
        entry = {"name": test_operator, "configuration": {"seconds": seconds}}
        spec = {"stages": [{"name": "only", "operators": [entry]}]}
        head = {"apiVersion": "mediainsights.dev/v1alpha1", "kind": "MediaWorkflow", "metadata": {"name": name}}
        cluster.apply({**head, "spec": spec}, namespace)
    yield
    for name in names:
        cluster.delete("mediaworkflows", name, namespace)


@pytest.fixture
def start(cluster: Cluster, namespace: str, asset_of: Callable[..., Manifest]) -> Start:
    """Make an asset with one workflow; returns its execution's name."""

    def begin(workflow: str) -> str:
        asset = asset_of(FILE, workflows=[{"name": workflow}])["metadata"]["name"]
        try:
            found = eventually(lambda: cluster.executions(namespace, asset), f"{asset} has an execution")
        except AssertionError as error:
            status = (cluster.get("mediaassets", asset, namespace) or {}).get("status")
            raise AssertionError(f"{error}; the asset's status: {status}") from None
        return str(found[0]["metadata"]["name"])

    return begin


@pytest.fixture
def limit(cluster: Cluster) -> Iterator[Callable[[int], None]]:
    """Set the installation's limit; what it was comes back when the test ends."""
    before = cluster.core.read_namespaced_config_map(LIMITS, RELEASE_NAMESPACE).data[LIMIT]

    def put(most: int | str) -> None:
        cluster.core.patch_namespaced_config_map(LIMITS, RELEASE_NAMESPACE, {"data": {LIMIT: str(most)}})

    yield put
    put(before)


@pytest.fixture
def two_replicas() -> Iterator[None]:
    """A second replica stands by while the test runs."""
    with installed_with("controller.replicas=2"):
        yield


def test_a_changed_limit_takes_effect_without_a_restart(
    cluster: Cluster, namespace: str, start: Start, limit: Callable[[int], None]
) -> None:
    pods = _restarts(cluster)
    limit(0)
    names = [start("brief") for _ in range(2)]

    eventually(
        lambda: sorted(_place(cluster, name, namespace) for name in names) == [(1, REACHED), (2, REACHED)],
        "both are told their places",
    )

    limit(20)
    eventually(
        lambda: all(_status(cluster, name, namespace).get("startedAt") for name in names),
        "both start when the limit is raised",
    )
    for name in names:
        assert _finished(cluster, name, namespace)["state"] == "Complete"
    assert _restarts(cluster) == pods


def test_the_second_replica_takes_over(cluster: Cluster, namespace: str, two_replicas: None, start: Start) -> None:
    name = start("while-we-lead")
    leader = _leader()
    cluster.core.delete_namespaced_pod(leader, RELEASE_NAMESPACE, grace_period_seconds=0)

    eventually(lambda: _leader() not in ("", leader), "another replica leads")

    assert _finished(cluster, name, namespace)["state"] == "Complete"
    assert [one["metadata"]["name"] for one in cluster.argo_workflows(namespace)].count(name) == 1


def _place(cluster: Cluster, name: str, namespace: str) -> tuple[int, str]:
    queue = _status(cluster, name, namespace).get("queue") or {}
    return queue.get("position", 0), queue.get("reason", "")


def _leader() -> str:
    lease = client.CoordinationV1Api().read_namespaced_lease(CONTROLLER, RELEASE_NAMESPACE)
    return str(lease.spec.holder_identity or "")


def _restarts(cluster: Cluster) -> dict[str, int]:
    selector = "app.kubernetes.io/component=controller"
    pods = cluster.core.list_namespaced_pod(RELEASE_NAMESPACE, label_selector=selector).items
    staying = [pod for pod in pods if pod.metadata.deletion_timestamp is None]
    return {pod.metadata.name: pod.status.container_statuses[0].restart_count for pod in staying}


def _status(cluster: Cluster, name: str, namespace: str) -> Manifest:
    status: Manifest = (cluster.get("mediaexecutions", name, namespace) or {}).get("status", {})
    return status


def _finished(cluster: Cluster, name: str, namespace: str) -> Manifest:
    eventually(lambda: _status(cluster, name, namespace).get("state") in ENDED, f"{name} ends", seconds=120)
    return _status(cluster, name, namespace)
