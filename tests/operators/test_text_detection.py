"""text-detection: what is written is read, letter by letter, and texture is not."""

import json
import subprocess
import tempfile
from pathlib import Path
from typing import Any

import pytest

from tests.operators import media
from tests.operators.demo import demo_clip
from tests.operators.examples import frames_zip
from tests.operators.pictures import drawn, lettered, written
from tests.operators.runs import Outcome, inside, run, run_with

pytestmark = pytest.mark.slow

SIGNS = {22: "Doors open at 19:30", 36: "Platform 4", 64: "MIND THE GAP"}


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    """Signs twice, unchanged; then one word changed in the smallest line; then nothing."""
    first, later = lettered(SIGNS), lettered(SIGNS | {22: "Doors open at 20:45"})
    folder = tmp_path_factory.mktemp("text")
    blank = drawn("Image.new('RGB', (1280, 720), 'navy').save(out, 'JPEG')")
    pictures = written(folder, **{"0.jpg": first, "1.jpg": first, "2.jpg": later, "3.jpg": blank})
    return run("text-detection", {"frames": frames_zip(pictures)})


def texts_at(outcome: Outcome, second: int, kind: str = "LINE") -> list[dict[str, Any]]:
    found = [it["TextDetection"] for it in outcome.result["TextDetections"] if it["Timestamp"] == 1000 * second]
    return [it for it in found if it["Type"] == kind]


def test_lines_are_read_as_written(film: Outcome) -> None:
    assert [it["DetectedText"] for it in texts_at(film, 0)] == list(SIGNS.values())


def test_an_unchanged_frame_lists_the_same_again(film: Outcome) -> None:
    assert texts_at(film, 1) == texts_at(film, 0)
    assert texts_at(film, 1, "WORD") == texts_at(film, 0, "WORD")


def test_one_small_word_changing_is_noticed(film: Outcome) -> None:
    assert texts_at(film, 2)[0]["DetectedText"] == "Doors open at 20:45"


def test_text_that_is_gone_is_not_reported(film: Outcome) -> None:
    assert texts_at(film, 3) == texts_at(film, 3, "WORD") == []


def test_words_belong_to_their_lines_and_lie_inside_them(film: Outcome) -> None:
    lines = {it["Id"]: it for it in texts_at(film, 0)}
    words = texts_at(film, 0, "WORD")
    assert [it["DetectedText"] for it in words] == " ".join(SIGNS.values()).split()
    assert len({it["Id"] for it in words} | set(lines)) == len(words) + len(lines)
    for word in words:
        line = lines[word["ParentId"]]
        assert word["DetectedText"] in line["DetectedText"]
        inner, outer = word["Geometry"]["BoundingBox"], line["Geometry"]["BoundingBox"]
        assert outer["Left"] - 0.01 <= inner["Left"]
        assert inner["Left"] + inner["Width"] <= outer["Left"] + outer["Width"] + 0.01


def test_places_are_fractions_of_the_picture(film: Outcome) -> None:
    line = texts_at(film, 0)[2]
    assert line["Geometry"]["BoundingBox"]["Left"] == pytest.approx(60 / 1280, abs=0.01)
    assert len(line["Geometry"]["Polygon"]) == 4
    assert all(0 <= value <= 1 for point in line["Geometry"]["Polygon"] for value in point.values())


def test_a_page_is_read_in_an_image() -> None:
    found = run("text-detection", {"frames": media.fetch("page")}).result["TextDetections"]
    text = " ".join(it["DetectedText"] for it in found if it["Type"] == "LINE")
    assert "Let us first determine markers of the coins and the background." in text


def test_pictures_without_text_give_an_empty_result() -> None:
    names = ("chelsea", "coffee", "rocket", "astronaut")
    found = run("text-detection", {"frames": frames_zip([media.fetch(name) for name in names])}).result
    assert found["TextDetections"] == []


def test_what_stays_is_one_text_with_start_and_end(film: Outcome) -> None:
    tracks = {it["DetectedText"]: it for it in film.result["TextTracks"]}
    assert list(tracks) == ["Doors open at 19:30", "Platform 4", "MIND THE GAP", "Doors open at 20:45"]
    times = {text: (it["StartTimestamp"], it["EndTimestamp"], it["FrameCount"]) for text, it in tracks.items()}
    assert times["Platform 4"] == times["MIND THE GAP"] == (0, 3000, 3)
    assert times["Doors open at 19:30"] == (0, 2000, 2)
    assert times["Doors open at 20:45"] == (2000, 3000, 1)
    assert tracks["MIND THE GAP"]["BoundingBox"]["Left"] == pytest.approx(60 / 1280, abs=0.01)


