"""label-detection: what is in a picture is named and boxed, and what is not there is not."""

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.operators import media
from tests.operators.examples import frames_zip
from tests.operators.pictures import drawn, png_that_claims
from tests.operators.runs import OPERATORS, Outcome, defaults, inside, run, run_folder

pytestmark = pytest.mark.slow

SEEN = ("astronaut", "chelsea", "coffee", "motorcycle", "page")


@pytest.fixture(scope="module")
def film() -> Outcome:
    return run("label-detection", {"frames": frames_zip([media.fetch(name) for name in SEEN])})


def labels_at(outcome: Outcome, second: int) -> dict[str, dict[str, Any]]:
    entries = [it for it in outcome.result["Labels"] if it["Timestamp"] == 1000 * second]
    return {it["Label"]["Name"]: it["Label"] for it in entries}


@pytest.mark.parametrize(("second", "name"), [(0, "Person"), (1, "Cat"), (2, "Cup"), (3, "Motorcycle")])
def test_the_subject_of_each_frame_is_named_with_a_box(film: Outcome, second: int, name: str) -> None:
    label = labels_at(film, second)[name]
    assert label["Instances"]
    assert 50 <= label["Confidence"] <= 100


def test_nothing_is_made_up(film: Outcome) -> None:
    assert set(labels_at(film, 0)) <= {"Person", "Clothing", "Military Uniform", "Suit"}
    assert set(labels_at(film, 3)) <= {"Motorcycle", "Scooter", "Moped", "Vehicle"}
    assert not any(it["Label"]["Instances"] for it in film.result["Labels"] if it["Timestamp"] == 4000)


def test_a_label_says_what_it_is_a_kind_of(film: Outcome) -> None:
    assert {it["Name"] for it in labels_at(film, 3)["Motorcycle"]["Parents"]} >= {"Vehicle", "Transportation"}
    assert {it["Name"] for it in labels_at(film, 1)["Cat"]["Parents"]} >= {"Animal", "Pet"}


def test_every_label_has_a_category_and_a_list_of_aliases(film: Outcome) -> None:
    assert labels_at(film, 3)["Motorcycle"]["Categories"] == [{"Name": "Vehicles and Automotive"}]
    assert labels_at(film, 1)["Cat"]["Categories"] == [{"Name": "Animals and Pets"}]
    assert labels_at(film, 0)["Person"]["Categories"] == [{"Name": "Person Description"}]
    assert all(it["Label"]["Aliases"] == [] and len(it["Label"]["Categories"]) == 1 for it in film.result["Labels"])


def test_boxes_lie_where_the_thing_is(film: Outcome) -> None:
    # The cat's face fills the middle of a 4:3 picture, which is centred in the 16:9 frame.
    box = labels_at(film, 1)["Cat"]["Instances"][0]["BoundingBox"]
    assert box["Left"] < 0.45 < box["Left"] + box["Width"]
    assert box["Top"] < 0.5 < box["Top"] + box["Height"]
    assert all(0 <= value <= 1 for value in box.values())


def test_the_result_says_what_it_is_about_and_what_made_it(film: Outcome) -> None:
    assert film.result["VideoMetadata"]["DurationMillis"] == 1000 * len(SEEN)
    assert [it["provider"] for it in film.result["Model"]] == ["CPUExecutionProvider"] * 2
    assert film.progress[-1] == f"{len(SEEN)}/{len(SEEN)}"


def test_an_image_has_the_image_shape() -> None:
    found = run("label-detection", {"frames": media.fetch("motorcycle")}, maxLabels=1).result
    assert [label["Name"] for label in found["Labels"]] == ["Motorcycle"]
    assert "VideoMetadata" not in found


def test_only_the_labels_that_are_asked_for() -> None:
    frames = frames_zip([media.fetch("astronaut"), media.fetch("motorcycle")])
    found = run("label-detection", {"frames": frames}, includeLabels=["Vehicle"]).result["Labels"]
    assert {(it["Timestamp"], it["Label"]["Name"]) for it in found} == {(1000, "Motorcycle")}


