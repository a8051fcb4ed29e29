"""Traces of executions: where each stands, and the spans of what has ended of it."""

from dataclasses import dataclass

from media_insights.api.v1alpha1 import ExecutionStatus, MediaExecution, labels
from media_insights.api.v1alpha1.meta import Manifest
from media_insights.domain.deciding.changes import Change
from media_insights.domain.deciding.spans import spans_of
from media_insights.domain.traces import TraceContext, context_of_execution
from media_insights.ports.tracing import Tracing


@dataclass(frozen=True, slots=True)
class ExecutionTraces:
    """The controller's part of traces; there is none of it where nothing is traced."""

    tracing: Tracing

    def context(self, execution: Manifest) -> TraceContext:
        """Return an execution's own place in a trace."""
        meta = execution["metadata"]
        annotation = (meta.get("annotations") or {}).get(labels.TRACEPARENT, "")
        return context_of_execution(meta["uid"], annotation, self.tracing.ratio)[0]

    def trace(self, execution: Manifest, status: Manifest, changes: tuple[Change, ...]) -> None:
        """Tell the spans that end with some changes, after which the execution has a new status."""
        if changes:
            before, after = MediaExecution.model_validate(execution), ExecutionStatus.model_validate(status)
            for span in spans_of(before, after, changes, self.tracing.ratio):
                self.tracing.spans(span)
