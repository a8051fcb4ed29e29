"""`media-insights import`: results of other services become an asset's, are found by name and exported as its own."""

import csv
import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from media_insights.cli.app import app
from media_insights.cli.terminal.failures import USAGE, Failure
from media_insights.domain.running.pointers import pointers_in
from media_insights.local.records import asset_in
from media_insights.storage.folder import FolderStore
from tests.operators import media
from tests.operators.runs import OPERATORS
from tests.unit.imports import answers

pytestmark = pytest.mark.slow


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of one's own with a film and an archive."""
    media.ffmpeg("-f", "lavfi", "-i", "testsrc2=d=1:s=160x90", "-pix_fmt", "yuv420p", tmp_path / "film.mp4")
    for name, content in {
        "labelDetection": answers.as_mie_stored_it([answers.LABELS]),  # the name that the stored result has too
        "talk": answers.TRANSCRIPT,
        "segments": answers.SEGMENTS,
        "wrong": answers.film(Labels=[{"Timestamp": 0, "Label": {"Name": "Car", "Confidence": "sure"}}]),
    }.items():
        (tmp_path / f"{name}.json").write_text(json.dumps(content))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def imported(*words: str) -> Any:
    return CliRunner().invoke(app, ["import", *words, "--operators", str(OPERATORS)])


def refusal(*words: str) -> Failure:
    failure = imported(*words).exception
    assert isinstance(failure, Failure)
    return failure


def stored(folder: Path, name: str) -> Any:
    store = FolderStore(folder / "results")
    record = asset_in(store, "film")
    assert record is not None
    (pointer,) = [each for each in pointers_in(record.status).metadata if each.operator == name]
    return json.loads(store.get(pointer.key))


def test_an_archive_becomes_results_of_a_film_and_is_exported_as_its_own(here: Path) -> None:
    done = imported("film.mp4", "labelDetection.json", "talk.json", "segments.json")
    assert done.exit_code == 0, done.exception
    assert [line.split(":")[0] for line in done.stdout.splitlines()] == [
        "film has TranscribeVideo",
        "film has labelDetection",
        "film has shotDetection",
        "film has technicalCueDetection",
    ]
    assert stored(here, "labelDetection") == answers.LABELS
    assert stored(here, "TranscribeVideo")["results"]["items"][0]["start_time"] == 0.04
    table = CliRunner().invoke(app, ["export", "film", "--as", "csv"])
    rows = {(row["operator"], row["name"], row["start"]) for row in csv.DictReader(table.stdout.splitlines())}
    assert rows == {
        ("label_detection", "Car", "0.000"),
        ("label_detection", "Tree", "0.500"),
        ("transcribe", "Hello there.", "0.040"),
        ("transcribe", "Again", "4.000"),
        ("shot_detection", "SHOT", "0.000"),
        ("technical_cue_detection", "BlackFrames", "0.000"),
    }
    captions = CliRunner().invoke(app, ["export", "results/film", "--as", "webvtt-metadata"])
    assert "Hello there." in captions.stdout


def test_a_later_import_replaces_its_own_result_and_leaves_the_others(here: Path) -> None:
    imported("film.mp4", "talk.json", "labelDetection.json")
    before = stored(here, "TranscribeVideo")
    newer = answers.film(Labels=[answers.label(7, "Boat")])
    (here / "newer.json").write_text(json.dumps(newer))
    done = imported("results/film", "newer.json", "--as", "labelDetection")
    assert done.exit_code == 0, done.exception
    assert stored(here, "labelDetection") == newer
    assert stored(here, "TranscribeVideo") == before
    table = CliRunner().invoke(app, ["export", "film", "--as", "csv"]).stdout
    assert "Boat" in table
    assert "Car" not in table
    assert "Hello there." in table, "each result has kept the plan that says what it means"


@pytest.mark.thorough
def test_captions_lookups_and_results_of_unknown_operators_lie_beside_each_other(here: Path) -> None:
    spanish = {"WebCaptions": [{"start": 0.0, "end": 0.9, "caption": "Hola", "sourceCaption": "Hello"}]}
    box = {"BoundingBox": {"Left": 640, "Top": 180, "Width": 128, "Height": 72}, "Confidence": 0.57}
    lookup = {"Labels": [{"Timestamp": 40, "Label": {"Name": "Logo", "Confidence": 0.57, "Instances": [box]}}]}
    for name, content in {
        "WebCaptions_en": answers.CAPTIONS,
        "WebCaptions_es": spanish,
        "GenericDataLookup": lookup,
        "words": {"Results": {"hello": 1}},
    }.items():
        (here / f"{name}.json").write_text(json.dumps(content))
    assert "--frame 1280x720" in str(refusal("film.mp4", "GenericDataLookup.json"))
    for call in (
        ["WebCaptions_en.json"],
        ["WebCaptions_es.json"],
        ["GenericDataLookup.json", "labelDetection.json", "--frame", "1280x720"],
        ["words.json", "--as", "Worddist"],
    ):
        done = imported("film.mp4", *call)
        assert done.exit_code == 0, done.exception
    assert stored(here, "WebCaptions_en") == answers.CAPTIONS
    assert stored(here, "WebCaptions_es") == spanish
    assert stored(here, "labelDetection") == answers.LABELS
    assert stored(here, "Worddist") == {"Results": {"hello": 1}}
    label = stored(here, "genericDataLookup")["Labels"][0]["Label"]
    assert label["Confidence"] == pytest.approx(57)
    assert label["Instances"][0]["BoundingBox"]["Left"] == pytest.approx(0.5)
    for language, text in (("es", "Hola"), ("en", "Hello")):
        assert text in CliRunner().invoke(app, ["export", "film", "--as", "vtt", "--language", language]).stdout


def test_what_cannot_be_imported_is_refused_before_anything_runs(here: Path) -> None:
    wrong = refusal("film.mp4", "wrong.json")
    assert wrong.code == USAGE
    assert "wrong.json: Labels[0].Label.Confidence is 'sure': input should be a valid number" in str(wrong)
    assert "this becomes TranscribeVideo, not entities" in str(refusal("film.mp4", "talk.json", "--as", "entities"))
    assert "results has no asset movie: it has none; a media file will do" in str(refusal("movie", "talk.json"))
    assert "there is no such file" in str(refusal("film.mp4", "absent.json"))
    assert not (here / "results").exists()
