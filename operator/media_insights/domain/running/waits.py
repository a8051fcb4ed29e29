"""Waits for a person: the deadline of a waiting step, and its answer."""

from datetime import datetime

from media_insights.api.v1alpha1 import MediaExecution
from media_insights.api.v1alpha1.meta import Manifest
from media_insights.domain.planning.plan import Plan, Step
from media_insights.domain.running.steps import StepFacts
from media_insights.domain.wording import both


def left(step: Step, facts: StepFacts, now: datetime) -> float:
    """Return for how many more seconds a step waits; 0 or less: it has waited too long."""
    began = facts.started_at or now
    return step.patience_seconds - (now - began).total_seconds()


def answer_to(step: Step, execution: MediaExecution) -> Manifest | None:
    """Return the answer to a step of a stage that was resumed, None when it was not."""
    return next((dict(each.data) for each in execution.spec.resume if each.stage == step.stage), None)


def stage_to_resume(plan_stages: tuple[str, ...], waiting: tuple[str, ...], stage: str) -> str:
    """Return the stage that waits, or raise ValueError with the sentence that says why it cannot be resumed.

    ``stage`` is what the person named; empty means the one that waits.
    """
    if not waiting:
        raise ValueError("it does not wait for anything")
    if not stage and len(waiting) > 1:
        raise ValueError(f"the stages {both(waiting)} wait: name the stage")
    chosen = stage or waiting[0]
    if chosen in waiting:
        return chosen
    known = "does not wait" if chosen in plan_stages else "is no stage of it"
    raise ValueError(f"{chosen} {known}; {both(waiting)} {'does' if len(waiting) == 1 else 'do'}")


def waiting_stages(plan: Plan) -> tuple[str, ...]:
    """Return the stages of a plan that hold a step which waits for a person."""
    return tuple(dict.fromkeys(step.stage for step in plan.steps if step.waits))
