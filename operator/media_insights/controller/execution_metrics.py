"""Metrics of executions, counted from their changes."""

from media_insights.api.v1alpha1.execution import FINISHED, Cost, OperatorProgress
from media_insights.api.v1alpha1.meta import Manifest
from media_insights.controller.metric_labels import MetricLabels
from media_insights.domain.deciding.changes import STARTED, Change
from media_insights.runtime import metrics


def count(change: Change, execution: Manifest, labels: MetricLabels) -> None:
    """Count one change of an execution."""
    namespace, workflow = execution["metadata"]["namespace"], execution["spec"]["workflow"]
    if change.operator:
        operator = labels.operator(namespace, workflow, change.operator.name)
        _count_operator(change.operator, change.seconds, operator)
        if change.operator.status == "Complete":
            for model in labels.models(operator, gpu_idle=bool(change.operator.gpu_idle)):
                metrics.OPERATOR_MODELS.labels(operator, *model).inc()
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
    if progress.gpu_idle:
        metrics.OPERATOR_IDLE_GPUS.labels(operator).inc()
    if progress.cost:
        _count_cost(progress.cost, operator)
    if progress.attempts > 1:
        metrics.OPERATOR_RETRIES.labels(operator).inc(progress.attempts - 1)


def _count_cost(cost: Cost, operator: str) -> None:
    metrics.OPERATOR_CPU_SECONDS.labels(operator).inc(cost.cpu_seconds or 0)
    metrics.OPERATOR_GPU_SECONDS.labels(operator).inc(cost.gpu_seconds or 0)
    metrics.OPERATOR_BYTES.labels(operator, "read").inc(cost.bytes_read or 0)
    metrics.OPERATOR_BYTES.labels(operator, "written").inc(cost.bytes_written or 0)
