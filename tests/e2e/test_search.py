"""Search on the cluster: what an operator found is found by its words, until its asset is deleted."""

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from kubernetes import client

from tests.e2e.conftest import Cluster, Manifest, Media, installed_with
from tests.e2e.eventually import eventually

TEXT = "Angela Merkel met Tim Cook in Berlin on Monday.\n"
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
    meta = {"name": READER, "namespace": namespace}
    rules = [{"apiGroups": ["mediainsights.dev"], "resources": ["mediaassets"], "verbs": ["get", "list"]}]
    bound = {"apiGroup": "rbac.authorization.k8s.io", "kind": "Role", "name": READER}
    subjects = [{"kind": "ServiceAccount", **meta}]
    roles = client.RbacAuthorizationV1Api()
    cluster.core.create_namespaced_service_account(namespace, {"metadata": meta})
    roles.create_namespaced_role(namespace, {"metadata": meta, "rules": rules})
    roles.create_namespaced_role_binding(namespace, {"metadata": meta, "roleRef": bound, "subjects": subjects})
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
