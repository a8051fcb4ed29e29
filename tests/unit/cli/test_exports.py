"""``media-insights export`` over a results folder."""

import csv
import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from media_insights.api.v1alpha1 import MediaAsset, MediaExecution, MediaOperatorSpec
from media_insights.api.v1alpha1.asset import MediaFacts, S3Source, Source
from media_insights.cli.app import app
from media_insights.cli.terminal.failures import FAILED, USAGE, Failure
from media_insights.domain.planning.plan import AssetIdentity, ExecutionIdentity, Plan, Step, WrittenOutput
from media_insights.domain.planning.plans_json import plan_bytes, plan_hash
from media_insights.local.records import write
from media_insights.storage.folder import FolderStore

FOLDER = "private/n/assets/u-1/workflows/e-1"
LABELS = {"Labels": [{"Timestamp": 40, "Label": {"Name": "Cat", "Confidence": 90}}]}
SPEC: dict[str, Any] = {
    "resultName": "labelDetection",
    "version": "1",
    "image": "x",
    "index": {
        "list": "$.Labels[*]",
        "operator": "label_detection",
        "time": {"at": "Timestamp"},
        "fields": {"Name": "Label.Name"},
    },
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a results folder as the engine leaves it: a record, a result and the run's plan."""
    store = FolderStore(tmp_path / "out")
    key = f"{FOLDER}/labelDetection.json"
    source = Source(s3=S3Source(bucket="media-insights", key="public/upload/n/film.mp4"))
    step = Step(
        name="label-detection",
        operator="label-detection",
        stage="s",
        result_name="labelDetection",
        spec=MediaOperatorSpec.model_validate(SPEC),
        parameters={},
        outputs=(WrittenOutput(name="result", file="result.json", key=key, result=True),),
    )
    identity = AssetIdentity(name="film", namespace="local", uid="u-1", source=source, media=MediaFacts(type="Video"))
    execution = ExecutionIdentity(name="e", uid="e-1")
    plan = Plan(asset=identity, execution=execution, workflow="w", stages=("s",), steps=(step,))
    store.put(f"{FOLDER}/plan.json", plan_bytes(plan))
    ran = {
        "metadata": {"name": "e", "uid": "e-1"},
        "spec": {"asset": "film", "workflow": "w"},
        "status": {"planKey": f"{FOLDER}/plan.json", "planHash": plan_hash(plan)},
    }
    write(store, "mediaexecutions", MediaExecution.model_validate(ran))
    store.put(key, json.dumps(LABELS).encode())
    record = {
        "metadata": {"name": "film", "uid": "u-1"},
        "spec": {"source": {"s3": {"bucket": "media-insights", "key": "public/upload/n/film.mp4"}}},
        "status": {"metadata": [{"operator": "labelDetection", "key": key}]},
    }
    write(store, "mediaassets", MediaAsset.model_validate(record))
    return tmp_path / "out"


def export(*words: str) -> Any:
    return CliRunner().invoke(app, ["export", *words])


def test_an_export_is_written_once(folder: Path) -> None:
    target = folder / "moments.csv"
    assert export(f"{folder}/film", "--as", "csv", "-o", str(target)).exit_code == 0
    with target.open(newline="", encoding="utf-8") as file:
        (row,) = csv.DictReader(file)
    assert (row["asset"], row["operator"], row["name"], row["start"]) == ("film", "label_detection", "Cat", "0.040")
    again = export(f"{folder}/film", "--as", "csv", "-o", str(target))
    assert isinstance(again.exception, Failure)
    assert (again.exception.code, "exists" in str(again.exception)) == (USAGE, True)


def test_without_a_file_it_goes_to_stdout(folder: Path) -> None:
    assert (
        '00:00:00.040 --> 00:00:01.040\n{"label_detection":[{"name":"Cat"}]}'
        in export(f"{folder}/film", "--as", "webvtt-metadata").stdout
    )


def test_what_cannot_be_exported_leaves_nothing(folder: Path) -> None:
    before = sorted(folder.iterdir())
    failed = export(f"{folder}/film", "--as", "edl", "-o", str(folder / "cuts.edl")).exception
    assert isinstance(failed, Failure)
    assert (failed.code, "run mediainfo over it first" in str(failed)) == (FAILED, True)
    assert sorted(folder.iterdir()) == before


def test_a_plan_that_is_not_the_run_s_own_is_told_and_not_followed(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    stored = folder / FOLDER / "plan.json"
    stored.write_bytes(stored.read_bytes().replace(b"Label.Name", b"Label.Else"))
    found = export(f"{folder}/film", "--as", "csv")
    said = found.output + capsys.readouterr().err
    assert "is not the one whose hash was recorded" in said
    assert "they are left out of tables and tracks: labelDetection" in said


def test_an_unknown_asset_is_told_from_those_that_there_are(folder: Path) -> None:
    failed = export(f"{folder}/flim", "--as", "csv").exception
    assert isinstance(failed, Failure)
    assert "has no asset flim: it has film" in str(failed)
