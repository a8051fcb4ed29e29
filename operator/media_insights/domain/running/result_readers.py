"""Readers of a result: steps of an unfinished run that have yet to read what is stored of it."""

from media_insights.api.v1alpha1 import ExecutionStatus
from media_insights.api.v1alpha1.execution import FINISHED
from media_insights.domain import layout
from media_insights.domain.planning.plan import Plan, Step
from media_insights.domain.running.steps import ENDED


def reader_of(result: str, plan: Plan, status: ExecutionStatus) -> str:
    """Return the first step of a run that has not ended and reads a result which is stored; empty without one.

    What a step of the same run has yet to write is a later result: deleting the one that is there does not touch it.
    """
    if status.state in FINISHED:
        return ""
    ended = {each.name for stage in status.stages for each in stage.operators if each.status in ENDED}
    ended |= {step.name for step in plan.steps if not step.runs}
    unended = (step for step in plan.runs if step.name not in ended)
    return next((step.name for step in unended if _reads(step, result, plan, ended)), "")


def _reads(step: Step, result: str, plan: Plan, ended: set[str]) -> bool:
    stored = [each.key for each in step.inputs if each.result and (each.producer is None or each.producer in ended)]
    if step.spec.starts_after == "EarlierStages":  # it is told the keys of everything that earlier stages wrote
        written = (output for each in plan.before(step) if each.name in ended for output in each.outputs)
        stored += [output.key for output in written if output.result]
    return any(layout.result_name(key) == result for key in stored)
