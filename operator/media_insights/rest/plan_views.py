"""Views of plans: what an execution would do, or does, step by step."""

from typing import Any

from pydantic import Field

from media_insights.api.v1alpha1 import ExecutionStatus
from media_insights.api.v1alpha1.execution import Cost, OperatorProgress, OperatorState
from media_insights.api.v1alpha1.meta import StatusShape
from media_insights.api.v1alpha1.times import MaybeTime
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
    optional_after: list[str] = Field(
        default_factory=list, description="Those of `after` that may end badly: it runs without what they would make."
    )
    state: OperatorState = Field(default="Not Started", description="How far it is; Skipped before the start, too.")
    message: str = Field(default="", description="Why it failed, is skipped or waits, or how far it is.")
    progress: str = Field(default="", description="N/M while it runs.")
    attempts: int = 0
    started_at: MaybeTime = None
    finished_at: MaybeTime = None
    seconds: float | None = Field(default=None, description="From its start to its end; absent before the end.")
    bytes: int = Field(default=0, description="Size of its result.")
    cost: Cost | None = Field(
        default=None, description="What it used, once it has ended; what nobody measured is absent."
    )


class PlanView(StatusShape):
    """What an execution does."""

    accepted: bool
    workflow: str = ""
    stages: list[str] = Field(default_factory=list)
    steps: list[StepView] = Field(default_factory=list)
    problems: list[FieldProblem] = Field(default_factory=list, description="Why it cannot run.")


def plan_view(plan: Plan | Refused, status: ExecutionStatus | None = None) -> PlanView:
    """Return a plan, or its refusal, as the API shows it; ``status`` says how far its steps are."""
    if isinstance(plan, Refused):
        problems = [FieldProblem(at=each.path, message=each.message) for each in plan.problems]
        return PlanView(accepted=False, problems=problems)
    known = {each.name: each for stage in status.stages for each in stage.operators} if status else {}
    steps = [_step(each, known.get(each.name) or _before_the_start(each)) for each in plan.steps]
    return PlanView(accepted=True, workflow=plan.workflow, stages=list(plan.stages), steps=steps)


def _before_the_start(step: Step) -> OperatorProgress:
    if step.skip is not None:
        return OperatorProgress(name=step.name, status="Skipped", message=step.skip)
    return OperatorProgress(name=step.name)


def _seconds(known: OperatorProgress) -> float | None:
    if known.started_at is None or known.finished_at is None:
        return None
    return max(0.0, round((known.finished_at - known.started_at).total_seconds(), 3))


def _step(step: Step, known: OperatorProgress) -> StepView:
    wired = [each for each in step.inputs if each.producer]
    needed = {each.producer for each in wired if not each.optional}
    return StepView(
        name=step.name,
        operator=step.operator,
        stage=step.stage,
        runs=step.runs,
        skipped=step.skip or "",
        reused=step.reused or "",
        waits=step.waits,
        after=sorted({each.producer for each in wired if each.producer}),
        optional_after=sorted({each.producer for each in wired if each.producer and each.producer not in needed}),
        parameters=dict(step.parameters),
        result=step.result_name if step.runs or step.reused else "",
        state=known.status,
        message=known.message,
        progress=known.progress,
        attempts=known.attempts,
        started_at=known.started_at,
        finished_at=known.finished_at,
        seconds=_seconds(known),
        bytes=known.bytes,
        cost=known.cost,
    )
