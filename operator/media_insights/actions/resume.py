"""Resuming: a person's answer to a stage that waits for one."""

from collections.abc import Mapping, Sequence
from typing import Any

from media_insights.api.v1alpha1 import MediaExecution
from media_insights.api.v1alpha1.execution import FINISHED
from media_insights.api.v1alpha1.meta import Manifest
from media_insights.domain.running.waits import stage_to_resume
from media_insights.errors import WrongState


def waiting_of(executions: Sequence[MediaExecution]) -> MediaExecution:
    """Return the newest of executions (oldest first, at least one) that waits. Raises WrongState when none does."""
    waiting = [each for each in executions if each.status.state == "Waiting"]
    if waiting:
        return waiting[-1]
    unfinished = [each for each in executions if each.status.state not in FINISHED]
    if not unfinished:
        raise WrongState(f"{executions[-1].metadata.name} does not wait for anything: it has ended")
    newest = unfinished[-1]
    raise WrongState(f"{newest.metadata.name} does not wait for anything: it is {newest.status.state or 'Queued'}")


def waiting_stage(execution: MediaExecution, stage: str = "") -> str:
    """Return the stage to resume: the one that was named, else the one that waits.

    Raises WrongState when that stage does not wait, or when several do and none was named.
    """
    try:
        return stage_to_resume(_stages(execution), _stages(execution, "Waiting"), stage)
    except ValueError as error:
        raise WrongState(f"{execution.metadata.name}: {error}") from error


def resume_patch(execution: MediaExecution, stage: str, data: Mapping[str, Any]) -> Manifest:
    """Return the patch that answers a stage with ``data``; answers to other stages stay."""
    others = [each.model_dump(mode="json", by_alias=True) for each in execution.spec.resume if each.stage != stage]
    return {"spec": {"resume": [*others, {"stage": stage, "data": dict(data)}]}}


def _stages(execution: MediaExecution, state: str = "") -> tuple[str, ...]:
    """Return the stages of an execution that hold an operator in a state (of every stage without one)."""
    return tuple(
        stage.name
        for stage in execution.status.stages
        if not state or any(each.status == state for each in stage.operators)
    )
