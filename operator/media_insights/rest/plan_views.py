"""Views of plans: what an execution would do, or does, step by step."""

from typing import Any

from pydantic import Field

from media_insights.api.v1alpha1.meta import StatusShape
from media_insights.domain.planning.plan import Plan, Step
from media_insights.domain.planning.problems import Refused
from media_insights.rest.problems import FieldProblem


class StepView(StatusShape):
    """One operator's part of a plan."""

    name: str = Field(description="The operator's name, or its alias.")
    operator: str
    stage: str
    runs: bool
    skipped: str = Field(default="", description="Why it does not run.")
    reused: str = Field(default="", description="The execution whose result is taken over.")
    waits: bool = Field(default=False, description="It waits for a person.")
    after: list[str] = Field(default_factory=list, description="Steps whose results or files it reads.")
    parameters: dict[str, Any] = Field(default_factory=dict)
    result: str = Field(default="", description="Name of the result that it makes.")


class PlanView(StatusShape):
    """What an execution does."""

    accepted: bool
    workflow: str = ""
    stages: list[str] = Field(default_factory=list)
    steps: list[StepView] = Field(default_factory=list)
    problems: list[FieldProblem] = Field(default_factory=list, description="Why it cannot run.")


def plan_view(plan: Plan | Refused) -> PlanView:
    """Return a plan, or its refusal, as the API shows it."""
    if isinstance(plan, Refused):
        problems = [FieldProblem(at=each.path, message=each.message) for each in plan.problems]
        return PlanView(accepted=False, problems=problems)
    return PlanView(
        accepted=True, workflow=plan.workflow, stages=list(plan.stages), steps=[_step(each) for each in plan.steps]
    )


def _step(step: Step) -> StepView:
    return StepView(
        name=step.name,
        operator=step.operator,
        stage=step.stage,
        runs=step.runs,
        skipped=step.skip or "",
        reused=step.reused or "",
        waits=step.waits,
        after=sorted({wired.producer for wired in step.inputs if wired.producer}),
        parameters=dict(step.parameters),
        result=step.result_name if step.runs or step.reused else "",
    )