@pytest.mark.thorough
def test_titles_of_a_film_are_told_to_the_second() -> None:
    clip = demo_clip()
    with tempfile.TemporaryDirectory() as folder:
        frames = Path(folder) / "frames.zip"
        frames.write_bytes(run("proxy", {"source": clip.path}).files["frames.zip"])
        tracks = run("text-detection", {"frames": frames}).result["TextTracks"]
    for scene in clip.scenes:
        if scene.text:
            (track,) = [it for it in tracks if it["DetectedText"] == scene.text]
            start, end = clip.span(scene.name)
            # A title is first seen in the frame at the cut, and not in the frame at the next.
            assert (track["StartTimestamp"], track["EndTimestamp"]) == (
                pytest.approx(start, abs=40),
                pytest.approx(end, abs=40),
            )


@pytest.mark.thorough
def test_an_image_has_no_tracks() -> None:
    assert "TextTracks" not in run("text-detection", {"frames": lettered(SIGNS)}).result


SEPARATED = """
import sys, onnx
model = onnx.load(sys.argv[1])
(characters,) = (each.value for each in model.metadata_props if each.key == "character")
del model.metadata_props[:]
onnx.save(model, sys.argv[2])
open(sys.argv[3], "w", encoding="utf-8").write(characters)
"""


@pytest.fixture(scope="module")
def scripts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the model that ships as one for Greek, whose characters lie beside it."""
    folder, shipped = tmp_path_factory.mktemp("models"), media.cache().parent / "models/text-detection"
    run("text-detection", {"frames": lettered({40: "HELLO"})})  # builds models
    parts = (shipped / "pp-ocrv6-rec-small.onnx", folder / "greek.onnx", folder / "greek.txt")
    command = ["uv", "run", "--quiet", "--no-project", "--with", "onnx==1.23.2", "python", "-c", SEPARATED]
    subprocess.run([*command, *map(str, parts)], check=True, timeout=300)
    (folder / "det.onnx").symlink_to(shipped / "pp-ocrv6-det-small.onnx")
    manifest = {"name": "greek", "task": "text-recognition", "sha256": "0", "scripts": ["greek"]}
    files = {"detection": "det.onnx", "recognition": "greek.onnx", "dictionary": "greek.txt"}
    (folder / "greek.json").write_text(json.dumps(manifest | files))
    return folder


@pytest.mark.thorough
def test_a_script_is_read_by_the_model_that_knows_it_with_the_characters_beside_it(scripts: Path) -> None:
    environment = {"MEDIA_INSIGHTS_MODELS": str(scripts)}
    result = run_with(environment, "text-detection", {"frames": lettered({60: "HELLO WORLD"})}, script="greek").result
    assert [it["DetectedText"] for it in result["TextDetections"] if it["Type"] == "LINE"] == ["HELLO WORLD"]
    assert result["Model"]["name"] == "greek"


def test_a_script_that_nothing_reads_is_refused_with_those_that_there_are(scripts: Path) -> None:
    environment = {"MEDIA_INSIGHTS_MODELS": str(scripts)}
    outcome = run_with(environment, "text-detection", {"frames": lettered({60: "HELLO"})}, script="thai")
    assert outcome.exit_code == 2
    assert "script: no model here reads 'thai'; there are greek" in outcome.sentence


@pytest.mark.thorough
def test_files_that_are_missing_or_no_networks_are_refused_by_their_model(scripts: Path, tmp_path: Path) -> None:
    manifest = json.loads((scripts / "greek.json").read_text())
    for name in ("det.onnx", "greek.onnx", "greek.txt"):
        (tmp_path / name).symlink_to(scripts / name)
    for change, words in (
        ({"detection": "absent.onnx"}, "detection of the model 'greek': there is no file 'absent.onnx' beside it"),
        ({"dictionary": "absent.txt"}, "dictionary of the model 'greek': there is no file 'absent.txt' beside it"),
        ({"recognition": "greek.txt"}, "the model 'greek' cannot be used; networks of PP-OCR"),
    ):
        (tmp_path / "greek.json").write_text(json.dumps(manifest | change))
        outcome = run_with({"MEDIA_INSIGHTS_MODELS": str(tmp_path)}, "text-detection", {"frames": lettered({60: "H"})})
        assert (outcome.exit_code, words in outcome.sentence) == (1, True), outcome.sentence


FALLING_BACK = """
from pathlib import Path
import numpy as np
import reader
from media_operator.devices import DEVICES
reader.has_gpu_build = lambda: True
loaded = reader.load(Path(given[0]), "", fine=False)
seen = []
reader.require_gpu = lambda session: seen.append(session.get_providers()[0])
reader._attempt(loaded.engine)
answer = [loaded.provider, DEVICES.failures, seen, loaded.engine.use_det]
"""


@pytest.mark.thorough
def test_networks_that_fall_back_to_the_cpu_in_silence_are_not_said_to_run_on_the_gpu() -> None:
    run("text-detection", {"frames": lettered({40: "HELLO"})})  # builds models
    models = str(media.cache().parent / "models/text-detection")
    provider, [failure], seen, finds_lines = inside("text-detection", FALLING_BACK, models)
    assert provider == "CPUExecutionProvider"
    assert "ONNX Runtime found no device" in failure
    assert seen == ["CPUExecutionProvider"] * 2, "both networks are opened and looked at"
    assert finds_lines is True
