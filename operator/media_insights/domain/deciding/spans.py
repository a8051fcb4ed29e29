"""Spans of an execution, from its changes: its wait in the queue, each step that ran, and at its end the whole."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from media_insights.api.v1alpha1 import MediaExecution, labels
from media_insights.api.v1alpha1.execution import FINISHED, ExecutionStatus, OperatorProgress
from media_insights.domain.deciding.changes import STARTED, Change
from media_insights.domain.running.steps import FAILED
from media_insights.domain.traces import TraceContext, TraceSpan, context_of_execution, context_of_step, digits_of


def spans_of(
    execution: MediaExecution, status: ExecutionStatus, changes: tuple[Change, ...], ratio: float
) -> tuple[TraceSpan, ...]:
    """Return the spans that end with some changes of an execution, whose status is then ``status``.

    ``ratio`` (0 to 1) is how many of those traces are kept that begin with an execution.
    """
    meta = execution.metadata
    context, above = context_of_execution(meta.uid, meta.annotations.get(labels.TRACEPARENT, ""), ratio)
    if not context.sampled:
        return ()
    spans = _Spans(execution, status, context, above)
    return tuple(span for change in changes for span in spans.of(change))


@dataclass(frozen=True, slots=True)
class _Spans:
    execution: MediaExecution
    status: ExecutionStatus
    context: TraceContext
    above: str

    def of(self, change: Change) -> Iterator[TraceSpan]:
        if change.operator:
            yield from self._step(change.operator)
        elif change.reason == STARTED:
            context = self.context.below(digits_of(16, self._uid, "queue"))
            yield from self._span("queue", context, self._created, self.status.started_at)
        elif change.subject == "execution" and change.reason in FINISHED:
            name = f"execution {self.execution.spec.workflow}"
            for span in self._span(name, self.context, self._created, self.status.finished_at):
                attributes = {**span.attributes, "media_insights.status": change.reason}
                yield replace(span, parent=self.above, failed=not change.well, attributes=attributes)

    def _step(self, operator: OperatorProgress) -> Iterator[TraceSpan]:
        context = context_of_step(self.context, self._uid, operator.name)
        about: dict[str, str | int] = {
            "media_insights.operator": operator.name,
            "media_insights.attempts": operator.attempts,
            "media_insights.status": operator.status,
        }
        for span in self._span(f"operator {operator.name}", context, operator.started_at, operator.finished_at):
            yield replace(span, failed=operator.status in FAILED, attributes={**span.attributes, **about})

    def _span(self, name: str, own: TraceContext, start: datetime | None, end: datetime | None) -> Iterator[TraceSpan]:
        """Yield a span below the execution's; nothing of what never began."""
        if start and end:
            about: dict[str, str | int] = {
                "media_insights.execution.uid": self._uid,
                "media_insights.workflow": self.execution.spec.workflow,
                "k8s.namespace.name": self.execution.metadata.namespace,
            }
            end = max(start, end)
            yield TraceSpan(name=name, context=own, parent=self.context.span, start=start, end=end, attributes=about)

    @property
    def _uid(self) -> str:
        return self.execution.metadata.uid

    @property
    def _created(self) -> datetime | None:
        return self.execution.metadata.creation_timestamp or self.status.queued_at
