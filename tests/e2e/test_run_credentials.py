"""What a run holds of the object store opens the run alone and ends with it; a run that publishes it ends in Error."""

import base64
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from kubernetes import client

from media_insights.cli.cluster.clusters import Place, connect
from media_insights.cli.cluster.stores import StoreFlags, open_store
from media_insights.domain import layout
from media_insights.domain.running.contract import CPU_TIME_FILE
from media_insights.domain.sources.tenancy import EXECUTOR_TOKEN
from media_insights.domain.store_address import StoreAddress
from media_insights.errors import AccessDenied
from media_insights.storage.s3 import S3Store, s3_store_of
from media_insights.storage.s3_access import S3Access
from tests.e2e.conftest import Cluster, Manifest, Media
from tests.e2e.eventually import eventually
from tests.e2e.test_lifecycle import _operator, _workflow

SECRET = "/argo/secret/media-insights-run-{execution}"
TOKEN = "/var/run/secrets/kubernetes.io/serviceaccount/token"


@dataclass(frozen=True)
class Ended:
    """A run that has ended, and the store as an administrator sees it."""

    execution: Manifest
    store: S3Store
    namespace: str
    access_key: str
    secret_key: str

    @property
    def operators(self) -> dict[str, Manifest]:
        stages = self.execution["status"]["stages"]
        return {one["name"]: one for stage in stages for one in stage["operators"]}

    @property
    def stored(self) -> dict[str, bytes]:
        """File → content of everything that the run left, but for the CPU time that its operators told."""
        own = self.execution["status"]["planKey"].removesuffix("plan.json")
        keys = [info.key for info in self.store.list(own) if CPU_TIME_FILE not in info.key]
        return {key.removeprefix(own): self.store.get(key) for key in keys}


@pytest.fixture(scope="module")
def run(
    cluster: Cluster, namespace: str, media: Media, test_operator: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Ended]:
    """Given a workflow of an honest operator, one that makes a link, and three that publish what links reach."""
    assert test_operator
    file = tmp_path_factory.mktemp("text") / "credentials.txt"
    file.write_text("Some words.\n", encoding="utf-8")
    key = layout.upload_key(namespace, file.name)
    assert media("upload", file, "--key", key).returncode == 0
    steps: list[dict[str, Any]] = [
        _operator("honest", message="done"),
        _operator("friendly", link=f"{SECRET}/secretkey"),
        _operator("access", link=f"{SECRET}/accesskey", hostile=True),
        _operator("secret", link=f"{SECRET}/secretkey", hostile=True),
        _operator("token", link=TOKEN, hostile=True),
    ]
    cluster.apply(_workflow("links", steps), namespace)
    source = {"s3": {"bucket": "media-insights", "key": key}}
    asset = {"apiVersion": "mediainsights.dev/v1alpha1", "kind": "MediaAsset", "metadata": {"name": "links"}}
    cluster.apply({**asset, "spec": {"source": source, "workflows": [{"name": "links"}]}}, namespace)
    keys = eventually(lambda: _keys(cluster, namespace), "the run with links has its keys", seconds=120)
    execution = eventually(lambda: _ended(cluster, namespace), "the run with links has ended", seconds=300)
    with open_store(connect(Place(namespace=namespace)), StoreFlags()) as store:
        yield Ended(execution, store, namespace, keys["accesskey"], keys["secretkey"])
    cluster.delete("mediaassets", "links", namespace)
    cluster.delete("mediaworkflows", "links", namespace)


def _keys(cluster: Cluster, namespace: str) -> dict[str, str]:
    """Return the keys that the Secret of the run holds, while it goes on."""
    uids = [each["metadata"]["uid"] for each in cluster.executions(namespace, "links")]
    secrets = [f"media-insights-run-{uid}" for uid in uids]
    found = [each for each in cluster.core.list_namespaced_secret(namespace).items if each.metadata.name in secrets]
    names = ("accesskey", "secretkey")
    return {name: base64.b64decode(found[0].data[name]).decode() for name in names} if found else {}


def _ended(cluster: Cluster, namespace: str) -> Manifest | None:
    found = cluster.executions(namespace, "links")
    ended = found and found[0].get("status", {}).get("state") in ("Complete", "Error", "Cancelled", "TimedOut")
    return found[0] if ended else None


def test_an_operator_that_writes_a_link_ends_in_error(run: Ended) -> None:
    assert run.execution["status"]["state"] == "Error"
    said = run.operators["friendly"]
    assert (said["status"], said["message"]) == (
        "Error",
        "the output result.json is a link; an output must be a file of its own",
    )
    assert json.loads(run.stored["honest.json"])["message"] == "done"


@pytest.mark.parametrize("name", ["access", "secret", "token"])
def test_an_operator_that_publishes_a_secret_through_a_link_ends_in_error(run: Ended, name: str) -> None:
    said = run.operators[name]
    assert (said["status"], said["message"]) == (
        "Error",
        "ended well but did not write result.json: a defect of test-operator",
    )
    assert sorted(run.stored) == ["honest.json", "plan.json"]


def test_a_key_of_a_run_opens_nothing_once_the_run_has_ended(run: Ended) -> None:
    endpoint = run.store.client.meta.endpoint_url
    access = S3Access(
        address=StoreAddress.of(endpoint, bucket=run.store.bucket),
        access_key=run.access_key,
        secret_key=run.secret_key,
    )
    stolen = s3_store_of(access)
    own = run.execution["status"]["planKey"].removesuffix("plan.json")
    for attempt in (
        lambda: stolen.get(layout.upload_key(run.namespace, "credentials.txt")),
        lambda: list(stolen.list(own)),
        lambda: stolen.put(f"{own}x", b"x"),
    ):
        with pytest.raises(AccessDenied):
            attempt()


def test_the_executor_s_token_reads_nothing_of_the_namespace(cluster: Cluster, run: Ended) -> None:
    data = cluster.core.read_namespaced_secret(EXECUTOR_TOKEN, run.namespace).data
    token = base64.b64decode(data["token"]).decode()
    configuration = client.Configuration.get_default_copy()
    configuration.cert_file = configuration.key_file = None
    configuration.api_key = {"authorization": f"Bearer {token}"}
    core = client.CoreV1Api(client.ApiClient(configuration))
    for attempt in (core.list_namespaced_secret, core.list_namespaced_pod, core.list_namespaced_config_map):
        with pytest.raises(client.ApiException) as refused:
            attempt(run.namespace)
        assert refused.value.status == 403


def test_no_key_of_the_store_is_left_in_the_namespace(cluster: Cluster, run: Ended) -> None:
    names = [each.metadata.name for each in cluster.core.list_namespaced_secret(run.namespace).items]
    assert run.execution["metadata"]["uid"] not in "".join(names)
    assert "media-insights-store" not in names


def test_archived_logs_stay_readable_after_the_keys_have_gone(run: Ended, media: Media) -> None:
    name = run.execution["metadata"]["name"]
    logs = [info.key for info in run.store.list("private/") if f"/logs/{name}/" in info.key]
    assert logs
    assert media("logs", "links").returncode == 0
