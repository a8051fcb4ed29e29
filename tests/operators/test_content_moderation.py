"""content-moderation: no alarm about harmless pictures, what is to be seen, and other judges by a folder."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.operators import media
from tests.operators.examples import frames_zip
from tests.operators.pictures import drawn, png_that_claims
from tests.operators.runs import Outcome, defaults, inside, run, run_folder

pytestmark = pytest.mark.slow

HARMLESS = ("astronaut", "chelsea", "coffee", "motorcycle", "rocket", "page", "obama", "biden", "selfie")
OPERATOR = "content-moderation"


def names(labels: list[dict[str, Any]]) -> list[tuple[str, str]]:
    return [(label["Name"], label["ParentName"]) for label in labels]


def test_harmless_pictures_raise_no_alarm() -> None:
    found = run(OPERATOR, {"frames": frames_zip([media.fetch(name) for name in HARMLESS])}).result
    assert found["ModerationLabels"] == []
    assert found["VideoMetadata"]["DurationMillis"] == 1000 * len(HARMLESS)


def test_a_glass_of_wine_is_alcohol_under_its_group_at_its_time() -> None:
    frames = frames_zip([media.fetch(name) for name in ("chelsea", "party", "coffee")])
    found = run(OPERATOR, {"frames": frames}).result["ModerationLabels"]
    assert {it["Timestamp"] for it in found} == {1000}
    labels = [it["ModerationLabel"] for it in found]
    assert names(labels) == [("Alcohol", ""), ("Alcoholic Beverages", "Alcohol")]
    assert labels[0]["Confidence"] == labels[1]["Confidence"] >= 50


def test_what_is_less_sure_than_wanted_is_left_out() -> None:
    assert run(OPERATOR, {"frames": media.fetch("party")}, minConfidence=90).result["ModerationLabels"] == []


def test_zero_lists_every_score_of_the_judge_but_no_noise_of_the_labels() -> None:
    wanted = {"minConfidence": 0, "minExplicitConfidence": 0}
    labels = run(OPERATOR, {"frames": media.fetch("chelsea")}, **wanted).result["ModerationLabels"]
    assert names(labels) == [("Explicit Nudity", "")]
    assert labels[0]["Confidence"] < 20


LEAST = """
from moderation import Least, Moderator
moderator = Moderator(None, None, None, Least(*given[0]))
scores = {("Explicit Nudity", ""): 0.7, ("Weapons", "Violence"): 0.6, ("Pills", "Drugs"): 0.2}
answer = [label["Name"] for label in moderator.labels_of(scores)]
"""


@pytest.mark.parametrize(
    ("judged", "derived", "told"),
    [
        pytest.param(0.8, 0.5, ["Violence", "Weapons"], id="what lies between safe and explicit is for people"),
        pytest.param(0.5, 0.5, ["Explicit Nudity", "Violence", "Weapons"], id="asked for"),
        pytest.param(0.8, 0.0, ["Violence", "Weapons"], id="no noise of the labels"),
    ],
)
def test_the_judge_has_a_threshold_of_its_own(judged: float, derived: float, told: list[str]) -> None:
    assert inside(OPERATOR, LEAST, [judged, derived]) == told


def test_a_bomb_is_refused_by_its_header() -> None:
    outcome = run(OPERATOR, {"frames": png_that_claims(16_000, 16_000)})
    assert (outcome.exit_code, "16000 x 16000" in outcome.sentence) == (66, True)


LABELS = [None, {"name": "Graphic Violence", "parents": ["Violence"]}, {"name": "Gore", "parents": ["Violence"]}]
DECODED = {"softmax": [0.018, 0.979, 0.002], "sigmoid": [0.731, 0.993, 0.269]}


@pytest.mark.thorough
@pytest.mark.parametrize("decoder", ["softmax", "sigmoid"])
@pytest.mark.parametrize("layout", ["NCHW", "NHWC"])
def test_another_judge_is_a_mounted_folder(tmp_path: Path, decoder: str, layout: str) -> None:
    outcome = judged_by(tmp_path, {"decoder": decoder, "labels": LABELS}, layout)
    labels = outcome.result["ModerationLabels"]
    assert names(labels) == [("Violence", ""), ("Graphic Violence", "Violence")]
    assert labels[1]["Confidence"] == pytest.approx(100 * DECODED[decoder][1], abs=0.1)
    assert outcome.result["Model"][0]["name"] == "other"


def judged_by(folder: Path, manifest: dict[str, Any], layout: str) -> Outcome:
    run(OPERATOR, {"frames": media.fetch("chelsea")})  # builds the shipped models
    models = folder / "models"
    models.mkdir()
    for file in (media.cache().parent / "models" / OPERATOR).iterdir():
        if not file.name.startswith("open-nsfw"):
            (models / file.name).symlink_to(file)
    (models / "other.onnx").write_bytes(always_answers([1.0, 5.0, -1.0], layout))
    given = {"size": [32, 24], "layout": layout, "channels": "RGB", "mean": [0, 0, 0], "std": [255, 255, 255]}
    identity = {"name": "other", "task": "explicit-content", "file": "other.onnx", "sha256": "0" * 64}
    (models / "other.json").write_text(json.dumps(identity | manifest | {"input": given}))
    for name in ("in", "out"):
        (folder / name).mkdir()
    (folder / "in/frames").write_bytes(media.fetch("rocket").read_bytes())
    (folder / "in/parameters.json").write_text(json.dumps(defaults(OPERATOR)))
    return run_folder(OPERATOR, folder, MEDIA_INSIGHTS_MODELS=str(models))


def always_answers(values: list[float], layout: str) -> bytes:
    """Return an ONNX network whose input must be 32 wide and 24 high, and whose answer is always the same."""
    shape = [1, 3, 24, 32] if layout == "NCHW" else [1, 24, 32, 3]
    return drawn(
        "import subprocess\n"
        "script = '''\n"
        "import sys, numpy as np\n"
        "from onnx import helper as h, numpy_helper as n, TensorProto as t\n"
        "mean = h.make_node('ReduceMean', ['x'], ['m'], axes=[1, 2, 3], keepdims=0)\n"
        "flat = h.make_node('Mul', ['m', 'nil'], ['z'])\n"
        "add = h.make_node('Add', ['z', 'v'], ['answer'])\n"
        f"arrays = {{'nil': [0], 'v': [{values}]}}\n"
        "constants = [n.from_array(np.array(v, np.float32), k) for k, v in arrays.items()]\n"
        f"start = [h.make_tensor_value_info('x', t.FLOAT, {shape})]\n"
        "end = [h.make_tensor_value_info('answer', t.FLOAT, None)]\n"
        "graph = h.make_graph([mean, flat, add], 'g', start, end, constants)\n"
        "model = h.make_model(graph, opset_imports=[h.make_opsetid('', 17)], ir_version=8)\n"
        "sys.stdout.buffer.write(model.SerializeToString())\n"
        "'''\n"
        "command = ['uv', 'run', '--quiet', '--no-project', '--with', 'onnx==1.23.2', 'python', '-c', script]\n"
        "out.write(subprocess.run(command, check=True, capture_output=True).stdout)"
    )
