"""Operators without the SDK on the real executor: a Secret in a log's or a folder's place is found, any folder too."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from media_insights.cli.cluster.clusters import Place, connect
from media_insights.cli.cluster.stores import StoreFlags, open_store
from media_insights.domain.running.disclosures import BESIDE_RESULTS
from tests.e2e.conftest import GROUP, Cluster, Media, image_of

ACCOUNT = "/var/run/secrets/kubernetes.io/serviceaccount"
LOG = "/var/run/argo/ctr/main/combined"
"""Where Argo's program around the command keeps what it wrote."""
IN_THE_LOG = (
    f"import os; os.remove('{LOG}'); os.symlink('{ACCOUNT}/token', '{LOG}'); "
    "open('/out/result.json', 'w').write('{}')"
)
A_FOLDER = f"import os; os.symlink('{ACCOUNT}', '/out/result.json')"
A_HARMLESS_FOLDER = (
    "import os; os.mkdir('/out/words'); open('/out/words/one.txt', 'w').write('one'); "
    "os.symlink('words', '/out/result.json')"
)


@contextmanager
def hostile(cluster: Cluster, namespace: str, name: str, script: str) -> Iterator[None]:
    """Put an operator that runs a line of Python, and a workflow of it, into the cluster while the block runs."""
    result = {"name": "result", "file": "result.json", "result": True}
    spec = {"resultName": "published", "version": "1.0.0", "outputs": [result]}
    spec |= {"image": image_of("test-operator"), "command": ["python", "-c", script]}
    body = {"apiVersion": "/".join(GROUP), "kind": "MediaOperator", "metadata": {"name": name}}
    cluster.custom.create_cluster_custom_object(
        *GROUP, "mediaoperators", body | {"spec": spec | {"inputs": [{"name": "source", "media": ["Text"]}]}}
    )
    stages = [{"name": "only", "operators": [{"name": name}]}]
    cluster.apply(body | {"kind": "MediaWorkflow", "spec": {"stages": stages}}, namespace)
    try:
        yield
    finally:
        cluster.delete_operator(name)
        cluster.delete("mediaworkflows", name, namespace)


@pytest.mark.parametrize(
    ("name", "script", "message"),
    [
        ("in-the-log", IN_THE_LOG, BESIDE_RESULTS),
        ("a-folder", A_FOLDER, "a-folder: ended well but did not write result.json: a defect of a-folder"),
        ("harmless", A_HARMLESS_FOLDER, "harmless: ended well but did not write result.json: a defect of harmless"),
    ],
)
def test_what_is_no_file_of_the_operator_s_own_ends_the_run_in_error(
    cluster: Cluster, namespace: str, media: Media, tmp_path: Path, name: str, script: str, message: str
) -> None:
    file = tmp_path / f"{name}.txt"
    file.write_text(f"Some words {name}.\n", encoding="utf-8")
    with hostile(cluster, namespace, name, script):
        report: dict[str, Any] = media.analyze(file, "--workflow", name)
    assert (report["status"], report["message"]) == ("Error", message)
    (execution,) = cluster.executions(namespace, report["asset"])
    own = execution["status"]["planKey"].removesuffix(f"workflows/{execution['metadata']['uid']}/plan.json")
    with open_store(connect(Place(namespace=namespace)), StoreFlags()) as store:
        assert not [info.key for info in store.list(own) if store.get(info.key).startswith(b"eyJ")]
