"""Explanations: what a run over each type of media would do, and what it would cost by earlier runs."""

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any, Literal

from fastapi.concurrency import run_in_threadpool
from pydantic import Field

from media_insights.api.v1alpha1 import MediaAsset, MediaExecution, MediaOperatorSpec, MediaWorkflowSpec
from media_insights.api.v1alpha1.asset import SourceType
from media_insights.api.v1alpha1.execution import FINISHED
from media_insights.api.v1alpha1.meta import Name, ObjectName, Shape, StatusShape
from media_insights.domain.planning.estimates import Estimate, Figure, estimates_of, figures_of, total_of, unit_of
from media_insights.domain.planning.imagined import imagined_run
from media_insights.domain.planning.plan import Plan
from media_insights.domain.planning.problems import Refused
from media_insights.domain.planning.resolve import resolve
from media_insights.errors import NotFound
from media_insights.ports.objects import ObjectSummary
from media_insights.rest.access import RequestAccess
from media_insights.rest.plan_views import PlanView, plan_view

MOST_RUNS = 100
"""Earlier executions that are read, the newest: older ones were of older operators more often than not."""


class EarlierRuns(Shape):
    """Executions of a workflow in a namespace; who asks may list them and their assets."""

    namespace: Name
    workflow: ObjectName


class MeasuredCost(StatusShape):
    """CPU seconds that earlier runs used, for a minute or for a file."""

    runs: int = Field(description="How many earlier runs there were.")
    middle: float
    lowest: float
    highest: float


class StepCost(MeasuredCost):
    """What one step used."""

    name: str


class CostEstimate(MeasuredCost):
    """What all steps of which something is known used together; `runs` is that of the step with the fewest."""

    per: Literal["minute", "file"] = Field(description="Of what the CPU seconds are: of what has a length, a minute.")
    steps: list[StepCost]
    unknown: int = Field(description="How many operators run of which no earlier run says anything.")


class RunExplanation(StatusShape):
    """A run over an asset of one type."""

    type: SourceType
    plan: PlanView = Field(description="What it would do; not `accepted`: why it cannot be run.")
    estimate: CostEstimate | None = Field(default=None, description="Absent where no earlier run says anything.")


async def figures_from(namespace: str, workflow: str, access: RequestAccess) -> tuple[Figure, ...]:
    """Return what the newest executions of a workflow in a namespace used. Raises ApiRefusal without the rights."""
    await access.require("list", MediaAsset, namespace)
    found = await access.visible(access.ports.executions, MediaExecution, namespace)
    ended = [each for each in found if each.fields["workflow"] == workflow and each.fields["state"] in FINISHED]
    newest = sorted(ended, key=lambda each: (each.created, each.name), reverse=True)[:MOST_RUNS]
    figures: list[Figure] = []
    for each in newest:
        figures += await _figures_of(each, access)
        await asyncio.sleep(0)  # others are answered meanwhile
    return tuple(figures)


async def explain(
    type_: SourceType,
    spec: MediaWorkflowSpec,
    operators: Mapping[str, MediaOperatorSpec],
    configuration: Mapping[str, Mapping[str, Any]],
    figures: Sequence[Figure],
) -> RunExplanation:
    """Return what a run over an asset of a type would do and cost."""
    plan = await run_in_threadpool(resolve, imagined_run(type_, spec, operators, configuration))
    return RunExplanation(type=type_, plan=plan_view(plan), estimate=cost_estimate(plan, type_, figures))


def cost_estimate(plan: Plan | Refused, type_: SourceType, figures: Sequence[Figure]) -> CostEstimate | None:
    """Return what a plan would cost by what was measured; None where nothing was."""
    found = estimates_of(plan, figures) if isinstance(plan, Plan) else {}
    total = total_of(found)
    if total is None or not isinstance(plan, Plan):
        return None
    steps = [StepCost(name=name, **_cost(each)) for name, each in found.items()]
    per: Literal["minute", "file"] = "minute" if unit_of(type_) == "minute" else "file"
    return CostEstimate(per=per, steps=steps, unknown=len(plan.runs) - len(steps), **_cost(total))


def _cost(found: Estimate) -> dict[str, Any]:
    return {"runs": found.runs, "middle": found.middle, "lowest": found.lowest, "highest": found.highest}


async def _figures_of(summary: ObjectSummary, access: RequestAccess) -> tuple[Figure, ...]:
    """Return what one execution used; nothing of one that has gone meanwhile, or whose asset has."""
    try:
        execution = await access.ports.executions.get(summary.namespace, summary.name)
        asset = await access.ports.assets.get(summary.namespace, execution.spec.asset)
    except NotFound:
        return ()
    return figures_of(execution, asset.status.media, execution.spec.workflow)
