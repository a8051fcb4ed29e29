"""Spans of executions: which there are, how they hang together, and that they tell nothing that users wrote."""

from datetime import UTC, datetime
from typing import Any

from media_insights.api.v1alpha1 import ExecutionStatus, MediaExecution
from media_insights.domain.deciding.changes import changes_of_execution
from media_insights.domain.deciding.spans import spans_of
from media_insights.domain.traces import TraceSpan

TRACE, SPAN = "4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7"


def execution(traceparent: str = f"00-{TRACE}-{SPAN}-01") -> MediaExecution:
    return MediaExecution.model_validate(
        {
            "metadata": {
                "name": "clip-flow",
                "namespace": "news",
                "uid": "7",
                "creationTimestamp": at(0),
                "annotations": {"mediainsights.dev/traceparent": traceparent},
            },
            "spec": {"asset": "my-secret-clip", "workflow": "flow", "configuration": {"labels": {"word": "private"}}},
        }
    )


def at(second: int) -> str:
    return f"2026-05-01T12:00:{second:02d}Z"


def status(state: str, *operators: dict[str, Any], **more: Any) -> ExecutionStatus:
    stages = [{"name": "one", "operators": list(operators)}]
    return ExecutionStatus.model_validate({"state": state, "startedAt": at(2), "stages": stages, **more})


def spans(before: MediaExecution, after: ExecutionStatus, ratio: float = 1.0) -> dict[str, TraceSpan]:
    return {each.name: each for each in spans_of(before, after, changes_of_execution(before, after), ratio)}


LABELS = {"name": "labels", "status": "Complete", "startedAt": at(3), "finishedAt": at(7), "attempts": 2}
FACES = {"name": "faces", "status": "Error", "message": "private", "startedAt": at(3), "finishedAt": at(4)}


def test_each_part_is_a_span_below_the_execution_s_which_is_below_the_request_s() -> None:
    found = spans(execution(), status("Error", LABELS, FACES, finishedAt=at(9), message="private"))
    assert list(found) == ["queue", "operator labels", "operator faces", "execution flow"]
    whole = found["execution flow"]
    assert {each.context.trace for each in found.values()} == {TRACE}
    assert whole.parent == SPAN
    assert {each.parent for each in found.values()} == {SPAN, whole.context.span}
    assert [each.failed for each in found.values()] == [False, False, True, True]
    assert (whole.start, whole.end) == (
        datetime(2026, 5, 1, 12, tzinfo=UTC),
        datetime(2026, 5, 1, 12, 0, 9, tzinfo=UTC),
    )
    assert found["operator labels"].attributes["media_insights.attempts"] == 2


def test_a_part_is_told_once_and_again_as_the_same_span() -> None:
    began = execution()
    first = status("Started", LABELS)
    once, again = spans(began, first), spans(began, first)
    assert [each.context.span for each in once.values()] == [each.context.span for each in again.values()]
    later = began.model_copy(update={"status": first})
    assert list(spans(later, status("Complete", LABELS, finishedAt=at(9)))) == ["execution flow"]


def test_what_never_began_has_no_span() -> None:
    skipped = {"name": "labels", "status": "Skipped"}
    found = spans(
        execution(),
        ExecutionStatus.model_validate({"state": "Queued", "stages": [{"name": "one", "operators": [skipped]}]}),
    )
    assert found == {}


def test_nothing_that_users_wrote_is_told() -> None:
    found = spans(execution(), status("Error", LABELS, FACES, finishedAt=at(9), message="private"))
    told = str([each.attributes for each in found.values()])
    assert "private" not in told
    assert "my-secret-clip" not in told


def test_a_trace_that_its_caller_does_not_keep_is_not_told() -> None:
    over = status("Complete", LABELS, finishedAt=at(9))
    assert spans(execution(f"00-{TRACE}-{SPAN}-00"), over) == {}
    assert spans(execution(""), over, ratio=0.0) == {}
    assert spans(execution(""), over)["execution flow"].parent == ""
