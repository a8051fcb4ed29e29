"""What the controller tells of executions; the whole of it, on the wire: tests/unit/wire/test_traces.py."""

from media_insights.controller.execution_traces import ExecutionTraces
from media_insights.domain.deciding.changes import Change
from media_insights.domain.traces import TraceSpan
from media_insights.ports.tracing import Tracing

EXECUTION = {
    "metadata": {"name": "clip-flow", "namespace": "n", "uid": "7", "creationTimestamp": "2026-05-01T12:00:00Z"},
    "spec": {"asset": "clip", "workflow": "flow"},
}
OVER = {"state": "Complete", "finishedAt": "2026-05-01T12:00:05Z"}


def test_what_ended_is_told_at_the_place_that_pods_know() -> None:
    spans = list[TraceSpan]()
    traces = ExecutionTraces(Tracing(spans.append, 1.0))
    traces.trace(EXECUTION, OVER, ())
    assert spans == []
    traces.trace(EXECUTION, OVER, (Change(subject="execution", reason="Complete", message=""),))
    assert [each.name for each in spans] == ["execution flow"]
    assert spans[0].context == traces.context(EXECUTION)
