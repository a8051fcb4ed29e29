"""Decision about one execution: rules in order, of which the first that applies decides."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from media_insights.api.v1alpha1 import ExecutionStatus, MediaExecution, labels, reasons
from media_insights.api.v1alpha1.execution import FINISHED, Queue
from media_insights.domain.deciding.actions import (
    Decision,
    DeleteRun,
    DiscardSnapshot,
    ExpireWait,
    RemoveFinalizer,
    ResumeRun,
    StartRun,
    StopRun,
)
from media_insights.domain.deciding.changes import change_count_after, changes_of_execution
from media_insights.domain.deciding.executions import next_status
from media_insights.domain.deciding.executions.adoption import with_adoption
from media_insights.domain.deciding.executions.execution_facts import ExecutionFacts
from media_insights.domain.deciding.executions.published_removal import with_published_removal
from media_insights.domain.deciding.executions.revocation import with_revocation
from media_insights.domain.planning.plan import Plan
from media_insights.domain.planning.plans_json import plan_hash
from media_insights.domain.planning.problems import Refused
from media_insights.domain.queueing.next import Hold, Start
from media_insights.domain.running import waits
from media_insights.domain.running.restored import is_awaited
from media_insights.domain.running.steps import Ended, RunFacts
from media_insights.domain.sources.tenancy import how_to_enable

ASSET_PATIENCE = timedelta(seconds=30)
"""How long an execution waits for an asset that does not exist yet: both may be in one file that is applied."""
QUIET_PERIOD = timedelta(seconds=2)
"""How long a new execution has no status while its asset is reconciled: usually it starts within that time."""
CACHE_DELAY = timedelta(seconds=5)
"""How long a new execution ignores that its asset is refused: the watch cache may be older than the decision."""


_WITH_RUN = ("Started", "Waiting", "Resumed")
_OF_THE_STORE = (reasons.SNAPSHOT_LOST, reasons.SNAPSHOT_TAMPERED, reasons.SOURCE_CHANGED, reasons.SOURCE_NOT_FOUND)
"""Reasons that the condition names: the store holds something else than it should."""

ExecutionDecision = Decision[ExecutionStatus]
Rule = Callable[[ExecutionFacts, datetime], ExecutionDecision | None]


def decide_execution(facts: ExecutionFacts, now: datetime) -> ExecutionDecision:
    """Return the decision about an execution; the first rule that applies makes it."""
    for rule in _RULES:
        decision = rule(facts, now)
        if decision is not None:
            decision = with_published_removal(facts, with_revocation(facts, decision))
            return _with_changes(facts, with_adoption(facts, decision))
    return Decision()


def _with_changes(facts: ExecutionFacts, decision: ExecutionDecision) -> ExecutionDecision:
    if decision.status is None:
        return decision
    changes = changes_of_execution(facts.execution, decision.status)
    count = change_count_after(facts.status.changes, changes)
    return replace(decision, status=decision.status.model_copy(update={"changes": count}), changes=changes)


def _it_is_being_deleted(facts: ExecutionFacts, _: datetime) -> ExecutionDecision | None:
    meta = facts.execution.metadata
    if meta.deletion_timestamp is None:
        return None
    if facts.run is not None:
        return Decision(actions=() if facts.run.stopping else (DeleteRun(facts.run.name),), requeue_after=5)
    return Decision(actions=(RemoveFinalizer(),) if labels.FINALIZER in meta.finalizers else ())


def _it_is_being_restored(facts: ExecutionFacts, _: datetime) -> ExecutionDecision | None:
    return Decision() if is_awaited(facts.execution.metadata, begun=bool(facts.status.state)) else None


def _it_has_finished(facts: ExecutionFacts, _: datetime) -> ExecutionDecision | None:
    return Decision() if facts.status.state in FINISHED else None


def _it_is_cancelled_before_it_started(facts: ExecutionFacts, now: datetime) -> ExecutionDecision | None:
    if not facts.execution.spec.cancel or facts.run is not None or facts.run_lost:
        return None
    return _ended(facts, "Cancelled", f"cancelled before it started{next_status.replacement(facts)}", now)


def _its_namespace_is_closed(facts: ExecutionFacts, now: datetime) -> ExecutionDecision | None:
    """What has begun is stopped and ends in Error; what waits for its start goes on waiting, and starts when it may."""
    if facts.enabled or (facts.run is not None and facts.run.ended is not None):
        return None
    namespace = facts.execution.metadata.namespace
    sentence = f"the namespace {namespace} is not enabled"
    if facts.run is None and facts.status.state not in _WITH_RUN:
        return _queued(facts, Queue(reason=f"{sentence}: {how_to_enable(namespace)}"), now)
    message = f"{sentence} any more, so its runs were stopped; results so far are kept"
    status = next_status.status_at_end(facts, "Error", message, now, reasons.NAMESPACE_NOT_ENABLED)
    return Decision(actions=(StopRun(facts.run.name),) if facts.run else (), status=status)


def _its_run_was_lost(facts: ExecutionFacts, now: datetime) -> ExecutionDecision | None:
    if not facts.run_lost:
        return None
    if facts.execution.spec.cancel:
        return _ended(facts, "Cancelled", f"cancelled{next_status.replacement(facts)}", now)
    name = facts.execution.metadata.name
    return _ended(facts, "Error", f"the Argo Workflow {name} was deleted while it ran; results so far are kept", now)


def _its_snapshot_cannot_be_used(facts: ExecutionFacts, now: datetime) -> ExecutionDecision | None:
    if not isinstance(facts.plan, Refused):
        return None
    reason = facts.plan.reason if facts.plan.reason in _OF_THE_STORE else ""
    decision = _ended(facts, "Error", str(facts.plan), now, reason)
    return replace(decision, actions=(StopRun(facts.run.name),)) if facts.run else decision


def _it_runs(facts: ExecutionFacts, now: datetime) -> ExecutionDecision | None:
    if facts.run is None or not isinstance(facts.plan, Plan):
        return None
    stop = facts.execution.spec.cancel and not facts.run.stopping and facts.run.ended is None
    status = next_status.status_of_run(facts, facts.plan, facts.run, now)
    if status.state == "Waiting" and not facts.execution.spec.cancel:
        return _waiting(facts, facts.plan, facts.run, status, now)
    return Decision(actions=(StopRun(facts.run.name),) if stop else (), status=status)


def _waiting(
    facts: ExecutionFacts, plan: Plan, run: RunFacts, status: ExecutionStatus, now: datetime
) -> ExecutionDecision:
    """A run that waits for a person holds no slot; once answered, it queues for one and continues where it stopped."""
    steps = [step for step in plan.runs if step.name in run.steps and run.steps[step.name].status == "Waiting"]
    answered = [(step, answer) for step in steps if (answer := waits.answer_to(step, facts.execution)) is not None]
    open_ = {step.name: waits.left(step, run.steps[step.name], now) for step in steps}
    for step, _ in answered:
        open_.pop(step.name)
    late = [name for name, seconds in open_.items() if seconds <= 0]
    if late:
        return Decision(actions=tuple(ExpireWait(run.name, name) for name in late), status=status)
    deadline = min(open_.values(), default=None)
    if not answered:
        return Decision(status=status, requeue_after=deadline)
    if facts.status.state == "Started" or isinstance(facts.admission, Start):
        status = next_status.with_state(facts, status, "Started", now)
        actions = tuple(ResumeRun(plan, step.name, answer) for step, answer in answered)
        return Decision(actions=actions, status=status)
    held = facts.admission if isinstance(facts.admission, Hold) else None
    queue = next_status.place_of(held) if held else Queue(reason="resumed; waits for a slot")
    status = next_status.with_state(facts, status.model_copy(update={"queue": queue}), "Resumed", now)
    return Decision(status=status, requeue_after=deadline)


def _its_asset_is_missing(facts: ExecutionFacts, now: datetime) -> ExecutionDecision | None:
    if facts.asset is not None:
        return None
    name = facts.execution.spec.asset
    if now - _created(facts.execution, now) < ASSET_PATIENCE:
        return _queued(facts, Queue(reason=f"waits for MediaAsset {name}, which does not exist"), now)
    namespace = facts.execution.metadata.namespace
    return _ended(facts, "Error", f"spec.asset: there is no MediaAsset {name} in the namespace {namespace}", now)


def _its_asset_is_not_accepted(facts: ExecutionFacts, now: datetime) -> ExecutionDecision | None:
    if facts.asset is None or facts.asset.accepted is not False:
        return None
    sentence = f"MediaAsset {facts.execution.spec.asset} is not accepted: {facts.asset.message}"
    if now - _created(facts.execution, now) < CACHE_DELAY:
        # made in the moment of acceptance, it may be reconciled before the cache has seen the acceptance
        return Decision(requeue_after=CACHE_DELAY.total_seconds())
    return _ended(facts, "Error", sentence, now)


def _it_waits(facts: ExecutionFacts, now: datetime) -> ExecutionDecision | None:
    if isinstance(facts.admission, Start) and isinstance(facts.plan, Plan):
        return None
    if facts.asset and facts.asset.accepted is None and now - _created(facts.execution, now) < QUIET_PERIOD:
        return Decision(requeue_after=QUIET_PERIOD.total_seconds())
    if isinstance(facts.admission, Hold):
        return _queued(facts, next_status.place_of(facts.admission), now)
    if facts.asset and facts.asset.accepted:
        return _queued(facts, Queue(reason="waits for an earlier Argo Workflow of its name to go"), now)
    return _queued(facts, Queue(reason=f"waits for MediaAsset {facts.execution.spec.asset} to be accepted"), now)


def _its_plan_is_not_recorded(facts: ExecutionFacts, now: datetime) -> ExecutionDecision | None:
    """The queue counts what the status holds: the demand is written first, and a later pass starts the run."""
    if not isinstance(facts.plan, Plan) or not facts.plan_is_unrecorded:
        return None
    held = facts.admission if isinstance(facts.admission, Hold) else None
    queue = next_status.place_of(held) if held else None
    status = next_status.status_in_queue(facts, queue, now)
    record = {"demand": dict(facts.demand or {}), "plan_hash": plan_hash(facts.plan)}
    stored = (DiscardSnapshot(facts.plan.plan_key),) if facts.status.plan_hash not in ("", record["plan_hash"]) else ()
    return Decision(actions=stored, status=status.model_copy(update=record), write_every=0)


def _it_starts(facts: ExecutionFacts, now: datetime) -> ExecutionDecision | None:
    if not isinstance(facts.plan, Plan):
        return None
    idle = RunFacts(name=facts.execution.metadata.name)
    if not facts.plan.runs:
        idle = replace(idle, ended=Ended(state="Complete", at=now))
    status = next_status.status_of_run(facts, facts.plan, idle, now)
    return Decision(actions=(StartRun(facts.plan),), status=status)


_RULES: tuple[Rule, ...] = (
    _it_is_being_deleted,
    _it_is_being_restored,
    _it_has_finished,
    _it_is_cancelled_before_it_started,
    _its_namespace_is_closed,
    _its_run_was_lost,
    _its_snapshot_cannot_be_used,
    _it_runs,
    _its_asset_is_missing,
    _its_asset_is_not_accepted,
    _its_plan_is_not_recorded,
    _it_waits,
    _it_starts,
)


def _queued(facts: ExecutionFacts, queue: Queue, now: datetime) -> ExecutionDecision:
    old = facts.status
    status = next_status.status_in_queue(facts, queue, now)
    patience = ASSET_PATIENCE.total_seconds() + 1 if facts.asset is None else None
    if old.state != "Queued" or old.queue is None:
        return Decision(status=status, requeue_after=patience)
    if next_status.waits_for_another_reason(old.queue, queue):
        return Decision(status=status, requeue_after=patience)
    if next_status.has_moved(old.queue, queue):
        return Decision(status=status, write_every=next_status.POSITION_INTERVAL.total_seconds())
    return Decision(requeue_after=next_status.seconds_until_next_position(old.queue, queue))


def _ended(
    facts: ExecutionFacts, state: next_status.Outcome, message: str, now: datetime, reason: str = ""
) -> ExecutionDecision:
    status = next_status.status_at_end(facts, state, message, now, reason)
    return Decision(status=status)


def _created(execution: MediaExecution, now: datetime) -> datetime:
    return execution.metadata.creation_timestamp or now
