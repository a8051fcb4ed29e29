"""What a plan says of itself: which steps run, who waits for a person and for how long, what was before."""

from dataclasses import replace

import pytest

from media_insights.domain.planning.plan import Part, require_whole_steps
from tests.unit.builders import CATALOGUE, operator, plan

OPERATORS = CATALOGUE | {
    "wait": operator(
        "wait",
        image="",
        suspend=True,
        timeoutSeconds=3600,
        parameters={"message": {"type": "string"}, "timeoutSeconds": {"type": "integer"}},
    ),
    "notify": operator("notify", startsAfter="EarlierStages"),
}
FULL = plan("a: proxy mediainfo!; b: wait; c: labels notify", operators=OPERATORS)


def test_what_is_skipped_does_not_run() -> None:
    assert [step.name for step in FULL.runs] == ["proxy", "wait", "labels", "notify"]


def test_who_waits_for_a_person_and_who_only_for_all_before() -> None:
    assert [step.name for step in FULL.steps if step.waits] == ["wait"]
    assert [step.name for step in FULL.steps if step.last_of_all] == ["wait", "notify"]


def test_before_a_step_is_every_step_of_an_earlier_stage() -> None:
    assert [step.name for step in FULL.before(FULL.step("labels"))] == ["proxy", "mediainfo", "wait"]
    assert FULL.before(FULL.step("proxy")) == ()


@pytest.mark.parametrize(
    ("configuration", "patience", "question"),
    [
        ({}, 3600, "waits to be resumed in stage b"),
        ({"timeoutSeconds": 60, "message": "Look at the labels"}, 60, "Look at the labels"),
    ],
)
def test_a_person_is_asked_for_as_long_as_the_workflow_says(
    configuration: dict[str, object], patience: int, question: str
) -> None:
    resolved = plan("a: proxy; b: wait", operators=OPERATORS, configuration={"wait": configuration})
    assert (resolved.step("wait").patience_seconds, resolved.step("wait").question) == (patience, question)
    assert resolved.deadline_seconds == resolved.timeout_seconds + patience


def test_a_name_that_is_none_has_no_step() -> None:
    with pytest.raises(KeyError):
        FULL.step("nobody")


def test_a_plan_whose_steps_have_parts_is_refused_by_whoever_would_run_it() -> None:
    divided = replace(FULL.step("proxy"), parts=(Part(name="0", start=0.0, end=30.0),))
    require_whole_steps(FULL)
    with pytest.raises(ValueError, match="have parts, which this version does not run"):
        require_whole_steps(replace(FULL, steps=(divided,)))
