"""What changed in an execution, as numbers for the metrics."""

from media_insights.api.v1alpha1 import ExecutionStatus, MediaExecution
from media_insights.api.v1alpha1.execution import FINISHED, OperatorProgress
from media_insights.api.v1alpha1.times import seconds_between
from media_insights.domain.running.steps import ENDED
from media_insights.runtime import metrics


def of_change(old: ExecutionStatus, new: ExecutionStatus, execution: MediaExecution) -> None:
    """Count what happened between two statuses."""
    if new.started_at and not old.started_at:
        metrics.QUEUE_WAIT.observe(seconds_between(execution.metadata.creation_timestamp, new.started_at))
    if new.state in FINISHED and old.state not in FINISHED:
        seconds = seconds_between(new.started_at, new.finished_at)
        metrics.EXECUTION_SECONDS.labels(execution.spec.workflow, new.state).observe(seconds)
    before = {each.name: each for stage in old.stages for each in stage.operators}
    for each in (each for stage in new.stages for each in stage.operators):
        if each.status in ENDED and (each.name not in before or before[each.name].status not in ENDED):
            _count(each)


def _count(operator: OperatorProgress) -> None:
    if operator.status == "Skipped":
        metrics.OPERATOR_SKIPS.labels(operator.name).inc()
        return
    seconds = seconds_between(operator.started_at, operator.finished_at)
    metrics.OPERATOR_SECONDS.labels(operator.name, operator.status).observe(seconds)
    if operator.attempts > 1:
        metrics.OPERATOR_RETRIES.labels(operator.name).inc(operator.attempts - 1)
