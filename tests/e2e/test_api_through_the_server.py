"""People reach the HTTP API through the API server, with a token of their own, and without any key of the store."""

import json
import os
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import urllib3
import yaml
from kubernetes import client

from tests.e2e.conftest import RELEASE_NAMESPACE, Cluster, Manifest, _kubectl, installed_with
from tests.e2e.impersonation import EVERY_RIGHT, account

API = "media-insights-api:http"
EDIT = f"media-insights-{RELEASE_NAMESPACE}-edit"
ACCOUNTS = {"newsdesk": EDIT, "stranger": ""}
"""Account → the ClusterRole that it has in the namespace."""


@dataclass(frozen=True)
class Person:
    """Somebody with a token, and nothing else."""

    token: str
    kubeconfig: Path
    namespace: str

    def __call__(self, *arguments: str | Path) -> "subprocess.CompletedProcess[str]":
        """Run ``kubectl media`` as this person."""
        command = ["kubectl-media", *map(str, arguments), "-n", self.namespace]
        environment = {**os.environ, "KUBECONFIG": str(self.kubeconfig)}
        return subprocess.run(command, capture_output=True, text=True, timeout=300, check=False, env=environment)

    def ask(
        self, path: str, *, service: str = API, token: bool = True, method: str = "GET", body: Manifest | None = None
    ) -> tuple[int, Manifest]:
        """Ask the API through the API server, with the token that is meant for it or without."""
        settings = client.Configuration.get_default_copy()
        url = f"{settings.host}/api/v1/namespaces/{RELEASE_NAMESPACE}/services/{service}/proxy{path}"
        headers = {"Authorization": f"Bearer {self.token}"} | ({"Media-Insights-Token": self.token} if token else {})
        with urllib3.PoolManager(ca_certs=settings.ssl_ca_cert) as pool:
            answer = pool.request(method, url, headers=headers, json=body, retries=False, timeout=30)
        return answer.status, json.loads(answer.data or "{}")


@pytest.fixture(scope="module")
def people(cluster: Cluster, namespace: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Person]]:
    """Given the HTTP API, an account that may edit the namespace's assets, and one that may nothing."""
    with installed_with("api.enabled=true,api.replicas=1"):
        yield {
            name: _person(cluster, namespace, name, role, tmp_path_factory.mktemp(name))
            for name, role in ACCOUNTS.items()
        }


def _person(cluster: Cluster, namespace: str, name: str, role: str, folder: Path) -> Person:
    cluster.account(name, namespace, {"kind": "ClusterRole", "name": role} if role else None)
    made = cluster.core.create_namespaced_service_account_token(name, namespace, {"spec": {"expirationSeconds": 3600}})
    settings = client.Configuration.get_default_copy()
    config = {
        "apiVersion": "v1",
        "kind": "Config",
        "clusters": [
            {"name": "c", "cluster": {"server": settings.host, "certificate-authority": settings.ssl_ca_cert}}
        ],
        "users": [{"name": "u", "user": {"token": made.status.token}}],
        "contexts": [{"name": "c", "context": {"cluster": "c", "user": "u"}}],
        "current-context": "c",
    }
    (folder / "kubeconfig").write_text(yaml.safe_dump(config), "utf-8")
    return Person(made.status.token, folder / "kubeconfig", namespace)


