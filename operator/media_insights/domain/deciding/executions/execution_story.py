"""What people are told of an execution, as events: each change once."""

from collections.abc import Sequence

from media_insights.api.v1alpha1 import ExecutionStatus
from media_insights.api.v1alpha1.execution import FINISHED
from media_insights.domain.deciding.actions import Note
from media_insights.domain.deciding.executions.execution_facts import ExecutionFacts


def story_of(facts: ExecutionFacts, status: ExecutionStatus) -> tuple[Note, ...]:
    """What changed, as people tell it: that it started, which operators failed and why, how it ended."""
    notes = list(_failures(facts.status, status))
    if status.state != facts.status.state and status.state in FINISHED:
        told = status.message or f"{facts.execution.spec.workflow} {status.progress}"
        well = status.state == "Complete"
        notes.append(Note(reason=status.state, message=told, type="Normal" if well else "Warning"))
    elif status.state != facts.status.state and status.state in ("Waiting", "Resumed"):
        notes.append(Note(reason=status.state, message=_asked(status)))
    elif not facts.status.started_at and status.started_at:
        notes.append(Note(reason="Started", message=f"{facts.execution.spec.workflow} runs {status.progress}"))
    return tuple(notes)


def _asked(status: ExecutionStatus) -> str:
    """Return what is waited for, as the operators say it."""
    operators = [each for stage in status.stages for each in stage.operators if each.status == "Waiting"]
    return "; ".join(f"{each.name}: {each.message}" for each in operators)


def _failures(old: ExecutionStatus, new: ExecutionStatus) -> Sequence[Note]:
    before = {operator.name: operator.status for stage in old.stages for operator in stage.operators}
    return [
        Note(reason="OperatorFailed", message=f"{operator.name}: {operator.message}", type="Warning")
        for stage in new.stages
        for operator in stage.operators
        if operator.status in ("Error", "TimedOut") and before.get(operator.name) != operator.status
    ]
