"""The program before Argo's executor, in real pods: it refuses links before they are stored."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.e2e.conftest import Cluster, Media
from tests.e2e.eventually import eventually
from tests.e2e.test_lifecycle import _operator, _workflow

TOKEN = "/var/run/secrets/kubernetes.io/serviceaccount/token"
REFUSED = "/mainctrfs/out/result.json: no file of its own; an output must be one"


@pytest.fixture(scope="module")
def logs(
    cluster: Cluster, namespace: str, media: Media, test_operator: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[str, str]]:
    """Given a run of three operators past the SDK, what the wait container of each step's pod said."""
    assert test_operator
    steps: list[dict[str, Any]] = [
        _operator("honest", message="done"),
        _operator("token", link=TOKEN, hostile=True),
        _operator("beside", link="words.json", hostile=True),
    ]
    cluster.apply(_workflow("guarded", steps), namespace)
    file = tmp_path_factory.mktemp("text") / "guarded.txt"
    file.write_text("Some words.\n", encoding="utf-8")
    report = media.analyze(file, "--workflow", "guarded")
    assert report["status"] == "Error"
    [execution] = cluster.executions(namespace, report["asset"])
    yield _said(cluster, namespace, execution["metadata"]["name"])
    cluster.delete("mediaworkflows", "guarded", namespace)


def _said(cluster: Cluster, namespace: str, execution: str) -> dict[str, str]:
    selector = f"workflows.argoproj.io/workflow={execution}"
    pods = eventually(
        lambda: cluster.core.list_namespaced_pod(namespace, label_selector=selector).items, "its pods are there"
    )
    return {
        pod.metadata.labels["mediainsights.dev/operator"]: cluster.core.read_namespaced_pod_log(
            pod.metadata.name, namespace, container="wait"
        )
        for pod in pods
    }


@pytest.mark.parametrize("name", ["token", "beside"])
def test_a_link_is_refused_before_argo_looks_for_it(logs: dict[str, str], name: str) -> None:
    said = logs[name]
    assert said.index(REFUSED) < said.index("Saving output artifacts")
    assert "Successfully saved file: /mainctrfs/out/result.json" not in said
    assert "too many levels of symbolic links" in said


def test_a_file_is_stored_by_argo_s_own_program(logs: dict[str, str]) -> None:
    assert "no file of its own" not in logs["honest"]
    assert "Successfully saved file: /mainctrfs/out/result.json" in logs["honest"]
