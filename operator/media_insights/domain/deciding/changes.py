"""Changes between two statuses of an object, computed once; Kubernetes Events and metrics are projections of them.

Each change has a number of its object, counted in its status: the status is written first, so that a crash
may lose the report of a change, but never reports it twice. See docs/decisions/0020.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from media_insights.api.v1alpha1 import AssetStatus, ExecutionStatus, MediaAsset, MediaExecution, reasons
from media_insights.api.v1alpha1.conditions import ACCEPTED, READY, SUCCEEDED, condition_of
from media_insights.api.v1alpha1.execution import FINISHED, OperatorProgress
from media_insights.api.v1alpha1.times import seconds_between
from media_insights.domain.running.steps import ENDED, FAILED

_RECORDED = {reasons.FORBIDDEN, reasons.REJECTED, reasons.SNAPSHOT_LOST, reasons.SNAPSHOT_TAMPERED}
"""Reasons why an asset is not ready, besides the states in which its executions end, of which Events tell."""

OPERATOR_ENDED = "OperatorEnded"
OPERATOR_FAILED = "OperatorFailed"
STARTED = "Started"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One thing that happened to an object."""

    subject: Literal["asset", "execution", "operator", "object"]
    reason: str
    """One word in CamelCase for programs: a state, the reason of a condition, or one of those above."""
    message: str
    well: bool = True
    """Whether it is as people wish it."""
    seconds: float = 0.0
    """Started: how long it waited before. Ended: how long it took."""
    operator: OperatorProgress | None = None
    """Which operator ended, and how."""
    sequence: int = 0
    """Its number among the changes of its object, from 1."""

    @property
    def is_recorded(self) -> bool:
        """Whether ``kubectl describe`` shows it: operators that succeed are not recorded."""
        return self.reason != OPERATOR_ENDED


def changes_of_execution(execution: MediaExecution, new: ExecutionStatus) -> tuple[Change, ...]:
    """Return what a new status of an execution changes, in the order in which it happened."""
    old = execution.status
    found = (*_start(execution, old, new), *_operators(old, new), *_state(execution, old, new))
    return _numbered(found, old.changes)


def changes_of_asset(asset: MediaAsset, new: AssetStatus) -> tuple[Change, ...]:
    """Return what a new status of an asset changes: whether it is accepted, and how a round of its workflows ended.

    What the API server refuses is such an end too, until it is tried again.
    """
    return _numbered((*_acceptance(asset, new), *_readiness(asset, new)), asset.status.changes)


def source_kept(asset: MediaAsset, why: str) -> Change:
    """Return that the source of an asset that is deleted stays, although its deletion was asked for."""
    message = f"{asset.spec.source.uri} is kept: {why}"
    return Change(
        subject="asset",
        reason=reasons.SOURCE_KEPT,
        message=message,
        well=False,
        sequence=(asset.status.changes or 0) + 1,
    )


def change_count_after(old: int | None, changes: tuple[Change, ...]) -> int | None:
    """Return ``status.changes`` after some more; None while there was none."""
    return (old or 0) + len(changes) or None


def _numbered(found: tuple[Change, ...], last: int | None) -> tuple[Change, ...]:
    return tuple(replace(change, sequence=number) for number, change in enumerate(found, (last or 0) + 1))


def _start(execution: MediaExecution, old: ExecutionStatus, new: ExecutionStatus) -> Iterator[Change]:
    if new.state == "Queued" and new.queue and (old.state != "Queued" or old.queue is None):
        yield Change(subject="execution", reason="Queued", message=new.queue.reason)
    if new.started_at and not old.started_at:
        waited = seconds_between(execution.metadata.creation_timestamp, new.started_at)
        message = f"{execution.spec.workflow} runs {new.progress}"
        yield Change(subject="execution", reason=STARTED, message=message, seconds=waited)


def _operators(old: ExecutionStatus, new: ExecutionStatus) -> Iterator[Change]:
    ended = {each.name for stage in old.stages for each in stage.operators if each.status in ENDED}
    for each in (each for stage in new.stages for each in stage.operators):
        if each.status in ENDED and each.name not in ended:
            yield _operator(each)


def _operator(operator: OperatorProgress) -> Change:
    failed = operator.status in FAILED
    return Change(
        subject="operator",
        reason=OPERATOR_FAILED if failed else OPERATOR_ENDED,
        message=f"{operator.name}: {operator.message or operator.status}",
        well=not failed,
        seconds=seconds_between(operator.started_at, operator.finished_at),
        operator=operator,
    )


def _state(execution: MediaExecution, old: ExecutionStatus, new: ExecutionStatus) -> Iterator[Change]:
    if new.state == old.state:
        return
    if new.state in ("Waiting", "Resumed"):
        yield Change(subject="execution", reason=new.state, message=_questions(new))
    ended = condition_of(new.conditions, SUCCEEDED)
    if ended and ended.reason == reasons.SNAPSHOT_TAMPERED:
        yield Change(subject="execution", reason=reasons.SNAPSHOT_TAMPERED, message=new.message, well=False)
    if new.state in FINISHED:
        yield Change(
            subject="execution",
            reason=new.state,
            message=new.message or f"{execution.spec.workflow} {new.progress}",
            well=new.state == "Complete",
            seconds=seconds_between(new.started_at, new.finished_at),
        )


def _questions(status: ExecutionStatus) -> str:
    """Return what the run waits for, in the operators' sentences."""
    operators = [each for stage in status.stages for each in stage.operators if each.status == "Waiting"]
    return "; ".join(f"{each.name}: {each.message}" for each in operators)


def _acceptance(asset: MediaAsset, new: AssetStatus) -> Iterator[Change]:
    before, now = condition_of(asset.status.conditions, ACCEPTED), condition_of(new.conditions, ACCEPTED)
    said = (before.status, before.reason, before.message) if before else None
    if now is None or (now.status == "True" and said and said[0] == "True"):
        return
    if now.status == "True":
        what = f"{new.media.type} ({new.media.container})" if new.media else "unknown"
        yield Change(subject="asset", reason=ACCEPTED, message=f"{asset.spec.source.uri} is {what}")
    elif said != (now.status, now.reason, now.message):
        yield Change(subject="asset", reason=now.reason, message=now.message, well=False)


def _readiness(asset: MediaAsset, new: AssetStatus) -> Iterator[Change]:
    before, now = condition_of(asset.status.conditions, READY), condition_of(new.conditions, READY)
    recorded = FINISHED | _RECORDED
    if now and now.reason in recorded and (before is None or before.reason != now.reason):
        yield Change(subject="asset", reason=now.reason, message=now.message, well=now.reason == "Complete")
