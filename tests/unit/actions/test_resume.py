"""Answering a stage that waits for a person."""

from typing import Any

import pytest

from media_insights.actions.resume import resume_patch, waiting_of, waiting_stage
from media_insights.errors import WrongState
from tests.unit.controller.objects import execution


def stages(**states: str) -> dict[str, Any]:
    return {
        "stages": [{"name": name, "operators": [{"name": name, "status": state}]} for name, state in states.items()]
    }


def test_the_newest_that_waits_is_meant() -> None:
    older, newer = execution("Waiting"), execution("Waiting", meta={"name": "run-2"})
    assert waiting_of([older, newer]) is newer
    assert waiting_of([older, execution("Started")]) is older


@pytest.mark.parametrize(
    ("state", "why"), [("Started", "it is Started"), ("", "it is Queued"), ("Complete", "it has ended")]
)
def test_what_does_not_wait_is_not_resumed(state: str, why: str) -> None:
    with pytest.raises(WrongState, match=f"run-1 does not wait for anything: {why}"):
        waiting_of([execution(state)])


def test_the_one_stage_that_waits_need_not_be_named() -> None:
    waiting = execution("Waiting", status=stages(prepare="Complete", review="Waiting"))
    assert waiting_stage(waiting) == waiting_stage(waiting, "review") == "review"
    with pytest.raises(WrongState, match="run-1: prepare does not wait; review does"):
        waiting_stage(waiting, "prepare")


def test_of_several_one_is_named() -> None:
    waiting = execution("Waiting", status=stages(review="Waiting", legal="Waiting"))
    with pytest.raises(WrongState, match="review and legal wait: name the stage"):
        waiting_stage(waiting)


def test_answers_to_other_stages_stay() -> None:
    answered = execution("Waiting", resume=[{"stage": "legal", "data": {"a": 1}}, {"stage": "review", "data": {}}])
    assert resume_patch(answered, "review", {"approved": True}) == {
        "spec": {"resume": [{"stage": "legal", "data": {"a": 1}}, {"stage": "review", "data": {"approved": True}}]}
    }