@pytest.fixture(scope="module")
def analysed(
    people: dict[str, Person], cluster: Cluster, test_operator: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """The asset that the newsdesk made of a file of nine megabytes, which is sent in two parts."""
    folder, newsdesk = tmp_path_factory.mktemp("sent"), people["newsdesk"]
    (folder / "Über alles (1).txt").write_text("Some words.\n" * 800_000, "utf-8")
    stages = [{"name": "only", "operators": [{"name": test_operator, "configuration": {"message": "read"}}]}]
    head = {"apiVersion": "mediainsights.dev/v1alpha1", "kind": "MediaWorkflow", "metadata": {"name": "by-the-api"}}
    cluster.apply({**head, "spec": {"stages": stages}}, newsdesk.namespace)
    done = newsdesk("analyze", folder / "Über alles (1).txt", "--workflow", "by-the-api", "-o", "json")
    assert done.returncode == 0, done.stderr
    yield str(json.loads(done.stdout)["asset"])
    cluster.delete("mediaworkflows", "by-the-api", newsdesk.namespace)


def test_somebody_with_a_token_needs_no_key(people: dict[str, Person], analysed: str, test_operator: str) -> None:
    newsdesk = people["newsdesk"]
    result = newsdesk("results", analysed, test_operator, "-o", "json")
    assert json.loads(result.stdout)["message"] == "read", result.stderr
    assert "wrote nothing" in newsdesk("logs", analysed).stderr  # as the test operator does: no log, and no refusal
    assert newsdesk("faces", "list").returncode == 0
    rights = _kubectl("--kubeconfig", str(newsdesk.kubeconfig), "auth", "can-i", "get", "secrets", "-A")
    assert rights.split()[-1] == "no", rights


def test_a_stranger_sees_nothing_and_sends_nothing(people: dict[str, Person], analysed: str, tmp_path: Path) -> None:
    (tmp_path / "words.txt").write_text("Some words.\n", "utf-8")
    refused = people["stranger"]("upload", tmp_path / "words.txt")
    assert refused.returncode != 0
    assert "may not create mediaassets" in refused.stderr
    status, page = people["stranger"].ask("/v1/assets")
    assert (status, page["items"]) == (200, [])
    assert analysed not in json.dumps(page)


def test_a_batch_is_made_paused_and_deleted_with_the_callers_rights(people: dict[str, Person], analysed: str) -> None:
    """The API's own account writes it, within the policy; ``analysed``: its workflow is there."""
    newsdesk = people["newsdesk"]
    place = {"bucket": "media-insights", "key": f"public/upload/{newsdesk.namespace}/nothing-yet/"}
    wanted = {"namespace": newsdesk.namespace, "name": "by-the-api", "source": {"prefix": place}}
    status, refusal = people["stranger"].ask("/v1/batches", method="POST", body={**wanted, "workflow": "by-the-api"})
    assert status in (403, 404), refusal
    status, made = newsdesk.ask("/v1/batches", method="POST", body={**wanted, "workflow": "by-the-api"})
    assert status == 201, made
    status, paused = newsdesk.ask(f"/v1/batches/{made['id']}:pause", method="POST")
    assert status == 202, paused
    status, page = newsdesk.ask("/v1/batches")
    assert [(each["name"], each["namespace"]) for each in page["items"]] == [("by-the-api", newsdesk.namespace)]
    assert people["stranger"].ask("/v1/batches")[1]["items"] == []
    status, deleted = newsdesk.ask(f"/v1/batches/{made['id']}", method="DELETE")
    assert status == 202, deleted


def test_the_api_server_keeps_its_own_header_to_itself(people: dict[str, Person]) -> None:
    """So that the API knows nobody by ``Authorization`` there, and asks for the token in a header of its own."""
    status, refusal = people["newsdesk"].ask("/v1/assets", token=False)
    assert (status, refusal["code"]) == (401, "unauthorized")
    status, page = people["newsdesk"].ask("/v1/assets")
    assert status == 200
    assert {each["namespace"] for each in page["items"]} <= {people["newsdesk"].namespace}


@pytest.mark.parametrize(
    "service", ["media-insights-objectstore:s3", "media-insights-controller:metrics", "media-insights-api:metrics"]
)
def test_no_other_service_is_reached_that_way(people: dict[str, Person], service: str) -> None:
    status, refusal = people["newsdesk"].ask("/", service=service)
    assert (status, refusal["reason"]) == (403, "Forbidden")


def test_metrics_and_health_of_the_api_are_not_on_that_way(people: dict[str, Person]) -> None:
    for path in ("/metrics", "/readyz"):
        status, answer = people["stranger"].ask(path)
        assert status == 404, answer


_ASSETS = "/apis/mediainsights.dev/v1alpha1/namespaces/{}/mediaassets"
_ASSET = {
    "apiVersion": "mediainsights.dev/v1alpha1",
    "kind": "MediaAsset",
    "metadata": {"name": "mine"},
    "spec": {"source": {"s3": {"bucket": "media-insights", "key": "public/upload/default/x.txt"}}},
}
_FORBIDDEN: dict[str, tuple[str, str, Manifest]] = {
    "an asset where no label is": ("POST", _ASSETS.format("kube-system"), _ASSET),
    "a Secret": ("POST", "/api/v1/namespaces/{namespace}/secrets", {"metadata": {"name": "x"}}),
    "a Secret by an empty patch": ("PATCH", f"/api/v1/namespaces/{RELEASE_NAMESPACE}/secrets/media-insights-api", {}),
    "a status": ("PATCH", _ASSETS.format("{namespace}") + "/{asset}/status", {"status": {}}),
    "no finalizer": ("PATCH", _ASSETS.format("{namespace}") + "/{asset}", {"metadata": {"finalizers": None}}),
    "an operator, which no workflow names": ("DELETE", "/apis/mediainsights.dev/v1alpha1/mediaoperators/hls", {}),
}


@pytest.mark.parametrize("what", _FORBIDDEN)
def test_the_apis_own_account_writes_nothing_else(people: dict[str, Person], analysed: str, what: str) -> None:
    """Also with every right: the policy is sufficient by itself."""
    method, path, body = _FORBIDDEN[what]
    place = path.format(namespace=people["newsdesk"].namespace, asset=analysed)
    answer = account(RELEASE_NAMESPACE, "media-insights-api", EVERY_RIGHT)(method, place, body)
    assert answer.status == 403, answer.body
    assert "the API of media-insights" in answer.message
