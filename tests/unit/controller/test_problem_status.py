"""What is written on an object that cannot be acted upon."""

from datetime import UTC, datetime
from typing import Any

import pytest

from media_insights.controller import problem_status
from media_insights.controller.refused_actions import RefusedActions
from media_insights.domain.deciding.changes import Change
from media_insights.errors import Forbidden, Refusal, Rejected
from media_insights.kube.resources import ASSETS, BATCHES, EXECUTIONS, WORKFLOWS, Resource

Manifest = dict[str, Any]
NOW = datetime(2026, 5, 1, 12, 0, 0, tzinfo=UTC)
EARLIER = "2026-05-01T11:00:00Z"


def manifest(**status: Any) -> Manifest:
    return {"metadata": {"name": "clip", "generation": 3}, "status": status}


def run(**status: Any) -> Manifest:
    return whole("MediaExecution", {"asset": "clip", "workflow": "flow"}, **status)


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
    assert status == {
        "kept": 1,
        "observedGeneration": 3,
        "conditions": [condition(type_, "False", "InvalidSpec", "a: bad")],
        **more,
    }


def test_an_execution_that_ended_stays_as_it_ended_and_a_batch_does_not() -> None:
    assert problem_status.invalid(EXECUTIONS, manifest(state="Complete"), "a: bad", NOW) is None
    assert problem_status.invalid(BATCHES, manifest(state="Complete"), "a: bad", NOW) is not None


def test_the_time_is_of_the_first_refusal_and_others_conditions_stay() -> None:
    ready, accepted = condition("Ready", "False", "Rejected", since=EARLIER), condition("Accepted", "True", "Valid")
    new = {"conditions": [accepted, condition("Ready", "False", "Started")], "media": {"type": "Video"}}
    status = problem_status.refused(ASSETS, manifest(conditions=[ready]), new, final(rejection("no such label")), NOW)
    expected = condition("Ready", "False", "Rejected", "the API server refused it: no such label", since=EARLIER)
    assert status == {"media": {"type": "Video"}, "conditions": [accepted, expected]}


def test_an_execution_that_cannot_start_has_ended_as_if_nothing_had_begun() -> None:
    before = run(state="Queued", queue={"reason": "limit"}, queuedAt=EARLIER)
    started = {"state": "Started", "startedAt": "2026-05-01T12:00:00Z", "argo": {"workflow": "clip"}}
    status = problem_status.refused(EXECUTIONS, before, started, final(rejection("too long")), NOW)
    assert (status["state"], status["message"]) == ("Error", "the API server refused it: too long")
    assert status["conditions"][0]["reason"] == "Rejected"
    assert set(status) == {"observedGeneration", "state", "message", "queuedAt", "finishedAt", "conditions"}
    assert status["observedGeneration"] == 3


def test_no_stage_of_an_execution_that_ended_is_left_open() -> None:
    running = {"name": "s", "status": "Executing", "operators": [{"name": "proxy", "status": "Executing"}]}
    before = run(state="Started", stages=[running])
    status = problem_status.refused(EXECUTIONS, before, None, final(rejection("x" * 5000)), NOW)
    (stage,) = status["stages"]
    assert (stage["status"], stage["operators"][0]["status"]) == ("Error", "Error")
    assert len(status["message"]) == 1024


def test_every_refusal_is_told_within_the_length_of_a_message() -> None:
    errors = final(rejection("first"), Rejected("POST /x: 400"), rejection("x" * 5000))
    (condition,) = problem_status.refused(ASSETS, manifest(), {}, errors, NOW)["conditions"]
    assert condition["message"].startswith(
        "the API server refused it: first; the API server refused it: POST /x: 400; "
    )
    assert len(condition["message"]) <= 1500


@pytest.mark.parametrize("old", [[{"type": "Ready"}], [{"type": "Ready", "status": "True", "reason": "x"}], []])
def test_conditions_of_any_shape_are_replaced(old: list[Manifest]) -> None:
    status = problem_status.refused(ASSETS, manifest(conditions=old), {"conditions": old}, final(rejection("no")), NOW)
    assert [each["reason"] for each in status["conditions"]] == ["Rejected"]