CURVES = """
from confidence import curve_of
detector, classifier, other = (curve_of(manifest) for manifest in given)
answer = {
    "detector": [detector.of(score, "Car") for score in (0.3, 0.5, 0.7, 0.85)],
    "person": detector.of(0.5, "Person"),
    "class": classifier.of(0.8, "Tabby"),
    "group": classifier.of(0.8, "Cat", is_group=True),
    "other": other.of(0.42, "Unicorn"),
    "back": detector.of(detector.least_score(0.3), "Person"),
}
"""


def _shipped(name: str) -> dict[str, Any]:
    """Return what the curve of a shipped network goes by, as it is pinned."""
    models = yaml.safe_load((OPERATORS.parent / "dev/models/models.yaml").read_text())["models"]
    model = next(each for each in models if each["name"] == name)
    return {"name": name, "sha256": model["files"][0]["sha256"]}


def test_confidence_is_how_often_a_network_is_right() -> None:
    shipped = [_shipped(name) for name in ("nanodet-416", "efficientnet-lite2")]
    said = inside("label-detection", CURVES, *shipped, {"name": "nanodet-416", "sha256": "0" * 64})
    assert said["detector"] == sorted(said["detector"])
    assert said["detector"][1] < 0.5 < said["detector"][2]
    assert said["detector"][3] >= 0.9
    assert said["detector"][1] < said["person"]
    assert said["class"] < 0.8 < said["group"]
    assert said["other"] == pytest.approx(0.42)
    assert said["back"] == pytest.approx(0.3)


CONTRADICTION = """
import numpy as np
from sights import Observer
from types import SimpleNamespace
from media_kits.vision.objects import Detection
names = (("Person", []), ("Dog", ["Animal"]), ("Animal", []))
classes = [{"name": name, "parents": parents} for name, parents in names]
detector = SimpleNamespace(manifest={"name": "mounted", "labels": classes})
classifier = SimpleNamespace(manifest={"name": "mounted", "labels": classes, "decoder": given[2]})
observer = Observer(detector, classifier)
found = [Detection(index, 0.8, np.array(box)) for index, box in given[0]]
answer = sorted(thing.name for thing in observer._things(found, given[1]) if thing.confidence >= 0.4)
"""


@pytest.mark.parametrize(
    ("boxes", "beliefs", "kept"),
    [
        pytest.param([(0, [0, 0, 90, 90])], {"Animal": 0.9}, [], id="an animal is called a person"),
        pytest.param([(2, [0, 0, 90, 90])], {"Animal": 0.9}, ["Animal"], id="the detector has the kind as a name"),
        pytest.param([(0, [0, 0, 90, 90])], {"Animal": 0.4}, ["Person"], id="nobody is sure of an animal"),
        pytest.param([(0, [0, 0, 90, 90]), (1, [0, 0, 20, 20])], {"Animal": 0.9}, ["Dog", "Person"], id="with his dog"),
        pytest.param([(0, [0, 0, 90, 90]), (0, [0, 0, 9, 9])], {"Animal": 0.9}, ["Person"], id="only the largest"),
    ],
)
def test_the_largest_box_does_not_contradict_the_whole_image(
    boxes: list[Any], beliefs: dict[str, float], kept: list[str]
) -> None:
    assert inside("label-detection", CONTRADICTION, boxes, beliefs, "softmax") == kept


@pytest.mark.parametrize(
    ("decoder", "kept"), [("clip", []), ("sigmoid", ["Person"]), ("probabilities", ["Person"]), ("siglip", ["Person"])]
)
def test_a_tagger_which_says_all_that_it_sees_contradicts_no_box(decoder: str, kept: list[str]) -> None:
    assert inside("label-detection", CONTRADICTION, [(0, [0, 0, 90, 90])], {"Animal": 0.9}, decoder) == kept


