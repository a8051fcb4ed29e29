"""Metrics of executions, counted from their changes."""

from media_insights.api.v1alpha1.execution import FINISHED, OperatorProgress
from media_insights.domain.deciding.changes import STARTED, Change
from media_insights.runtime import metrics


def count(change: Change, workflow: str) -> None:
    """Count one change of an execution of a workflow."""
    if change.operator:
        _count_operator(change.operator, change.seconds)
    elif change.reason == STARTED:
        metrics.QUEUE_WAIT.observe(change.seconds)
    elif change.reason in FINISHED:
        metrics.EXECUTION_SECONDS.labels(workflow, change.reason).observe(change.seconds)


def _count_operator(operator: OperatorProgress, seconds: float) -> None:
    if operator.status == "Skipped":
        metrics.OPERATOR_SKIPS.labels(operator.name).inc()
        return
    metrics.OPERATOR_SECONDS.labels(operator.name, operator.status).observe(seconds)
    if operator.attempts > 1:
        metrics.OPERATOR_RETRIES.labels(operator.name).inc(operator.attempts - 1)
