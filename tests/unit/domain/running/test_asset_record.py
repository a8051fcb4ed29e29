"""The record of an asset says all that is known of it, and points to nothing of another."""

from typing import Any

import pytest

from media_insights.api.v1alpha1 import AssetStatus
from media_insights.api.v1alpha1.asset import MediaPointer, MetadataPointer
from media_insights.domain.running.asset_record import pointers_of_record, record_of
from media_insights.domain.running.pointers import Pointers
from tests.unit.controller.objects import asset

PREFIX = "private/newsroom/assets/asset-1/"
FOLDER = f"{PREFIX}workflows/e/"
POINTERS = Pointers(
    metadata=(MetadataPointer(operator="labels", execution="run-1", key=f"{FOLDER}labels.json", bytes=7),),
    files=(MediaPointer(media="Frames", execution="run-1", key=f"{FOLDER}frames.zip", bytes=9),),
)
STATUS = AssetStatus.model_validate(
    {
        "media": {"type": "Video"},
        "executions": [
            {"workflow": "done", "name": "run-1", "state": "Complete"},
            {"workflow": "runs", "name": "run-2", "state": "Started"},
        ],
    }
)


def test_a_record_has_keys_below_the_asset_and_reads_back() -> None:
    record = record_of(asset(title="A clip"), STATUS, POINTERS)

    assert record["asset"] == {"name": "clip", "namespace": "newsroom", "uid": "asset-1", "title": "A clip"}
    assert record["source"] == {"s3": {"bucket": "media", "key": "public/upload/newsroom/clip.mp4"}}
    assert record["media"]["type"] == "Video"
    assert [each["key"] for each in record["metadata"]] == ["workflows/e/labels.json"]
    assert pointers_of_record(record, PREFIX) == POINTERS


def test_executions_are_in_it_when_they_have_ended() -> None:
    assert [each["name"] for each in record_of(asset(), STATUS, POINTERS)["executions"]] == ["run-1"]


@pytest.mark.parametrize(
    "change",
    [
        {"format": "another"},
        {"metadata": [{"operator": "labels", "key": "private/sports/assets/a/workflows/e/labels.json"}]},
        {"metadata": [{"operator": "labels", "key": "../../sports/assets/a/workflows/e/labels.json"}]},
        {"files": [{"media": "Frames", "key": "private/assets/other/workflows/e/frames.zip"}]},
    ],
    ids=["another format", "another namespace's result", "a way upwards", "another asset's medium"],
)
def test_a_record_that_points_elsewhere_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="record"):
        pointers_of_record(record_of(asset(), STATUS, POINTERS) | change, PREFIX)
