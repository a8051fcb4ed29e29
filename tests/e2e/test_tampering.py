"""Whoever writes the bucket chooses nothing that runs: the attack with a stored plan, on a real cluster."""

import json
import uuid
from collections.abc import Callable, Iterator

import pytest

from media_insights.cli.cluster.clusters import Place, connect
from media_insights.cli.cluster.stores import StoreFlags, open_store
from media_insights.domain import layout
from tests.e2e.conftest import RELEASE_NAMESPACE, Cluster, Manifest, Media
from tests.e2e.eventually import eventually

FILE = "tampering.txt"
LIMITS, LIMIT = "media-insights-limits", "maxConcurrentExecutions"
EVIL = {"image": "attacker.example/evil:latest", "command": ["sh", "-c", "id"]}


@pytest.fixture
def held(cluster: Cluster) -> Iterator[Callable[[], None]]:
    """Nothing starts until the given function is called; the limit that was set comes back in any case."""
    before = cluster.core.read_namespaced_config_map(LIMITS, RELEASE_NAMESPACE).data[LIMIT]

    def put(most: str) -> None:
        cluster.core.patch_namespaced_config_map(LIMITS, RELEASE_NAMESPACE, {"data": {LIMIT: most}})

    put("0")
    yield lambda: put(before)
    put(before)


def test_a_planted_plan_runs_nowhere(
    cluster: Cluster,
    namespace: str,
    media: Media,
    test_operator: str,
    held: Callable[[], None],
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    file = tmp_path_factory.mktemp("tampering") / "words.txt"
    file.write_text("Some words.\n", encoding="utf-8")
    assert media("upload", file, "--key", media.key(FILE)).returncode == 0
    name = f"tampered-{uuid.uuid4().hex[:6]}"
    workflow = {"stages": [{"name": "only", "operators": [{"name": test_operator}]}]}
    cluster.apply(_made("MediaWorkflow", name, workflow), namespace)
    source = {"s3": {"bucket": "media-insights", "key": media.key(FILE)}}
    asset = cluster.apply(_made("MediaAsset", name, {"source": source, "workflows": [{"name": name}]}), namespace)

    run = eventually(lambda: _recorded(cluster, namespace, name), "the execution waits, with its plan's hash recorded")
    key = layout.plan_key(namespace, asset["metadata"]["uid"], run["metadata"]["uid"])
    with open_store(connect(Place(namespace=namespace)), StoreFlags()) as store:
        store.put(key, json.dumps(_evil(run, asset)).encode())
    held()

    status = eventually(lambda: _ended(cluster, namespace, name), "the execution has ended", seconds=120)
    assert status["state"] == "Error"
    assert "SnapshotTampered" in {each["reason"] for each in status["conditions"]}
    made = [each["metadata"]["name"] for where in (namespace, "kube-system") for each in cluster.argo_workflows(where)]
    assert run["metadata"]["name"] not in made
    names = [each.metadata.name for each in cluster.core.list_namespaced_secret("kube-system").items]
    assert not [each for each in names if each.startswith("media-insights")]
    warned = eventually(lambda: _warned(cluster, namespace, run["metadata"]["name"]), "an Event tells it")
    assert warned == ["Warning"]
    cluster.delete("mediaassets", name, namespace)
    cluster.delete("mediaworkflows", name, namespace)


def _made(kind: str, name: str, spec: Manifest) -> Manifest:
    return {"apiVersion": "mediainsights.dev/v1alpha1", "kind": kind, "metadata": {"name": name}, "spec": spec}


def _evil(run: Manifest, asset: Manifest) -> Manifest:
    """Return a plan of the attacker: another namespace, image, command and Secret."""
    spec = {**EVIL, "resultName": "evil", "version": "1", "access": {"network": "Egress", "secret": {"name": "any"}}}
    identity = {"name": "evil", "namespace": "kube-system", "uid": asset["metadata"]["uid"]}
    step = {"name": "evil", "operator": "evil", "stage": "only", "resultName": "evil", "spec": spec, "parameters": {}}
    made = {"name": run["metadata"]["name"], "uid": run["metadata"]["uid"]}
    return {"asset": identity, "execution": made, "workflow": "evil", "stages": ["only"], "steps": [step]}


def _warned(cluster: Cluster, namespace: str, execution: str) -> list[str]:
    events = cluster.core.list_namespaced_event(namespace, field_selector="reason=SnapshotTampered").items
    return [each.type for each in events if each.involved_object.name == execution]


def _recorded(cluster: Cluster, namespace: str, asset: str) -> Manifest | None:
    found = cluster.executions(namespace, asset)
    return found[0] if found and found[0].get("status", {}).get("planHash") else None


def _ended(cluster: Cluster, namespace: str, asset: str) -> Manifest | None:
    (run,) = cluster.executions(namespace, asset)
    status: Manifest = run.get("status", {})
    return status if status.get("state") in ("Complete", "Error", "Cancelled", "TimedOut") else None
