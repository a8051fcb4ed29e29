"""Steps that wait for a person: how long, what was answered, and which stage a person means."""

from datetime import UTC, datetime, timedelta

import pytest

from media_insights.api.v1alpha1 import MediaExecution
from media_insights.domain.running import waits
from media_insights.domain.running.steps import StepFacts
from tests.unit.builders import CATALOGUE, operator, plan

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
WAIT = operator(
    "wait",
    image="",
    suspend=True,
    timeoutSeconds=60,
    parameters={"timeoutSeconds": {"type": "integer", "default": 100}},
)
PLAN = plan("one: proxy; review: wait; two: labels", operators=CATALOGUE | {"wait": WAIT})


@pytest.mark.parametrize(("since", "left"), [(0, 100), (30, 70), (101, -1), (None, 100)])
def test_how_long_it_still_waits(since: int | None, left: float) -> None:
    began = NOON - timedelta(seconds=since) if since is not None else None
    facts = StepFacts(name="wait", status="Waiting", started_at=began)
    assert waits.left(PLAN.step("wait"), facts, NOON) == left


def test_an_answer_is_that_to_the_step_s_stage() -> None:
    resume = [{"stage": "other", "data": {"a": 1}}, {"stage": "review", "data": {"approved": True}}]
    execution = MediaExecution.model_validate({"spec": {"asset": "clip", "workflow": "w", "resume": resume}})
    assert waits.answer_to(PLAN.step("wait"), execution) == {"approved": True}
    without = MediaExecution.model_validate({"spec": {"asset": "clip", "workflow": "w"}})
    assert waits.answer_to(PLAN.step("wait"), without) is None


def test_the_stages_of_a_plan_that_wait() -> None:
    assert waits.waiting_stages(PLAN) == ("review",)


@pytest.mark.parametrize(
    ("waiting", "stage", "chosen"),
    [(("review",), "", "review"), (("review", "publish"), "publish", "publish")],
)
def test_the_stage_that_is_resumed(waiting: tuple[str, ...], stage: str, chosen: str) -> None:
    assert waits.stage_to_resume(("one", "review", "publish"), waiting, stage) == chosen


@pytest.mark.parametrize(
    ("waiting", "stage", "sentence"),
    [
        ((), "", "it does not wait for anything"),
        (("review", "publish"), "", "the stages review and publish wait: name the stage"),
        (("review",), "one", "one does not wait; review does"),
        (("review",), "ten", "ten is no stage of it; review does"),
    ],
)
def test_what_cannot_be_resumed(waiting: tuple[str, ...], stage: str, sentence: str) -> None:
    with pytest.raises(ValueError, match=f"^{sentence}$"):
        waits.stage_to_resume(("one", "review", "publish"), waiting, stage)
