"""The states of a step: every one belongs somewhere."""

from typing import get_args

from media_insights.api.v1alpha1.execution import FINISHED, OperatorState
from media_insights.domain.running.steps import BEGUN, ENDED, ENDED_WELL, FAILED


def test_a_step_has_not_begun_or_has_begun_or_has_ended() -> None:
    assert {"Not Started"} | BEGUN | ENDED == set(get_args(OperatorState))
    assert not BEGUN & ENDED


def test_an_end_is_good_a_failure_or_a_cancellation() -> None:
    assert ENDED_WELL | FAILED | {"Cancelled"} == ENDED
    assert not ENDED_WELL & FAILED


def test_what_a_run_can_end_with_a_step_can_too() -> None:
    assert FINISHED < ENDED
