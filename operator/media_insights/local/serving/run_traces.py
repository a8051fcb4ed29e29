"""Traces of the runs of a laptop: the same spans as the controller of a cluster tells."""

from dataclasses import dataclass

from media_insights.api.v1alpha1 import ExecutionStatus, MediaExecution, labels
from media_insights.domain.deciding.changes import changes_of_execution
from media_insights.domain.deciding.spans import spans_of
from media_insights.domain.traces import TraceContext, context_of_execution
from media_insights.ports.tracing import Tracing


@dataclass(slots=True)
class RunTrace:
    """Tells the spans of one run, as its status changes."""

    execution: MediaExecution
    tracing: Tracing

    @property
    def context(self) -> TraceContext:
        """The run's own place in a trace."""
        meta = self.execution.metadata
        return context_of_execution(meta.uid, meta.annotations.get(labels.TRACEPARENT, ""), self.tracing.ratio)[0]

    def note(self, status: ExecutionStatus) -> None:
        """Take in a new status."""
        before = self.execution
        for span in spans_of(before, status, changes_of_execution(before, status), self.tracing.ratio):
            self.tracing.spans(span)
        self.execution = before.model_copy(update={"status": status})