@pytest.mark.parametrize("state", ["", "Queued", "Resumed"])
def test_what_is_forbidden_now_waits_and_says_why(state: str) -> None:
    before = run(state=state, queuedAt=EARLIER) if state else run()
    status = problem_status.refused(EXECUTIONS, before, {"state": "Started"}, passing("exceeded quota"), NOW)
    (succeeded,) = status["conditions"]
    assert (succeeded["status"], succeeded["reason"]) == ("Unknown", "Forbidden")
    assert (status["state"], status["queue"]) == (
        state or "Queued", {"position": 0, "reason": "the API server refused it: exceeded quota"}
    )  # fmt: skip
    assert status["queuedAt"] == (EARLIER if state else "2026-05-01T12:00:00Z")


def test_what_runs_goes_on_while_something_about_it_is_forbidden() -> None:
    before = run(state="Started", progress="1/2")
    status = problem_status.refused(EXECUTIONS, before, {"state": "Cancelled"}, passing("may not patch"), NOW)
    assert (status["state"], status["progress"], status["conditions"][0]["status"]) == ("Started", "1/2", "Unknown")


def test_an_asset_that_nothing_was_decided_of_is_not_ready_either() -> None:
    status = problem_status.refused(ASSETS, manifest(kept=1), None, passing("may not delete"), NOW)
    assert (status["kept"], status["conditions"][0]["reason"]) == (1, "Forbidden")


def test_what_changes_is_what_is_written() -> None:
    about = whole("MediaExecution", {"asset": "clip", "workflow": "flow"}, state="Queued", changes=4)
    status = problem_status.refused(EXECUTIONS, about, {"state": "Started", "changes": 9}, final(rejection("no")), NOW)
    status, changes = problem_status.changes_of(EXECUTIONS, about, status, ())
    assert [(each.reason, each.well, each.sequence) for each in changes] == [("Error", False, 5)]
    assert status["changes"] == 5


def test_a_refused_child_is_a_change_of_the_asset_once() -> None:
    about = whole("MediaAsset", {"source": {"s3": {"bucket": "media", "key": "public/upload/a.mp4"}}})
    status = problem_status.refused(ASSETS, about, {"changes": 7}, passing("exceeded quota"), NOW)
    status, changes = problem_status.changes_of(ASSETS, about, status, ())
    assert [(each.reason, each.message) for each in changes] == [
        ("Forbidden", "the API server refused it: exceeded quota")
    ]
    again = {**about, "status": status}
    status, changes = problem_status.changes_of(ASSETS, again, status, ())
    assert (status["changes"], changes) == (1, ())


def test_results_are_those_that_were_decided_whatever_the_status_has_room_for() -> None:
    about = whole("MediaAsset", {"source": {"s3": {"bucket": "media", "key": "public/upload/a.mp4"}}}, changes=2)
    status = problem_status.refused(ASSETS, about, {"changes": 9}, passing("exceeded quota"), NOW)
    decided = (Change(subject="metadata", reason="MetadataStored", message="labels was stored", sequence=3),)
    status, changes = problem_status.changes_of(ASSETS, about, status, decided)
    assert [(each.reason, each.sequence) for each in changes] == [("MetadataStored", 3), ("Forbidden", 4)]
    assert status["changes"] == 4


def test_what_is_no_news_of_an_object_counts_nothing() -> None:
    assert problem_status.changes_of(WORKFLOWS, manifest(), {"conditions": []}, ()) == ({"conditions": []}, ())


def whole(kind: str, spec: Manifest, **status: Any) -> Manifest:
    return {"kind": kind, "metadata": {"name": "x", "namespace": "n", "generation": 3}, "spec": spec, "status": status}


def rejection(message: str) -> Rejected:
    return Rejected(f"POST /x: 422 {message}", Refusal(status=422, reason="Invalid", message=message))


def final(*errors: Rejected) -> RefusedActions:
    return RefusedActions(final=list(errors))


def passing(message: str) -> RefusedActions:
    return RefusedActions(passing=[Forbidden(f"POST /x: 403 {message}", Refusal(status=403, message=message))])
