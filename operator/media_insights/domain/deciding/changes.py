"""Changes between two statuses of an object, computed once; Kubernetes Events, metrics and CloudEvents project them.

Each change has a number of its object, counted in its status: the status is written first, so that a crash
may lose the report of a change, but never reports it twice. See docs/decisions/0020, and 0035 for CloudEvents, whose
bodies are stored before the status.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from media_insights.api.v1alpha1 import AssetStatus, ExecutionStatus, MediaAsset, MediaBatch, MediaExecution, reasons
from media_insights.api.v1alpha1.asset import MetadataPointer
from media_insights.api.v1alpha1.conditions import ACCEPTED, READY, SUCCEEDED, condition_of
from media_insights.api.v1alpha1.execution import FINISHED, OperatorProgress
from media_insights.api.v1alpha1.times import seconds_between
from media_insights.domain.running.pointers import Pointers, pointers_in
from media_insights.domain.running.steps import ENDED, FAILED

_RECORDED = {reasons.FORBIDDEN, reasons.ON_HOLD, reasons.REJECTED, reasons.SNAPSHOT_LOST, reasons.SNAPSHOT_TAMPERED}
"""Reasons why an asset is not ready, besides the states in which its executions end, of which Events tell."""

DELETED = "Deleted"
METADATA_CHANGED = "MetadataChanged"
METADATA_REMOVED = "MetadataRemoved"
METADATA_STORED = "MetadataStored"
OPERATOR_ENDED = "OperatorEnded"
OPERATOR_FAILED = "OperatorFailed"
STARTED = "Started"
_FOR_PROGRAMS = {DELETED, METADATA_CHANGED, METADATA_REMOVED, METADATA_STORED, OPERATOR_ENDED}
"""What ``kubectl describe`` does not show: a run that goes well would have dozens of lines."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One thing that happened to an object."""

    subject: Literal["asset", "execution", "operator", "metadata", "object"]
    reason: str
    """One word in CamelCase for programs: a state, the reason of a condition, or one of those above."""
    message: str
    well: bool = True
    """Whether it is as people wish it."""
    seconds: float = 0.0
    """Started: how long it waited before. Ended: how long it took."""
    operator: OperatorProgress | None = None
    """Which operator ended, and how."""
    condition: str = ""
    """Of an asset: the type of the condition that it is about, Accepted or Ready."""
    result: MetadataPointer | None = None
    """Which result was stored, or is no longer pointed to."""
    edits: int | None = None
    """Which version the log of edits has, where people changed results."""
    sequence: int = 0
    """Its number among the changes of its object, from 1."""

    @property
    def is_recorded(self) -> bool:
        """Whether ``kubectl describe`` shows it."""
        return self.reason not in _FOR_PROGRAMS


def changes_of_execution(execution: MediaExecution, new: ExecutionStatus) -> tuple[Change, ...]:
    """Return what a new status of an execution changes, in the order in which it happened."""
    old = execution.status
    found = (*_start(execution, old, new), *_operators(old, new), *_state(execution, old, new))
    return _numbered(found, old.changes)


def changes_of_asset(
    asset: MediaAsset, new: AssetStatus, pointers: tuple[Pointers, Pointers] | None = None
) -> tuple[Change, ...]:
    """Return what a new status of an asset changes: whether it is accepted, its results, how its workflows ended.

    ``pointers`` are all of them, before and after, where a status may have no room for some. What the API server
    refuses is an end too, until it is tried again.
    """
    before, after = pointers or (pointers_in(asset.status), pointers_in(new))
    found = (
        *_acceptance(asset, new),
        *_metadata(before, after),
        *_edits(asset, new),
        *_readiness(asset, new),
        *_retention(asset, new),
    )
    return _numbered(found, asset.status.changes)


def changes_of_deletion(asset: MediaAsset, why_source_is_kept: str) -> tuple[Change, ...]:
    """Return the last changes of an asset: that its source stays although its deletion was asked for, and its end."""
    uri = asset.spec.source.uri
    message = f"{uri} is kept: {why_source_is_kept}"
    kept = Change(subject="asset", reason=reasons.SOURCE_KEPT, message=message, well=False)
    end = Change(subject="asset", reason=DELETED, message=f"{asset.metadata.name} ({uri}) and its results are deleted")
    return _numbered((kept, end) if why_source_is_kept else (end,), asset.status.changes)


def changes_of_removal(batch: MediaBatch) -> tuple[Change, ...]:
    """Return the last change of a batch: its end. That of its assets, if they end with it, each of them tells."""
    end = Change(subject="object", reason=DELETED, message=f"{batch.metadata.name} is deleted")
    return _numbered((end,), batch.status.changes)


def with_results(changes: tuple[Change, ...], decided: tuple[Change, ...], last: int | None) -> tuple[Change, ...]:
    """Return changes with the results of others in place of their own, numbered anew."""
    results = [each for each in decided if each.subject == "metadata"]
    return _numbered((*results, *(each for each in changes if each.subject != "metadata")), last)


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
        message = f"{asset.spec.source.uri} is {what}"
        yield Change(subject="asset", reason=ACCEPTED, message=message, condition=ACCEPTED)
    elif said != (now.status, now.reason, now.message):
        yield Change(subject="asset", reason=now.reason, message=now.message, well=False, condition=ACCEPTED)


def _metadata(before: Pointers, after: Pointers) -> Iterator[Change]:
    """Yield results that are new, or stored anew; that they moved to another key is no change."""
    old, new = ({each.operator: each for each in found.metadata} for found in (before, after))
    for name, each in new.items():
        if _identity(each) != _identity(old.get(name)):
            message = f"{name} was stored by {each.execution}" if each.execution else f"{name} was stored"
            yield Change(subject="metadata", reason=METADATA_STORED, message=message, result=each)
    for name in sorted(old.keys() - new.keys()):
        message = f"{name} is no longer a result of the asset"
        yield Change(subject="metadata", reason=METADATA_REMOVED, message=message, result=old[name])


def _edits(asset: MediaAsset, new: AssetStatus) -> Iterator[Change]:
    """Yield that people changed results, at least once for all that they changed until then."""
    if new.edits is not None and new.edits != asset.status.edits:
        message = f"people edited the results of {asset.metadata.name}: version {new.edits}"
        yield Change(subject="asset", reason=METADATA_CHANGED, message=message, edits=new.edits)


def _retention(asset: MediaAsset, new: AssetStatus) -> Iterator[Change]:
    """Yield once that an asset is too old, and what that means."""
    before, now = asset.status.retention, new.retention
    if now and now.state != "Kept" and (before is None or before.state != now.state):
        yield Change(subject="asset", reason=reasons.RETENTION, message=now.message)


def _identity(pointer: MetadataPointer | None) -> tuple[object, ...] | None:
    return (pointer.execution, pointer.time, pointer.bytes) if pointer else None


def _readiness(asset: MediaAsset, new: AssetStatus) -> Iterator[Change]:
    before, now = condition_of(asset.status.conditions, READY), condition_of(new.conditions, READY)
    recorded = FINISHED | _RECORDED
    if now and now.reason in recorded and (before is None or before.reason != now.reason):
        well = now.reason == "Complete"
        yield Change(subject="asset", reason=now.reason, message=now.message, well=well, condition=READY)
