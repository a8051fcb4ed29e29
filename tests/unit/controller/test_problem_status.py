"""What is written on an object that cannot be acted upon."""

from datetime import UTC, datetime
from typing import Any

import pytest

from media_insights.controller import problem_status
from media_insights.errors import Refusal, Rejected
from media_insights.kube.resources import ASSETS, EXECUTIONS, WORKFLOWS, Resource

Manifest = dict[str, Any]
NOW = datetime(2026, 5, 1, 12, 0, 0, tzinfo=UTC)
EARLIER = "2026-05-01T11:00:00Z"


def manifest(**status: Any) -> Manifest:
    return {"metadata": {"name": "clip", "generation": 3}, "status": status}


def condition(type_: str, status: str, reason: str, message: str = "", since: str = "2026-05-01T12:00:00Z") -> Manifest:
    return {"type": type_, "status": status, "reason": reason, "message": message,
            "observedGeneration": 3, "lastTransitionTime": since}  # fmt: skip


@pytest.mark.parametrize(
    ("resource", "type_", "more"),
    [
        (ASSETS, "Accepted", {}),
        (WORKFLOWS, "Accepted", {}),
        (EXECUTIONS, "Succeeded", {"state": "Error", "message": "a: bad", "finishedAt": "2026-05-01T12:00:00Z"}),
    ],
)
def test_a_spec_that_cannot_be_read_is_told(resource: Resource, type_: str, more: Manifest) -> None:
    status = problem_status.invalid(resource, manifest(kept=1), "a: bad", NOW)
    assert status == {"kept": 1, "conditions": [condition(type_, "False", "InvalidSpec", "a: bad")], **more}


def test_an_execution_that_ended_stays_as_it_ended() -> None:
    assert problem_status.invalid(EXECUTIONS, manifest(state="Complete"), "a: bad", NOW) is None


def test_the_time_is_of_the_first_refusal_and_others_conditions_stay() -> None:
    ready, accepted = condition("Ready", "False", "Rejected", since=EARLIER), condition("Accepted", "True", "Valid")
    new = {"conditions": [accepted, condition("Ready", "False", "Started")], "media": {"type": "Video"}}
    status = problem_status.rejected(ASSETS, manifest(conditions=[ready]), new, [rejection("no such label")], NOW)
    expected = condition("Ready", "False", "Rejected", "the API server refused it: no such label", since=EARLIER)
    assert status == {"media": {"type": "Video"}, "conditions": [accepted, expected]}


def test_an_execution_that_cannot_start_has_ended() -> None:
    status = problem_status.rejected(EXECUTIONS, manifest(), {"state": "Queued"}, [rejection("too long")], NOW)
    assert (status["state"], status["message"]) == ("Error", "the API server refused it: too long")
    assert status["conditions"][0]["reason"] == "Rejected"


def test_every_refusal_is_told_within_the_length_of_a_message() -> None:
    errors = [rejection("first"), Rejected("POST /x: 400"), rejection("x" * 5000)]
    (condition,) = problem_status.rejected(ASSETS, manifest(), {}, errors, NOW)["conditions"]
    assert condition["message"].startswith(
        "the API server refused it: first; the API server refused it: POST /x: 400; "
    )
    assert len(condition["message"]) <= 1500


@pytest.mark.parametrize("old", [[{"type": "Ready"}], [{"type": "Ready", "status": "True", "reason": "x"}], []])
def test_conditions_of_any_shape_are_replaced(old: list[Manifest]) -> None:
    status = problem_status.rejected(ASSETS, manifest(conditions=old), {"conditions": old}, [rejection("no")], NOW)
    assert [each["reason"] for each in status["conditions"]] == ["Rejected"]


def rejection(message: str) -> Rejected:
    return Rejected(f"POST /x: 422 {message}", Refusal(status=422, reason="Invalid", message=message))
