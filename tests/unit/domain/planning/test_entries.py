"""Entries of a workflow: their labels, their layers of configuration, and who may read from whom."""

import pytest

from media_insights.domain.planning.entries import (
    Entry,
    candidates,
    entries_of,
    invalid_parameters,
    needs,
    repeated_labels,
    repeated_stages,
    unknown_labels,
    unknown_operators,
)
from tests.unit.builders import CATALOGUE, Configuration, operator, workflow

NAMING = operator("elsewhere", parameters={"as": {"type": "string", "default": ""}}, resultParameter="as")
OPERATORS = CATALOGUE | {"lookup": NAMING}


def entries(stages: str, configuration: Configuration | None = None) -> dict[str, Entry]:
    found = entries_of(workflow(stages), OPERATORS, configuration or {}, "spec.configuration")
    return {entry.label: entry for entry in found}


def test_entries_come_stage_by_stage_with_the_path_where_they_stand() -> None:
    found = entries("a: proxy mediainfo; b: translate@spanish")
    assert [(each.label, each.operator, each.stage, each.order, each.path) for each in found.values()] == [
        ("proxy", "proxy", "a", 0, "spec.stages[0].operators[0]"),
        ("mediainfo", "mediainfo", "a", 0, "spec.stages[0].operators[1]"),
        ("spanish", "translate", "b", 1, "spec.stages[1].operators[0]"),
    ]


def test_an_operator_that_is_not_known_has_no_entry_and_the_others_have() -> None:
    assert list(entries("a: proxi mediainfo")) == ["mediainfo"]


def test_each_author_is_a_layer_with_a_path_of_its_own() -> None:
    (workflow_s, run_s) = entries("a: labels", {"labels": {"minConfidence": 80}})["labels"].layers
    assert (workflow_s.path, dict(workflow_s.values)) == ("spec.stages[0].operators[0].configuration", {})
    assert (run_s.path, dict(run_s.values)) == ("spec.configuration.labels", {"minConfidence": 80})


@pytest.mark.parametrize(
    ("stages", "configuration", "enabled"),
    [
        ("a: labels", {}, True),
        ("a: labels!", {}, False),
        ("a: labels!", {"labels": {"enabled": True}}, True),
        ("a: labels", {"labels": {"enabled": False}}, False),
    ],
)
def test_the_last_author_switches_it_on_or_off(stages: str, configuration: Configuration, enabled: bool) -> None:  # noqa: FBT001
    assert entries(stages, configuration)["labels"].enabled is enabled


@pytest.mark.parametrize(
    ("stages", "label", "configuration", "name", "answers", "not_to"),
    [
        ("a: translate", "translate", {}, "translate", ["translate"], ["spanish"]),
        ("a: translate@spanish", "spanish", {}, "spanish", ["spanish", "translate"], []),
        ("a: lookup", "lookup", {}, "elsewhere", ["elsewhere"], ["lookup"]),
        ("a: lookup", "lookup", {"lookup": {"as": "mine"}}, "mine", ["mine"], ["elsewhere"]),
        ("a: lookup@said", "said", {"said": {"as": "mine"}}, "mine", ["mine"], ["said", "elsewhere"]),
        ("a: lookup", "lookup", {"lookup": {"as": 3}}, "elsewhere", ["elsewhere"], []),
    ],
    ids=[
        "by the operator's",
        "by its alias, and still to the operator's",
        "by the result's name, which may be another than the operator's",
        "as a parameter says, and to no other",
        "whatever its alias is",
        "a name of the wrong type is refused elsewhere and names nothing",
    ],
)
def test_what_a_result_is_called_and_who_reads_it(
    stages: str, label: str, configuration: Configuration, name: str, answers: list[str], not_to: list[str]
) -> None:
    entry = entries(stages, configuration)[label]
    assert entry.result_name == name
    assert all(map(entry.answers, answers))
    assert not any(map(entry.answers, not_to))


def test_the_nearest_earlier_stage_is_read_first_and_the_own_last() -> None:
    found = entries("a: proxy; b: mediainfo translate@spanish shots; c: labels transcribe; d: captions")
    order = [each.label for each in candidates(list(found.values()), found["labels"])]
    assert order == ["mediainfo", "shots", "spanish", "proxy", "transcribe"]


@pytest.mark.parametrize(
    ("reads", "label", "provided"),
    [
        ("Frames|Image", "proxy", True),
        ("Text", "proxy", False),
        ("=transcribe", "transcribe", True),
        ("=transcribe", "captions", False),
    ],
)
def test_who_provides_what(reads: str, label: str, provided: bool) -> None:  # noqa: FBT001
    (wanted,) = operator("reader", reads).inputs
    assert entries("a: proxy; b: transcribe; c: captions")[label].provides(wanted) is provided


def test_what_an_input_needs_is_the_beginning_of_a_sentence() -> None:
    medium, result = operator("reader", "Frames|Image =shots").inputs
    assert needs(medium) == "its input frames needs Frames or Image"
    assert needs(result) == "its input shots needs the result shots"


def test_each_problem_names_its_field() -> None:
    spec = workflow("a: proxi; a: labels; b: labels")
    found = [
        *unknown_operators(spec, OPERATORS),
        *repeated_stages(spec),
        *repeated_labels(spec),
        *unknown_labels(spec, {"lables": {}}, "spec.configuration"),
        *invalid_parameters(tuple(entries("a: labels", {"labels": {"mode": 1}}).values())),
    ]
    assert [(each.path, each.reason) for each in found] == [
        ("spec.stages[0].operators[0].name", "UnknownOperator"),
        ("spec.stages[1].name", "DuplicateStage"),
        ("spec.stages[2].operators[0]", "DuplicateOperator"),
        ("spec.configuration.lables", "UnknownOperator"),
        ("spec.configuration.labels.mode", "InvalidConfiguration"),
    ]
