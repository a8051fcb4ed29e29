"""Semantics of failure: which steps may start, which never can, and how the run ends.

Siblings finish. What depends on a failed step stays Not Started; everything else runs to its end (with ``Staged``
the barriers are dependencies, so that all later stages depend on it). Results already stored stay.
"""

from collections.abc import Mapping
from datetime import datetime

from media_insights.api.v1alpha1.execution import OperatorState
from media_insights.domain.planning.plan import Plan, Step
from media_insights.domain.running import sentences
from media_insights.domain.running.steps import BEGUN, ENDED, ENDED_WELL, FAILED, Ended, StepFacts
from media_insights.domain.wording import cut

Facts = Mapping[str, StepFacts]


def state_of(step: Step, facts: Facts) -> OperatorState:
    """Return the step's state: the engine's word for it, or what the plan alone says."""
    if step.skip is not None:
        return "Skipped"
    if step.reused is not None:
        return "Complete"
    return facts[step.name].status if step.name in facts else "Not Started"


def ready_steps(plan: Plan, facts: Facts) -> tuple[Step, ...]:
    """Return the steps that have not begun and whose dependencies have all ended well, in the plan's order."""
    states = {step.name: state_of(step, facts) for step in plan.steps}
    return tuple(
        step
        for step in plan.runs
        if states[step.name] == "Not Started" and all(states[name] in ENDED_WELL for name in step.depends)
    )


def outcome_of(plan: Plan, facts: Facts, at: datetime) -> Ended | None:
    """Return how the run ended, or None while a step runs or still can start."""
    if ready_steps(plan, facts) or any(state_of(step, facts) in BEGUN for step in plan.steps):
        return None
    states = {state_of(step, facts) for step in plan.steps}
    if states & FAILED:
        return Ended(state="Error", at=at)
    return Ended(state="Cancelled" if "Cancelled" in states else "Complete", at=at)


def failed_steps(plan: Plan, facts: Facts) -> tuple[Step, ...]:
    """Return the steps that failed, in the plan's order."""
    return tuple(step for step in plan.steps if state_of(step, facts) in FAILED)


def blocker_of(step: Step, plan: Plan, facts: Facts) -> str | None:
    """Return the failed or cancelled step because of which this one will never start, or None."""
    seen: set[str] = set()
    waiting = list(step.depends)
    while waiting:
        name = waiting.pop(0)
        other = plan.step(name)
        if state_of(other, facts) in ENDED - ENDED_WELL:
            return name
        waiting += [each for each in other.depends if each not in seen]
        seen.update(other.depends)
    return None


def reason_of(plan: Plan, facts: Facts) -> str:
    """Return why the run failed, in the operators' own words, at most 1024 characters."""
    said = (f"{step.name}: {facts[step.name].message or sentences.UNEXPLAINED}" for step in failed_steps(plan, facts))
    return cut("; ".join(said), 1024)
