"""Search on the cluster: what an operator found is found by its words, until its asset is deleted."""

import json
import subprocess
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from kubernetes import client

from media_insights.cli.cluster.forwarding import forward_port
from media_insights.client.calls import Client
from media_insights.client.refusals import ClientError
from tests.e2e.conftest import RELEASE_NAMESPACE, Cluster, Manifest, Media, installed_with, once
from tests.e2e.eventually import eventually

TEXT = "Angela Merkel met Tim Cook in Berlin on Monday.\n"
API = "media-insights-api"
READER = "searcher"
WORKFLOW: Manifest = {
    "apiVersion": "mediainsights.dev/v1alpha1",
    "kind": "MediaWorkflow",
    "metadata": {"name": "naming"},
    "spec": {"stages": [{"name": "text", "operators": [{"name": "entities"}]}]},
}


@pytest.fixture(scope="module")
def indexed() -> Iterator[None]:
    """The installation with the HTTP API and the indexer."""
    with installed_with("api.enabled=true,search.enabled=true"):
        yield


@pytest.fixture(scope="module")
def token(cluster: Cluster, namespace: str) -> str:
    """A token of an account that may read the tenant's assets, and nothing else."""
    rules = [{"apiGroups": ["mediainsights.dev"], "resources": ["mediaassets"], "verbs": ["get", "list"]}]
    with once():
        role = {"metadata": {"name": READER}, "rules": rules}
        client.RbacAuthorizationV1Api().create_namespaced_role(namespace, role)
    cluster.account(READER, namespace, {"kind": "Role", "name": READER})
    made = subprocess.run(
        ["kubectl", "create", "token", READER, "-n", namespace], capture_output=True, text=True, timeout=30, check=False
    )
    assert made.returncode == 0, made.stderr
    return made.stdout.strip()


def test_what_was_found_is_searched_until_it_is_deleted(
    indexed: None, token: str, cluster: Cluster, namespace: str, media: Media, tmp_path: Path
) -> None:
    def found(query: str, *words: str) -> list[Any]:
        done = media("search", query, "--api-token", token, "-o", "json", *words)
        assert done.returncode == 0, done.stderr
        hits: list[Any] = json.loads(done.stdout)
        return hits

    # Given a text that was analysed
    cluster.apply(WORKFLOW, namespace)
    file = tmp_path / "meeting.txt"
    file.write_text(TEXT, encoding="utf-8")
    report = media.analyze(file, "--workflow", "naming")
    assert report["status"] == "Complete", report

    # Then who and what it names is found, also by an account that may read assets and no Secret
    hits = eventually(lambda: found("about:berlin"), "Berlin is found", seconds=30)
    assert [hit["asset"]["name"] for hit in hits] == [report["asset"]]
    assert {hit["title"] for hit in found("Operator:entities EntityType:PERSON")} == {"Angela Merkel", "Tim Cook"}
    assert found("about:paris") == []
    assert {hit["asset"]["namespace"] for hit in found("", "-A")} == {namespace}

    # When the asset is deleted, nothing of it is found
    cluster.delete("mediaassets", report["asset"], namespace)
    eventually(lambda: found("about:berlin") == [], "nothing is found", seconds=30)
    cluster.delete("mediaworkflows", "naming", namespace)


@pytest.fixture
def api(indexed: None, token: str, cluster: Cluster) -> Iterator[Client]:
    """The HTTP API, asked without a process for each question."""
    port = cluster.core.read_namespaced_service(API, RELEASE_NAMESPACE).spec.ports[0].port
    with forward_port((), RELEASE_NAMESPACE, f"{API}:{port}", "the HTTP API") as tunnel:
        yield Client.at(f"http://{tunnel.address}", token=token)


def test_what_is_stored_is_found(
    api: Client,
    cluster: Cluster,
    namespace: str,
    media: Media,
    asset_of: Callable[..., Manifest],
    tmp_path: Path,
    record_property: Callable[[str, object], None],
) -> None:
    """How long it takes is written into the report, as ``stored_to_searchable``: no test waits for a time."""

    def is_stored(asset: str) -> bool:
        found = cluster.get("mediaassets", asset, namespace) or {}
        return bool(found.get("status", {}).get("results"))

    def is_found(asset: str) -> bool:
        try:
            return any(True for _ in api.search(f"Asset:{asset} about:berlin", namespace))
        except ClientError:  # an index that is being filled answers 503
            return False

    def seconds_until_found(asset: str) -> float:
        eventually(lambda: is_stored(asset), f"{asset} has a result", seconds=300, every=0.1)
        began = time.monotonic()
        eventually(lambda: is_found(asset), f"{asset} is found", seconds=120, every=0.1)
        return round(time.monotonic() - began, 2)

    # Given assets that are analysed at the same time
    cluster.apply(WORKFLOW, namespace)
    file = tmp_path / "meetings.txt"
    file.write_text(TEXT, encoding="utf-8")
    uploaded = media("upload", file, "--key", media.key(file.name))
    assert uploaded.returncode == 0, uploaded.stderr
    assets = [asset_of(file.name, workflows=[{"name": "naming"}])["metadata"]["name"] for _ in range(5)]

    # Then each is found once its pointer is there
    with ThreadPoolExecutor(len(assets)) as threads:
        seconds = sorted(threads.map(seconds_until_found, assets))
    assert {hit.asset.name for hit in api.search("about:berlin", namespace)} >= set(assets)
    record_property("stored_to_searchable", seconds)
    print(f"stored → searchable on the cluster, seconds: {seconds}")  # noqa: T201 - shown with -rP
