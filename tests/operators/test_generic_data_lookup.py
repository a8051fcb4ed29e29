"""generic-data-lookup: labels get our units by what is declared, all else stays, nonsense is refused by place."""

import json
from typing import Any

import pytest

from tests.operators.runs import Outcome, run

pytestmark = pytest.mark.slow


def label(box: dict[str, Any], confidence: Any = 0.5, **more: Any) -> dict[str, Any]:
    instance = {"BoundingBox": box, "Confidence": confidence}
    return {"Timestamp": 40, "Label": {"Name": "Cat", "Confidence": confidence, "Instances": [instance], **more}}


def box(left: Any, top: Any, width: Any, height: Any) -> dict[str, Any]:
    return {"Left": left, "Top": top, "Width": width, "Height": height}


def lookup(document: Any, **parameters: Any) -> Outcome:
    content = document if isinstance(document, bytes) else json.dumps(document).encode()
    return run("generic-data-lookup", {"data": content}, **parameters)


def test_pixels_become_fractions_by_the_declared_size() -> None:
    pixels = {"Labels": [label(box(960, 540, "480", 270))]}
    found = lookup(pixels, frameWidth=1920, frameHeight=1080).result["Labels"][0]["Label"]["Instances"][0]
    assert found == {"BoundingBox": box(0.5, 0.5, 0.25, 0.25), "Confidence": 50}


@pytest.mark.parametrize("declared", [{"FrameWidth": 200, "FrameHeight": 100}])
@pytest.mark.parametrize("nested", [False, True])
def test_the_file_may_declare_the_size_itself(declared: dict[str, int], nested: bool) -> None:  # noqa: FBT001
    own = {"VideoMetadata": declared} if nested else declared
    document = own | {"Labels": [{"Name": "Cat", "Instances": [{"BoundingBox": box(50, 50, 20, 10)}]}]}
    found = lookup(document).result
    assert found["Labels"] == [{"Name": "Cat", "Instances": [{"BoundingBox": box(0.25, 0.5, 0.1, 0.1)}]}]
    wider = lookup(document, frameWidth=400).result["Labels"][0]["Instances"][0]["BoundingBox"]
    assert wider == box(0.125, 0.5, 0.05, 0.1), "a parameter goes before the file"


def test_fractions_stay_though_the_file_tells_the_film_size() -> None:
    own = {"VideoMetadata": {"FrameWidth": 1920, "FrameHeight": 1080}, "Labels": [label(box(0.5, -0.01, 0.6, 1.02))]}
    assert lookup(own).result["Labels"][0]["Label"]["Instances"][0]["BoundingBox"] == box(0.5, -0.01, 0.6, 1.02)
    small = {"Labels": [label(box(1, 1, 2, 2))]}
    forced = lookup(small, boxes="Pixels", frameWidth=100, frameHeight=50).result
    assert forced["Labels"][0]["Label"]["Instances"][0]["BoundingBox"] == box(0.01, 0.02, 0.02, 0.04)


def test_one_scale_for_every_confidence() -> None:
    document = {"Labels": [label(box(0, 0, 1, 1), "0.75"), {"Name": "Dog", "Confidence": 1}]}
    found = lookup(document).result["Labels"]
    assert (found[0]["Label"]["Confidence"], found[1]["Confidence"]) == (75, 100)
    percent = lookup({"Labels": [{"Name": "Dog", "Confidence": 0.9}]}, confidenceScale=100).result["Labels"]
    assert percent[0]["Confidence"] == 0.9


def test_what_has_no_meaning_here_stays_as_it_is() -> None:
    strange = {
        "Labels": [
            "a",
            None,
            {"Nome": "Gatto", "Confidence": "high"},
            {"Name": "Cat", "Confidence": 1, "Colour": "red"},
        ],
        "Precise": 0.123456789012345,
        "Large": 2**70,
        "Ключ": ["\ud800", {"Timestamp": "early"}],
    }
    found = lookup(strange).result
    assert found["Labels"][:3] == strange["Labels"][:3]  # type: ignore[index]
    assert found["Labels"][3] == {"Name": "Cat", "Confidence": 100, "Colour": "red"}
    assert {key: found[key] for key in found if key != "Labels"} == {
        key: strange[key] for key in strange if key != "Labels"
    }
    assert lookup({"Labels": {"Cat": 3}}).result == {"Labels": {"Cat": 3}}
    assert lookup(b"\xef\xbb\xbf{}").result == {}


@pytest.mark.parametrize(
    ("document", "exit_code", "sentence"),
    [
        ({"Labels": [label(box(320, 0, 10, 10))]}, 2, "Labels[0].Label.Instances[0].BoundingBox is in pixels"),
        ({"Labels": [label(box(0, 0, 1, 1), 97.5)]}, 2, "Labels[0].Label.Confidence is 97.5, beyond 0 to 1: set conf"),
        (
            {"Labels": [{"Name": "Cat", "Confidence": "high"}]},
            66,
            "Labels[0].Confidence is 'high'; it must be",
        ),
        ({"Labels": [label({"Left": 0, "Top": 0})]}, 66, "lacks Width, Height"),
        ({"Labels": [label(box(0, 0, -0.5, 1))]}, 66, "negative size"),
        ({"Labels": [{"Name": "Cat", "Timestamp": -1}]}, 66, "Labels[0].Timestamp is -1"),
        ({"Labels": [{"Name": "Cat", "Timestamp": True}]}, 66, "Labels[0].Timestamp is True"),
        ([1], 66, "one JSON object, not a list"),
        (b"", 66, "is not JSON"),
        (b"[" * 100_000, 66, "is not JSON"),
        (b'{"a": NaN}', 66, "NaN"),
        (b'{"a": 1e999}', 66, "too large a number"),
        (b"\xff\xfe\x00", 66, "is not JSON"),
    ],
)
def test_what_makes_no_sense_is_refused_by_its_place(document: Any, exit_code: int, sentence: str) -> None:
    outcome = lookup(document)
    assert (outcome.exit_code, outcome.files) == (exit_code, {})
    assert sentence in outcome.sentence


def test_without_a_file_it_says_so() -> None:
    outcome = run("generic-data-lookup", {})
    assert outcome.exit_code == 66
    assert "'data' is missing" in outcome.sentence
