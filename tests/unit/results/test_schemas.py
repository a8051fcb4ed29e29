"""The published shapes: every operator has one, its examples have no other, and every field is described."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from media_insights.results.catalogue import RESULTS
from media_insights.results.schemas import schema_of
from media_insights.results.validation import problem_of

ROOT = Path(__file__).parents[3]
OPERATORS = {
    path.parent.name: yaml.safe_load(path.read_text(encoding="utf-8"))["spec"]
    for path in sorted((ROOT / "operators-images").glob("[!_]*/operator.yaml"))
}
WITH_RESULT = {
    name: next(each["file"] for each in spec["outputs"] if each.get("result"))
    for name, spec in OPERATORS.items()
    if any(each.get("result") for each in spec.get("outputs", ()))
}
EXAMPLES = [
    (name, path)
    for name, file in WITH_RESULT.items()
    for path in sorted((ROOT / "operators-images" / name / "examples").glob(f"*/out/{file}"))
]
BOX = {"Left": 0, "Top": 0, "Width": 1, "Height": 1}


@pytest.mark.parametrize("operator", WITH_RESULT)
def test_every_result_has_a_shape(operator: str) -> None:
    name = OPERATORS[operator]["resultName"]
    assert name in RESULTS, f"describe {name} in operator/media_insights/results and add it to catalogue.py"


@pytest.mark.parametrize(("operator", "path"), EXAMPLES, ids=lambda value: getattr(value, "parts", [value])[-3:][0])
def test_every_example_has_that_shape_and_no_field_more(operator: str, path: Path) -> None:
    name = OPERATORS[operator]["resultName"]
    assert problem_of(name, json.loads(path.read_text(encoding="utf-8")), strictly=True) == ""


@pytest.mark.parametrize("name", RESULTS)
def test_every_shape_is_json_schema_that_describes_all_of_itself(name: str) -> None:
    schema = schema_of(name)
    Draft202012Validator.check_schema(schema)
    assert list(undescribed(schema, name)) == []


def undescribed(node: Any, place: str) -> Iterator[str]:
    """Yield the places of a schema's members that say nothing about themselves."""
    for name, member in (node.get("properties") or {}).items() if isinstance(node, dict) else ():
        if not member.get("description"):
            yield f"{place}.{name}"
    for key, below in node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ():
        yield from undescribed(below, f"{place}.{key}")


LABEL = {"Name": "Cat", "Confidence": 90, "Instances": [{"BoundingBox": BOX, "Confidence": 90}], "Parents": []}
WORD = {"type": "pronunciation", "start_time": 0, "end_time": 1, "alternatives": [{"content": "a", "confidence": 1}]}


def spoken(**word: Any) -> dict[str, Any]:
    results = {"transcripts": [{"transcript": "a"}], "items": [WORD | word]}
    return {"jobName": "x", "status": "COMPLETED", "results": results}


@pytest.mark.parametrize(
    ("name", "result", "problem"),
    [
        ("labelDetection", {"Labels": [{"Timestamp": 0, "Label": LABEL}]}, ""),
        ("labelDetection", {"Labels": [LABEL]}, ""),
        ("labelDetection", {"Labels": [LABEL | {"Confidence": "90"}]}, "is not of type 'number'"),
        ("labelDetection", {"Labels": [LABEL | {"Confidence": 101}]}, "101 is greater than the maximum of 100"),
        ("labelDetection", {"Labels": [{"Timestamp": 0.5, "Label": LABEL}]}, "0.5 is not of type 'integer'"),
        ("labelDetection", {"Labels": [LABEL | {"Colour": "red"}]}, "'Colour' was unexpected"),
        ("TranscribeVideo", spoken(), ""),
        ("TranscribeVideo", spoken(start_time="0.0"), "'0.0' is not of type 'number'"),
        ("TranscribeVideo", spoken(end_time=-1), "-1 is less than the minimum of 0"),
        ("TranscribeVideo", spoken(speaker_label=None), "None is not of type 'string'"),
    ],
)
def test_what_a_shape_refuses(name: str, result: Any, problem: str) -> None:
    found = problem_of(name, result, strictly=True)
    assert problem in found
    assert bool(found) == bool(problem)


def test_published_shapes_let_readers_ignore_what_they_do_not_know() -> None:
    assert problem_of("labelDetection", {"Labels": [LABEL | {"Colour": "red"}]}) == ""
