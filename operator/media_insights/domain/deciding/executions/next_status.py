"""The status that an execution is given next: in the queue, following its run, ended."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Literal

from media_insights.api.v1alpha1 import ExecutionStatus, labels
from media_insights.api.v1alpha1.conditions import SUCCEEDED, with_condition
from media_insights.api.v1alpha1.execution import ArgoReference, OperatorState, Queue, StageProgress, State
from media_insights.api.v1alpha1.meta import Condition
from media_insights.domain.deciding.executions.execution_facts import ExecutionFacts
from media_insights.domain.planning.plan import Plan
from media_insights.domain.planning.plans_json import plan_hash
from media_insights.domain.running.runs import RunFacts
from media_insights.domain.running.status import execution_status, rfc3339
from media_insights.domain.running.steps import BEGUN
from media_insights.domain.wording import cut

TELL_EVERY = timedelta(seconds=10)
"""How often a place in the queue is written at most."""
MOST_PATIENCE = timedelta(minutes=5)
"""How often a place is looked up at least."""

Outcome = Literal["Error", "Cancelled"]


def status_in_queue(facts: ExecutionFacts, queue: Queue | None, now: datetime) -> ExecutionStatus:
    """Return the status of an execution that waits, for the reason that ``queue`` says; None: it starts next."""
    old = facts.status
    update = {"state": "Queued", "queue": queue, "queued_at": old.queued_at or rfc3339(now)}
    return with_conditions(facts, old.model_copy(update=update), now)


def status_at_end(facts: ExecutionFacts, state: Outcome, message: str, now: datetime) -> ExecutionStatus:
    """Return the status of an execution that ends without its run's own word."""
    update = {
        "state": state,
        "message": cut(message, 1024),
        "queue": None,
        "finished_at": rfc3339(now),
        "stages": tuple(_closed(stage, state, rfc3339(now)) for stage in facts.status.stages),
    }
    return with_conditions(facts, facts.status.model_copy(update=update), now)


def with_state(facts: ExecutionFacts, status: ExecutionStatus, state: State, now: datetime) -> ExecutionStatus:
    """Return a status with another state, its condition included."""
    return with_conditions(facts, status.model_copy(update={"state": state}), now)


def status_of_run(facts: ExecutionFacts, plan: Plan, run: RunFacts, now: datetime) -> ExecutionStatus:
    """Return the status that follows from the run as its engine shows it."""
    old = facts.status
    started = datetime.fromisoformat(old.started_at) if old.started_at else None
    status = execution_status(plan, run.steps, started_at=started, ended=run.ended, now=now)
    stopping = facts.execution.spec.cancel and run.ended is None
    argo = ArgoReference(workflow=run.name, url=facts.argo_url) if plan.runs else None
    return with_conditions(
        facts,
        status.model_copy(
            update={
                "queued_at": old.queued_at,
                "demand": facts.demand if old.demand is None else old.demand,
                "plan_hash": old.plan_hash or plan_hash(plan),
                "argo": argo,
                "message": _told(facts, status, stopping=stopping),
            }
        ),
        now,
    )


def _told(facts: ExecutionFacts, status: ExecutionStatus, *, stopping: bool) -> str:
    if stopping:
        return "cancelling: its pods are being stopped"
    return f"{status.message}{replacement(facts)}" if status.state == "Cancelled" else status.message


def replacement(facts: ExecutionFacts) -> str:
    """Return, for a message, what took the place of a superseded execution; empty when nothing did."""
    by = facts.execution.metadata.annotations.get(labels.SUPERSEDED_BY)
    return f": the asset's entry was changed, and {by} took its place" if by else ""


def has_moved(old: Queue, new: Queue) -> bool:
    """Return whether a place is worth writing: near the head every step counts, far behind a tenth of the way."""
    moved = abs(old.position - new.position)
    return moved > 0 and moved * 10 >= old.position


def until_told_again(old: Queue, new: Queue) -> float | None:
    """Return after how many seconds a place that moved a little is looked up again: the later, the further behind.

    Ten thousand that wait then ask forty times a second together, not a thousand times.
    """
    if old == new:
        return None
    return min(MOST_PATIENCE, TELL_EVERY * max(1.0, new.position / 10)).total_seconds()


def _closed(stage: StageProgress, state: OperatorState, at: str) -> StageProgress:
    """No operator of a finished execution is left running."""
    closed = {"status": state, "message": "the run ended before this operator did", "finished_at": at}
    operators = tuple(each.model_copy(update=closed) if each.status in BEGUN else each for each in stage.operators)
    return stage.model_copy(update={"operators": operators, "status": state if stage.status in BEGUN else stage.status})


_SUCCEEDED: Mapping[str, str] = {"Complete": "True", "Error": "False", "Cancelled": "False", "TimedOut": "False"}


def with_conditions(facts: ExecutionFacts, status: ExecutionStatus, now: datetime) -> ExecutionStatus:
    """Return a status with the condition and the generation that belong to its state."""
    generation = facts.execution.metadata.generation
    condition = Condition.model_validate(
        {
            "type": SUCCEEDED,
            "status": _SUCCEEDED.get(status.state, "Unknown"),
            "reason": status.state or "Queued",
            "message": status.message or status.progress,
            "observedGeneration": generation,
            "lastTransitionTime": rfc3339(now),
        }
    )
    conditions = with_condition(facts.status.conditions, condition)
    return status.model_copy(update={"conditions": conditions, "observed_generation": generation})
