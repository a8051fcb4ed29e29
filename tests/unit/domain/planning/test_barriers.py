"""What steps wait for beside what they read: stages, people, and all that was before."""

import pytest

from media_insights.domain.planning.barriers import with_barriers
from tests.unit.builders import CATALOGUE, operator, plan, workflow

OPERATORS = CATALOGUE | {
    "wait": operator("wait", image="", suspend=True),
    "notify": operator("notify", startsAfter="EarlierStages"),
}


def waits(stages: str, scheduling: str = "DataFlow") -> dict[str, set[str]]:
    resolved = plan(stages, operators=OPERATORS, scheduling=scheduling)
    return {step.name: set(step.depends) for step in resolved.runs}


@pytest.mark.parametrize(
    ("stages", "scheduling", "step", "waits_for"),
    [
        ("a: proxy; b: mediainfo", "DataFlow", "mediainfo", set()),
        ("a: proxy; b: mediainfo", "Staged", "mediainfo", {"proxy"}),
        ("a: proxy mediainfo; b: shots", "Staged", "shots", {"proxy", "mediainfo"}),
        ("a: mediainfo; b: labels!; c: proxy", "Staged", "proxy", {"mediainfo"}),
        ("a: proxy; b: shots; c: mediainfo", "Staged", "mediainfo", {"shots"}),
        ("a: proxy shots; b: wait", "DataFlow", "wait", {"proxy", "shots"}),
        ("a: proxy; b: wait; c: mediainfo", "DataFlow", "mediainfo", {"wait"}),
        ("a: proxy; b: wait; c: mediainfo; d: labels", "DataFlow", "labels", {"proxy", "wait"}),
        ("a: proxy; b: wait mediainfo", "DataFlow", "mediainfo", set()),
        ("a: wait; b: proxy; c: wait@again; d: mediainfo", "DataFlow", "mediainfo", {"again"}),
        ("a: proxy; b: labels transcribe; c: notify", "DataFlow", "notify", {"proxy", "labels", "transcribe"}),
        ("a: notify; b: mediainfo", "DataFlow", "mediainfo", set()),
        ("a: labels!; b: notify", "DataFlow", "notify", set()),
    ],
    ids=[
        "data flows: who reads nothing of a stage does not wait for it",
        "staged: everybody waits for the stage before",
        "for all of it, read or not",
        "a barrier reaches over a stage in which nothing runs",
        "only the nearest stage is waited for",
        "a person is asked when all before has ended",
        "and whatever is behind waits for the answer",
        "in every later stage",
        "but not beside it",
        "the nearest person is enough",
        "a notice waits for all that was before",
        "and holds up nobody",
        "what is skipped is passed over",
    ],
)
def test_who_waits_for_whom(stages: str, scheduling: str, step: str, waits_for: set[str]) -> None:
    assert waits(stages, scheduling)[step] == waits_for


def test_a_step_that_does_not_run_waits_for_nobody() -> None:
    resolved = plan("a: proxy; b: mediainfo!", scheduling="Staged")
    assert resolved.step("mediainfo").depends == ()


def test_nobody_is_named_twice() -> None:
    spec = workflow("a: proxy; b: shots", scheduling="Staged")
    steps = plan("a: proxy; b: shots").steps
    assert with_barriers(spec, with_barriers(spec, steps)) == with_barriers(spec, steps)
    assert with_barriers(spec, steps)[1].depends == ("proxy",)
