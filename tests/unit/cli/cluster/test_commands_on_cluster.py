"""The commands of ``kubectl media`` do on the cluster and in the store what they say."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from media_insights.cli.terminal.failures import Failure
from tests.unit.cli.conftest import BUCKET
from tests.unit.controller.fake_api import FakeApi
from tests.unit.hostile_names import HOSTILE, is_harmless

Run = Callable[..., Any]
FOLDER = "private/n/assets/u/workflows/e"
LABELS = {"Labels": [{"Timestamp": 40, "Label": {"Name": "Cat", "Confidence": 90}}]}


@pytest.fixture
def analysed(cluster: FakeApi, tmp_path: Path) -> FakeApi:
    """The cluster, with a run over `film` that has stored labels and a thumbnail."""
    film = cluster.get("mediaassets", "film")
    metadata = [{"operator": "labelDetection", "key": f"{FOLDER}/labelDetection.json", "execution": "film-run"}]
    files = [{"media": "Thumbnail", "key": f"{FOLDER}/thumbnail.jpg"}]
    cluster.put("mediaassets", film | {"status": {"metadata": metadata, "files": files}})
    run(cluster, {"state": "Complete", "progress": "2/2"})
    folder = tmp_path / "store" / FOLDER
    folder.mkdir(parents=True)
    (folder / "labelDetection.json").write_text(json.dumps(LABELS))
    (folder / "thumbnail.jpg").write_bytes(b"picture")
    return cluster


def run(cluster: FakeApi, status: dict[str, Any]) -> None:
    spec = {"asset": "film", "workflow": "full-analysis"}
    cluster.put("mediaexecutions", {"metadata": {"name": "film-run", "namespace": "n"}, "spec": spec, "status": status})


def test_assets_are_listed_and_shown(analysed: FakeApi, kubectl_media: Run) -> None:
    assert "film" in kubectl_media("get").stdout
    shown = json.loads(kubectl_media("get", "film", "-o", "json").stdout)
    assert "film-run" in json.dumps(shown)


@pytest.mark.parametrize("name", HOSTILE)
def test_one_file_s_name_stands_in_the_way_of_no_other(analysed: FakeApi, kubectl_media: Run, name: str) -> None:
    said = {"type": "Ready", "status": "False", "reason": "Error", "message": f"there is no {name}"}
    film = analysed.get("mediaassets", "film")
    source = {"s3": {"bucket": BUCKET, "key": f"public/upload/n/{name}"}}
    status = {**film["status"], "conditions": [said]}
    analysed.put("mediaassets", film | {"spec": film["spec"] | {"source": source, "title": name}, "status": status})
    run(analysed, {"state": "Error", "message": f"there is no {name}"})
    for arguments in (["get"], ["get", "film"], ["get", "film", "-o", "json"], ["get", "film", "-o", "yaml"]):
        shown = kubectl_media(*arguments)
        assert shown.exit_code == 0
        assert is_harmless(shown.stdout)
        assert "mp4" in shown.stdout


def test_results_are_printed_one_or_all(analysed: FakeApi, kubectl_media: Run) -> None:
    assert json.loads(kubectl_media("results", "film", "label-detection").stdout) == LABELS
    assert json.loads(kubectl_media("results", "film", "-o", "json").stdout) == {"labelDetection": LABELS}
    assert "Cat" in kubectl_media("results", "film").stdout
    assert isinstance(kubectl_media("results", "film", "sentiment").exception, Failure)


def test_files_are_uploaded_and_downloaded(analysed: FakeApi, kubectl_media: Run, tmp_path: Path) -> None:
    (tmp_path / "talk.txt").write_text("hello")
    assert (
        kubectl_media("upload", "talk.txt", "--key", "public/upload/n/x.txt").stdout
        == f"s3://{BUCKET}/public/upload/n/x.txt\n"
    )
    assert (tmp_path / "store/public/upload/n/x.txt").read_text() == "hello"
    exactly = "public/upload/n/cafe\u0301.txt"
    assert kubectl_media("upload", "talk.txt", "--key", exactly).stdout == f"s3://{BUCKET}/{exactly}\n"
    assert (tmp_path / "store" / exactly).read_text() == "hello"
    assert kubectl_media("download", "film", "Thumbnail", "-o", str(tmp_path / "mine.jpg")).exit_code == 0
    assert (tmp_path / "mine.jpg").read_bytes() == b"picture"


def test_an_option_counts_more_than_a_variable(kubectl_media: Run, tmp_path: Path) -> None:
    (tmp_path / "talk.txt").write_text("hello")
    told = kubectl_media("upload", "talk.txt", "--s3-bucket", BUCKET, MEDIA_INSIGHTS_S3_BUCKET="other").stdout
    assert told.startswith(f"s3://{BUCKET}/public/upload/n/")


def test_an_export_reads_the_store(analysed: FakeApi, kubectl_media: Run) -> None:
    insights = json.loads(kubectl_media("export", "film", "--as", "video-indexer").stdout)
    (label,) = insights["videos"][0]["insights"]["labels"]
    assert label["name"] == "Cat"


def test_an_analysis_begins_with_the_file_and_an_asset(cluster: FakeApi, kubectl_media: Run, tmp_path: Path) -> None:
    (tmp_path / "talk.txt").write_text("hello")
    done = kubectl_media("analyze", "talk.txt", "--no-wait", "-w", "words", "--set", "my-words.top=3", "-o", "json")
    assert (done.exit_code, json.loads(done.stdout)["asset"]) == (0, "talk")
    spec = cluster.get("mediaassets", "talk")["spec"]
    assert spec["workflows"] == [{"name": "words", "configuration": {"my-words": {"top": 3}}}]
    assert (tmp_path / "store" / spec["source"]["s3"]["key"]).read_text() == "hello"


def test_what_has_ended_runs_again_and_what_runs_is_cancelled(analysed: FakeApi, kubectl_media: Run) -> None:
    again = kubectl_media("rerun", "film", "--from-failed", "--no-wait").stdout.strip()
    made = analysed.get("mediaexecutions", again)
    assert made["spec"]["from"] == {"execution": "film-run", "scope": "Failed"}
    assert made["metadata"]["labels"]["mediainsights.dev/workflow"] == "full-analysis"
    assert made["metadata"]["finalizers"] == ["mediainsights.dev/cleanup"]
    assert made["metadata"]["ownerReferences"][0]["controller"] is True

    assert kubectl_media("cancel", "film").stdout == f"{again} is being cancelled\n"
    assert analysed.get("mediaexecutions", again)["spec"]["cancel"] is True


def test_what_waits_for_a_person_is_resumed_with_an_answer(cluster: FakeApi, kubectl_media: Run) -> None:
    stages = [{"name": "review", "operators": [{"name": "wait", "status": "Waiting"}]}]
    run(cluster, {"state": "Waiting", "currentStage": "review", "stages": stages})
    done = kubectl_media("resume", "film", "--data", '{"approved": true}')
    assert done.stdout == "film-run is resumed in stage review\n"
    (answer,) = cluster.get("mediaexecutions", "film-run")["spec"]["resume"]
    assert (answer["stage"], answer["data"]) == ("review", {"approved": True})


def test_an_asset_is_deleted(cluster: FakeApi, kubectl_media: Run) -> None:
    assert kubectl_media("delete", "film").stdout == "film is being deleted\n"
    assert cluster.all("mediaassets") == []


def test_collections_are_listed(cluster: FakeApi, kubectl_media: Run) -> None:
    assert kubectl_media("faces", "list").stdout.startswith("no collections")
