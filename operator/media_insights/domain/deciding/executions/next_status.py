"""Next status of an execution: in the queue, following its run, or ended."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Literal

from media_insights.api.v1alpha1 import ExecutionStatus, labels, reasons
from media_insights.api.v1alpha1.conditions import ISOLATED, condition, with_condition
from media_insights.api.v1alpha1.execution import ArgoReference, Queue, StageProgress, State
from media_insights.domain.deciding.executions.execution_facts import ExecutionFacts
from media_insights.domain.planning.plan import Plan
from media_insights.domain.queueing.next import Hold
from media_insights.domain.running.disclosures import AMONG_FILES, withdrawn
from media_insights.domain.running.status import closed_stage, execution_status, with_succeeded
from media_insights.domain.running.steps import RunFacts
from media_insights.domain.wording import cut

POSITION_INTERVAL = timedelta(seconds=10)
"""Shortest time between two writes of a position in the queue."""
MAX_POSITION_INTERVAL = timedelta(minutes=5)
"""Longest time between two checks of a position."""

_IN_QUEUE = ("Queued", "Resumed")
_SHARED = "multiTenant is false: the pods of all namespaces hold keys of the store that open more than their run"

Outcome = Literal["Error", "Cancelled"]


def status_in_queue(facts: ExecutionFacts, queue: Queue | None, now: datetime) -> ExecutionStatus:
    """Return the status of an execution that waits, for the reason that ``queue`` says; None: it starts next."""
    old = facts.status
    update = {"state": "Queued", "queue": queue, "queued_at": old.queued_at or now}
    return with_succeeded(old.model_copy(update=update), facts.execution, now)


def status_at_end(
    facts: ExecutionFacts, state: Outcome, message: str, now: datetime, reason: str = ""
) -> ExecutionStatus:
    """Return the status of an execution that ends without its run's own word; ``reason``: when the state says less."""
    published = facts.published or ()
    update = {
        "state": state,
        "message": cut(f"{message}; {AMONG_FILES}" if published else message, 1024),
        "queue": None,
        "finished_at": now,
        "stages": tuple(closed_stage(_without(stage, published), state, now) for stage in facts.status.stages),
    }
    return with_succeeded(facts.status.model_copy(update=update), facts.execution, now, reason=reason)


def status_when_forbidden(facts: ExecutionFacts, message: str, now: datetime, reason: str) -> ExecutionStatus:
    """Return the status of an execution about which something is not allowed now, and is tried again.

    It says nothing of what was decided, since it did not happen: one that waits goes on waiting, one that runs goes on.
    """
    state = facts.status.state or "Queued"
    status = facts.status
    if state in _IN_QUEUE:
        queue = Queue(reason=cut(message, 256))
        status = status_in_queue(facts, queue, now).model_copy(update={"state": state})
    return with_succeeded(status, facts.execution, now, reason=reason, message=message)


def with_state(facts: ExecutionFacts, status: ExecutionStatus, state: State, now: datetime) -> ExecutionStatus:
    """Return a status with another state, its condition included."""
    return with_succeeded(status.model_copy(update={"state": state}), facts.execution, now)


def status_of_run(facts: ExecutionFacts, plan: Plan, run: RunFacts, now: datetime) -> ExecutionStatus:
    """Return the status that follows from the run as its engine shows it."""
    old = facts.status
    status = execution_status(plan, run.steps, started_at=old.started_at, ended=run.ended, now=now)
    stopping = facts.execution.spec.cancel and run.ended is None
    argo = ArgoReference(workflow=run.name, url=facts.argo_url) if plan.runs else None
    status = with_succeeded(
        status.model_copy(
            update={
                "queued_at": old.queued_at,
                "demand": facts.demand if old.demand is None else old.demand,
                "plan_hash": old.plan_hash,
                "argo": argo,
                "message": _message(facts, status, stopping=stopping),
            }
        ),
        facts.execution,
        now,
    )
    return _with_isolation(facts, status, now) if plan.runs else status


def _with_isolation(facts: ExecutionFacts, status: ExecutionStatus, now: datetime) -> ExecutionStatus:
    """Say where a run holds keys that open more than itself."""
    if not facts.shared_keys:
        return status
    generation = facts.execution.metadata.generation
    shared = condition(
        ISOLATED, False, reason=reasons.SHARED_CREDENTIALS, message=_SHARED, generation=generation, at=now
    )
    return status.model_copy(update={"conditions": with_condition(status.conditions, shared)})


def _message(facts: ExecutionFacts, status: ExecutionStatus, *, stopping: bool) -> str:
    if stopping:
        return "cancelling: its pods are being stopped"
    return f"{status.message}{replacement(facts)}" if status.state == "Cancelled" else status.message


def replacement(facts: ExecutionFacts) -> str:
    """Return the part of a message that names the execution which superseded this one; empty when none did."""
    by = facts.execution.metadata.annotations.get(labels.SUPERSEDED_BY)
    return f": the asset's entry was changed, and {by} took its place" if by else ""


def place_of(held: Hold) -> Queue:
    """Return the admission of an execution in the words of its status."""
    return Queue(position=held.position, limit=held.limit, reason=held.reason)


def waits_for_another_reason(old: Queue, new: Queue) -> bool:
    """Return whether the reason changed, and not only the position in the queue."""
    return old.limit != new.limit or (old.position == new.position and old.reason != new.reason)


def has_moved(old: Queue, new: Queue) -> bool:
    """Return whether a new position is written: near the head always, further behind after a tenth of the way."""
    moved = abs(old.position - new.position)
    return moved > 0 and moved * 10 >= old.position


def seconds_until_next_position(old: Queue, new: Queue) -> float | None:
    """Return after how many seconds a position that changed little is checked again: later for those further behind.

    Ten thousand that wait then ask forty times a second together, not a thousand times.
    """
    if old == new:
        return None
    return min(MAX_POSITION_INTERVAL, POSITION_INTERVAL * max(1.0, new.position / 10)).total_seconds()


def _without(stage: StageProgress, published: Sequence[str]) -> StageProgress:
    """Return a stage without the results that were Secrets."""
    operators = tuple(withdrawn(each, published) for each in stage.operators)
    if operators == stage.operators:
        return stage
    return stage.model_copy(update={"operators": operators, "status": "Error"})
