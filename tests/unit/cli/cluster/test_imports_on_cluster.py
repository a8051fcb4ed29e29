"""``kubectl media import`` against an API server and an S3 on loopback."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

from media_insights.cli.terminal.failures import FAILED, USAGE, Failure
from tests.unit.cli.conftest import BUCKET
from tests.unit.controller.fake_api import FakeApi
from tests.unit.imports import answers

Import = Callable[..., Any]
Status = dict[str, Any]


@pytest.fixture
def run_import(kubectl_media: Import, tmp_path: Path) -> Import:
    """The command and two files: labels, and a talk."""
    (tmp_path / "labels.json").write_text(json.dumps(answers.LABELS))
    (tmp_path / "talk.json").write_text(json.dumps(answers.TRANSCRIPT))
    return lambda *words: kubectl_media("import", *words)


def controlled(cluster: FakeApi, *ends: Status) -> None:
    """Give runs these statuses, in the order in which they were made, as soon as somebody looks at one."""
    left = list(ends)

    def act(request: web.Request) -> None:
        for each in cluster.all("mediaexecutions") if request.method == "GET" else ():
            if "status" not in each and left:
                cluster.put("mediaexecutions", {**each, "status": left.pop(0)})

    cluster.fault = act


def objects(tmp_path: Path) -> dict[str, Any]:
    store = tmp_path / "store"
    return {str(path.relative_to(store)): json.loads(path.read_bytes()) for path in store.rglob("*.json")}


def test_each_result_is_uploaded_and_becomes_the_assets_by_a_run_of_its_own(
    cluster: FakeApi, run_import: Import, tmp_path: Path
) -> None:
    controlled(cluster, {"state": "Complete"}, {"state": "Complete"})

    done = run_import("film", "labels.json", "talk.json")

    assert done.exit_code == 0, done.exception
    runs = cluster.all("mediaexecutions")
    told = {each["spec"]["configuration"]["generic-data-lookup"]["as"]: each for each in runs}
    assert set(told) == {"labelDetection", "TranscribeVideo"}
    assert sorted(done.stdout.splitlines()) == sorted(
        f"{name}: Complete ({each['metadata']['name']})" for name, each in told.items()
    )
    for name, each in told.items():
        key = each["spec"]["configuration"]["generic-data-lookup"]["key"].removeprefix(f"s3://{BUCKET}/")
        assert key.startswith(f"public/upload/n/imports/{name}-")
        assert (each["spec"]["asset"], each["spec"]["workflow"]) == ("film", "import")
        (owner,) = each["metadata"]["ownerReferences"]
        assert owner["uid"] == cluster.get("mediaassets", "film")["metadata"]["uid"]
    labels = next(content for key, content in objects(tmp_path).items() if "labelDetection" in key)
    assert [each["Label"]["Name"] for each in labels["Labels"]] == ["Car", "Tree"]


def test_one_that_fails_is_told_with_its_reason_and_by_the_exit_code(cluster: FakeApi, run_import: Import) -> None:
    controlled(cluster, {"state": "Complete"}, {"state": "Error", "message": "no room"})

    done = run_import("film", "labels.json", "talk.json")

    assert done.exit_code == FAILED
    first, second = done.stdout.splitlines()
    assert ": Complete (film-import-" in first
    assert ": Error no room (film-import-" in second


def test_nobody_waits_when_nobody_wants_to(cluster: FakeApi, run_import: Import) -> None:
    done = run_import("film", "labels.json", "--no-wait")

    assert done.exit_code == 0, done.exception
    (run,) = cluster.all("mediaexecutions")
    assert done.stdout == f"labelDetection: Queued ({run['metadata']['name']})\n"


def test_the_same_content_is_kept_once(cluster: FakeApi, run_import: Import, tmp_path: Path) -> None:
    for _ in range(2):
        assert run_import("film", "labels.json", "--no-wait").exit_code == 0

    assert len(cluster.all("mediaexecutions")) == 2
    assert len(objects(tmp_path)) == 1


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (["flim", "labels.json"], FAILED, "there is no MediaAsset flim in namespace n"),
        (["film", "kubeconfig.json"], USAGE, "there is no such file"),
        (["film", "labels.json", "--as", "sentiment"], USAGE, "sentiment"),
    ],
)
def test_what_cannot_be_imported_is_refused_and_nothing_is_stored_or_started(
    cluster: FakeApi, run_import: Import, tmp_path: Path, words: list[str], code: int, sentence: str
) -> None:
    failure = run_import(*words).exception

    assert isinstance(failure, Failure)
    assert (failure.code, sentence in str(failure)) == (code, True), failure
    assert (cluster.all("mediaexecutions"), objects(tmp_path)) == ([], {})