def test_kinds_are_labels_of_their_own_where_asked_for() -> None:
    found = run("label-detection", {"frames": media.fetch("motorcycle")}, parentLabels=True).result["Labels"]
    labels = {label["Name"]: label for label in found}
    assert {"Motorcycle", "Vehicle", "Transportation"} <= set(labels)
    assert labels["Vehicle"]["Parents"] == [{"Name": "Transportation"}]
    assert labels["Transportation"]["Parents"] == labels["Vehicle"]["Instances"] == []
    assert labels["Transportation"]["Confidence"] >= labels["Motorcycle"]["Confidence"]


def test_a_threshold_that_nothing_reaches_gives_an_empty_result() -> None:
    assert run("label-detection", {"frames": media.fetch("chelsea")}, minConfidence=100).result["Labels"] == []


def test_a_decompression_bomb_is_refused_by_its_header() -> None:
    outcome = run("label-detection", {"frames": png_that_claims(16_000, 16_000)})
    assert outcome.exit_code == 66
    assert "16000 x 16000" in outcome.sentence


def test_another_detector_is_a_mounted_folder(tmp_path: Path) -> None:
    models = tmp_path / "models"
    models.mkdir()
    shipped = media.cache().parent / "models/label-detection"
    for file in ("efficientnet-lite2.json", "efficientnet-lite2.onnx"):
        (models / file).write_bytes((shipped / file).read_bytes())
    (models / "other.onnx").write_bytes(_always_the_left_half_is_a_unicorn())
    manifest = {
        "name": "other",
        "task": "object-detection",
        "decoder": "detr",
        "file": "other.onnx",
        "sha256": "0" * 64,
    }
    given = {"size": [64, 64], "channels": "RGB", "mean": [0, 0, 0], "std": [255, 255, 255]}
    labels = [None, {"name": "Unicorn", "parents": ["Animal"]}]
    (models / "other.json").write_text(json.dumps(manifest | {"input": given, "labels": labels}))
    for name in ("in", "out"):
        (tmp_path / name).mkdir()
    (tmp_path / "in/frames").write_bytes(media.fetch("rocket").read_bytes())
    (tmp_path / "in/parameters.json").write_text(json.dumps(defaults("label-detection")))
    outcome = run_folder("label-detection", tmp_path, MEDIA_INSIGHTS_MODELS=str(models))
    unicorn = next(label for label in outcome.result["Labels"] if label["Name"] == "Unicorn")
    box = unicorn["Instances"][0]["BoundingBox"]
    assert box == pytest.approx({"Left": 0, "Top": 0, "Width": 0.5, "Height": 1}, abs=1e-3)
    assert outcome.result["Model"][0]["name"] == "other"


def _always_the_left_half_is_a_unicorn() -> bytes:
    return drawn(
        "import subprocess\n"
        "script = '''\n"
        "import sys, numpy as np\n"
        "from onnx import helper as h, numpy_helper as n, TensorProto as t\n"
        "zero = h.make_node('ReduceMean', ['x'], ['m'], axes=[1, 2, 3], keepdims=0)\n"
        "flat = h.make_node('Mul', ['m', 'nil'], ['z'])\n"
        "dets = h.make_node('Add', ['z', 'd'], ['dets'])\n"
        "labels = h.make_node('Add', ['z', 'l'], ['labels'])\n"
        "arrays = {'nil': [0], 'd': [[[.25, .5, .5, 1]]], 'l': [[[9., 3.]]]}\n"
        "constants = [n.from_array(np.array(v, np.float32), k) for k, v in arrays.items()]\n"
        "ends = [h.make_tensor_value_info(k, t.FLOAT, None) for k in ('dets', 'labels')]\n"
        "start = [h.make_tensor_value_info('x', t.FLOAT, [1, 3, 64, 64])]\n"
        "graph = h.make_graph([zero, flat, dets, labels], 'g', start, ends, constants)\n"
        "model = h.make_model(graph, opset_imports=[h.make_opsetid('', 17)], ir_version=8)\n"
        "sys.stdout.buffer.write(model.SerializeToString())\n"
        "'''\n"
        "command = ['uv', 'run', '--quiet', '--no-project', '--with', 'onnx==1.23.2', 'python', '-c', script]\n"
        "out.write(subprocess.run(command, check=True, capture_output=True).stdout)"
    )
