"""Actions and decisions are values: equal when they say the same, and never changed after they were made."""

from dataclasses import FrozenInstanceError, fields, is_dataclass
from typing import get_args

import pytest

from media_insights.domain.deciding.actions import Action, Create, Decision, DeleteRun

ACTIONS = get_args(Action)


@pytest.mark.parametrize("kind", ACTIONS, ids=lambda kind: kind.__name__)
def test_an_action_is_a_frozen_value_that_carries_what_it_needs(kind: type) -> None:
    assert is_dataclass(kind)
    made = kind(*("x" for _ in fields(kind)))
    assert made == kind(*("x" for _ in fields(kind)))
    for each in fields(kind):
        with pytest.raises(FrozenInstanceError):
            setattr(made, each.name, "y")


def test_two_decisions_that_say_the_same_are_the_same() -> None:
    said: Decision[None] = Decision(actions=(Create({"kind": "x"}), DeleteRun("run-1")))
    assert said == Decision(actions=(Create({"kind": "x"}), DeleteRun("run-1")))


def test_a_decision_that_says_nothing_does_nothing() -> None:
    nothing: Decision[None] = Decision()
    assert (nothing.actions, nothing.status, nothing.requeue_after) == ((), None, None)
