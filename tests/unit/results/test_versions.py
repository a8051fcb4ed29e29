"""Documents of older schema versions become the newest; newer ones are refused in words."""

import json
from pathlib import Path
from typing import Any

import pytest

from media_insights.errors import UnreadableResult
from media_insights.results.catalogue import RESULTS
from media_insights.results.reading import parse_result
from media_insights.results.versions import FIRST, UPGRADES, upgraded, version_of
from tests.unit.results.test_schemas import OPERATORS

STORED = Path(__file__).parent / "stored"
"""Results as releases stored them: release/result name/example."""
OF_0_1_0 = sorted(STORED.glob("0.1.0/*/*.json"))


@pytest.mark.parametrize(
    "path", sorted(STORED.glob("0.1.0/*/*.json")), ids=lambda path: f"{path.parent.name}-{path.stem}"
)
def test_results_of_0_1_0_are_readable(path: Path) -> None:
    parse_result(path.parent.name, json.loads(path.read_text(encoding="utf-8")), FIRST)


@pytest.mark.parametrize("operator", OPERATORS)
def test_every_operator_declares_the_version_that_readers_take_for_the_newest(operator: str) -> None:
    spec = OPERATORS[operator]
    assert spec.get("resultSchemaVersion", FIRST) == version_of(spec["resultName"])


def test_only_results_that_are_ours_have_upgrades() -> None:
    assert set(UPGRADES) <= set(RESULTS)


def renamed(document: Any) -> Any:
    return {"Labels": document["Tags"]}


def in_percent(document: Any) -> Any:
    return {"Labels": [each | {"Confidence": each["Confidence"] * 100} for each in document["Labels"]]}


TWO = {"labelDetection": (renamed, in_percent)}


@pytest.mark.parametrize(
    ("version", "document"),
    [
        (1, {"Tags": [{"Confidence": 0.5}]}),
        (2, {"Labels": [{"Confidence": 0.5}]}),
        (3, {"Labels": [{"Confidence": 50}]}),
    ],
)
def test_every_older_version_becomes_the_newest(version: int, document: Any) -> None:
    assert upgraded("labelDetection", document, version, TWO) == {"Labels": [{"Confidence": 50}]}
    assert version_of("labelDetection", TWO) == 3
    assert version_of("faceDetection", TWO) == 1


@pytest.mark.parametrize(("version", "reads"), [(4, "versions 1 to 3"), (0, "versions 1 to 3")])
def test_a_version_that_is_not_known_is_refused_with_the_way_out(version: int, reads: str) -> None:
    with pytest.raises(
        UnreadableResult, match=f"version {version} of its schema, and this media-insights reads {reads}: "
    ):
        upgraded("labelDetection", {}, version, TWO)


@pytest.mark.parametrize(
    ("name", "first", "second"),
    [
        (
            "proxy",
            {"Source": {}, "Warnings": ["corrupt frame"]},
            {"Source": {}, "Warnings": [{"Reason": "Decoder", "Message": "corrupt frame"}]},
        ),
        (
            "loudnessNormalization",
            {"Target": {}, "Warnings": ["nothing is loud enough"]},
            {"Target": {}, "Warnings": [{"Reason": "NothingAudible", "Message": "nothing is loud enough"}]},
        ),
        ("hls", {"Playlist": "a", "Warnings": []}, {"Playlist": "a"}),
        ("transcode", {"File": "a"}, {"File": "a"}),
    ],
)
def test_warnings_that_were_sentences_become_objects(name: str, first: Any, second: Any) -> None:
    assert upgraded(name, first, 1) == second
    assert upgraded(name, second, 2) == second
