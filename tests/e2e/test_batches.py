"""Batches on a cluster: files below a prefix, each once, a few at a time; what fails is told, and all of it goes."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.conftest import Cluster, Manifest, Media
from tests.e2e.eventually import eventually

BATCH = "batch-e2e"
LABEL = "mediainsights.dev/batch"
FILES = ("batch-one.txt", "batch-two.txt", "batch-three.txt")


@pytest.fixture(scope="module", autouse=True)
def workflow(cluster: Cluster, namespace: str, test_operator: str) -> Iterator[None]:
    """A workflow of the test operator that takes some seconds."""
    operator = {"name": test_operator, "alias": "quick", "configuration": {"seconds": 3}}
    manifest = {
        "apiVersion": "mediainsights.dev/v1alpha1",
        "kind": "MediaWorkflow",
        "metadata": {"name": "batched"},
        "spec": {"stages": [{"name": "only", "operators": [operator]}]},
    }
    cluster.apply(manifest, namespace)
    yield
    cluster.delete("mediaworkflows", "batched", namespace)


def _store(media: Media, folder: Path, content: str, name: str) -> str:
    """Upload a text, and return its key: each has a folder of its own among the uploads."""
    file = folder / name
    file.write_text(content, encoding="utf-8")
    done = media("upload", file)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def _status(cluster: Cluster, namespace: str) -> Manifest:
    return (cluster.get("mediabatches", BATCH, namespace) or {}).get("status") or {}


def _assets(cluster: Cluster, namespace: str) -> list[Manifest]:
    group = ("mediainsights.dev", "v1alpha1")
    found = cluster.custom.list_namespaced_custom_object(
        *group, namespace, "mediaassets", label_selector=f"{LABEL}={BATCH}"
    )
    items: list[Manifest] = found["items"]
    return items


def test_a_batch_from_its_first_file_to_its_deletion(
    cluster: Cluster, namespace: str, media: Media, tmp_path: Path
) -> None:
    addresses = [_store(media, tmp_path, f"Words of {name}.\n", name) for name in FILES]
    bucket = addresses[0].removeprefix("s3://").partition("/")[0]
    prefix = f"s3://{bucket}/public/upload/{namespace}/"
    _store(media, tmp_path, "left out", "left-out.md")
    run = ("batch", "run", BATCH, "--prefix", prefix, "-w", "batched", "--include", "batch-*.txt", "--parallelism", "2")

    done = media(*run, "--wait", "--timeout", "120", timeout=150)

    assert done.returncode == 0, done.stdout + done.stderr
    status = _status(cluster, namespace)
    counts = status["items"]
    assert (counts["total"], counts["done"], counts["failed"]) == (3, 3, 0), status
    assert counts["skipped"] >= 1, "the Markdown file"
    assert sorted(each["spec"]["title"] for each in _assets(cluster, namespace)) == sorted(FILES)

    _store(media, tmp_path, "Words that came later.\n", "batch-four.txt")
    again = media(*run, "--wait", "--timeout", "60", timeout=90)
    assert again.returncode == 0, again.stdout + again.stderr
    assert _status(cluster, namespace)["items"]["total"] == 4
    assert len(_assets(cluster, namespace)) == 4, "nothing ran twice"
    assert json.loads(media("batch", "failures", BATCH, "-o", "json").stdout) == {"failures": []}

    cluster.delete("mediabatches", BATCH, namespace)
    eventually(lambda: not _assets(cluster, namespace), "the assets of the batch are gone", seconds=60)
    assert cluster.get("mediabatches", BATCH, namespace) is None
