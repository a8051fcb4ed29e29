"""Outcome of an analysis, as one object: what ``-o json`` prints and the exit code is derived from."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from media_insights.api.v1alpha1 import ExecutionStatus
from media_insights.api.v1alpha1.execution import Cost, OperatorProgress, TotalCost
from media_insights.cli.terminal.failures import FAILED, WAITING

REJECTED = "Rejected"
"""Status of an asset that was not accepted: nothing ran."""
COMPLETE = "Complete"
"""The one status that means success."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """The end of one workflow over one asset; also its state so far, when nobody waits for the end."""

    asset: str
    namespace: str
    execution: str
    status: str
    """MIE's word (Complete, Error, …), or :data:`REJECTED`."""
    message: str = ""
    operators: dict[str, dict[str, Any]] = field(default_factory=dict)
    """Operator or alias → status, message, seconds, and what it cost where that was measured."""
    cost: TotalCost | None = None
    """What all of them used."""

    @property
    def exit_code(self) -> int:
        """0 for Complete, 3 for Waiting, else 1."""
        return {COMPLETE: 0, "Waiting": WAITING}.get(self.status, FAILED)

    def to_json(self) -> dict[str, Any]:
        """Return the object that ``-o json`` prints."""
        return {
            "asset": self.asset,
            "namespace": self.namespace,
            "execution": self.execution,
            "status": self.status,
            "message": self.message,
            "operators": self.operators,
            **({"cost": _json(self.cost)} if self.cost else {}),
        }


def outcome_of(asset: str, namespace: str, execution: str, status: ExecutionStatus) -> Outcome:
    """Return the outcome in an execution's status."""
    return Outcome(
        asset=asset,
        namespace=namespace,
        execution=execution,
        status=status.state or "Queued",
        message=status.message,
        operators={
            each.name: {
                "status": each.status,
                "message": each.message,
                "seconds": seconds_of(each),
                **({"cost": _json(each.cost)} if each.cost else {}),
            }
            for each in operators_of(status)
        },
        cost=status.cost,
    )


def rejected(asset: str, namespace: str, message: str) -> Outcome:
    """Return the outcome of an asset that was not accepted."""
    return Outcome(asset=asset, namespace=namespace, execution="", status=REJECTED, message=message)


def operators_of(status: ExecutionStatus) -> Iterator[OperatorProgress]:
    """Yield the operators of all stages, in order."""
    for stage in status.stages:
        yield from stage.operators


def seconds_of(operator: OperatorProgress, now: datetime | None = None) -> float | None:
    """Return how long an operator took, or has taken until ``now``; None when it did not start."""
    start, end = operator.started_at, operator.finished_at or now
    return round((end - start).total_seconds(), 3) if start and end else None


def _json(cost: Cost) -> dict[str, Any]:
    return cost.model_dump(mode="json", by_alias=True, exclude_none=True)
