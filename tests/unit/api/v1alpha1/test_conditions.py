"""Conditions: one constructor for all builders, and when their times move."""

from datetime import UTC, datetime, timedelta

import pytest

from media_insights.api.v1alpha1.conditions import condition, condition_of, with_condition

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
LATER = NOON + timedelta(minutes=1)


@pytest.mark.parametrize(("status", "written"), [(True, "True"), (False, "False"), (None, "Unknown")])
def test_a_condition_as_it_is_written(status: bool | None, written: str) -> None:  # noqa: FBT001 - a table
    made = condition("Ready", status, reason="Complete", message="2 of 2", generation=4, at=NOON)
    assert made.model_dump(mode="json", by_alias=True) == {
        "type": "Ready",
        "status": written,
        "reason": "Complete",
        "message": "2 of 2",
        "observedGeneration": 4,
        "lastTransitionTime": "2026-01-01T12:00:00Z",
    }


def test_a_condition_keeps_its_time_until_its_status_changes() -> None:
    first = with_condition((), condition("Ready", False, reason="X", at=NOON))
    same = condition_of(with_condition(first, condition("Ready", False, reason="Y", at=LATER)), "Ready")
    other = condition_of(with_condition(first, condition("Ready", True, reason="Y", at=LATER)), "Ready")
    assert same is not None
    assert other is not None
    assert (same.reason, same.last_transition_time, other.last_transition_time) == ("Y", NOON, LATER)


def test_other_conditions_stay() -> None:
    both = with_condition((condition("A", True, reason="X", at=NOON),), condition("B", None, reason="X", at=NOON))
    assert [each.type for each in both] == ["A", "B"]
    assert condition_of(both, "C") is None
