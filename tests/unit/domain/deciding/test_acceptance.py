"""The condition of a manifest that is only checked."""

from datetime import UTC, datetime, timedelta

from media_insights.api.v1alpha1 import MediaWorkflow
from media_insights.domain.deciding.acceptance import acceptance
from media_insights.domain.planning.problems import Problem
from tests.unit.builders import workflow

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)
ENTRY = MediaWorkflow.model_validate(
    {"metadata": {"name": "w", "generation": 2}, "spec": workflow("a: proxy").model_dump(by_alias=True)}
)
WRONG = Problem(path="spec.stages[0]", message="is wrong", reason="DuplicateStage")


def test_without_problems_it_is_accepted() -> None:
    (condition,) = acceptance(ENTRY, [], NOW)
    assert (condition.type, condition.status, condition.reason) == ("Accepted", "True", "Valid")
    assert condition.observed_generation == 2


def test_with_problems_the_first_gives_the_reason_and_all_the_message() -> None:
    (condition,) = acceptance(ENTRY, [WRONG, Problem(path="spec.x", message="is worse")], NOW)
    assert (condition.status, condition.reason) == ("False", "DuplicateStage")
    assert condition.message == "spec.stages[0]: is wrong; spec.x: is worse"


def test_a_message_fits_into_a_condition() -> None:
    (condition,) = acceptance(ENTRY, [WRONG] * 1000, NOW)
    assert len(condition.message) == 4096


def test_what_stays_as_it_was_keeps_its_time() -> None:
    first = acceptance(ENTRY, [], NOW)
    status = ENTRY.status.model_copy(update={"conditions": first})
    later = acceptance(ENTRY.model_copy(update={"status": status}), [], NOW + timedelta(hours=1))
    assert later == first
