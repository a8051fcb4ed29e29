"""Metrics of executions, counted from their changes."""

from media_insights.api.v1alpha1.execution import FINISHED, OperatorProgress
from media_insights.api.v1alpha1.meta import Manifest
from media_insights.controller.metric_labels import MetricLabels
from media_insights.domain.deciding.changes import STARTED, Change
from media_insights.runtime import metrics


def count(change: Change, execution: Manifest, labels: MetricLabels) -> None:
    """Count one change of an execution."""
    namespace, workflow = execution["metadata"]["namespace"], execution["spec"]["workflow"]
    if change.operator:
        _count_operator(change.operator, change.seconds, labels.operator(namespace, workflow, change.operator.name))
    elif change.reason == STARTED:
        metrics.QUEUE_WAIT.labels(labels.tenant(namespace)).observe(change.seconds)
    elif change.reason in FINISHED:
        names = labels.workflow(namespace, workflow), change.reason, labels.tenant(namespace)
        metrics.EXECUTION_SECONDS.labels(*names).observe(change.seconds)


def _count_operator(progress: OperatorProgress, seconds: float, operator: str) -> None:
    if progress.status == "Skipped":
        metrics.OPERATOR_SKIPS.labels(operator).inc()
        return
    metrics.OPERATOR_SECONDS.labels(operator, progress.status).observe(seconds)
    if progress.attempts > 1:
        metrics.OPERATOR_RETRIES.labels(operator).inc(progress.attempts - 1)
