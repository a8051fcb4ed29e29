"""Status of an execution, made from its plan and its engine's facts, the same for both engines."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from typing import cast

from media_insights.api.v1alpha1 import ExecutionStatus, MediaExecution
from media_insights.api.v1alpha1.conditions import SUCCEEDED, condition, with_condition
from media_insights.api.v1alpha1.execution import FINISHED, OperatorProgress, OperatorState, StageProgress, State
from media_insights.domain.planning.plan import Plan, Step
from media_insights.domain.planning.wanted_collections import warnings_of
from media_insights.domain.running import costs, sentences
from media_insights.domain.running.finishing import Facts, blocker_of, reason_of, state_of
from media_insights.domain.running.steps import BEGUN, ENDED, FAILED, NOTHING, Ended, StepFacts
from media_insights.domain.wording import cut

END = "End"
"""``currentStage`` of a Complete execution: MIE's word."""
MESSAGES_BUDGET = 12_000
"""Characters that all operators' messages may have together: an execution's status stays below 32 KB."""
COST_LENGTH = 110
"""Of these, what an operator's cost takes with all its figures, as JSON."""
ALIAS_LENGTH = len(',"operator":""')
"""Of these, what an alias takes beside the operator's name, as JSON."""
_SHORTEST = 40
"""Characters of a message, however many there are."""


def execution_status(
    plan: Plan, facts: Facts, *, started_at: datetime | None = None, ended: Ended | None = None, now: datetime
) -> ExecutionStatus:
    """Return the part of the status that the run itself decides; queue, conditions and Argo's link are the caller's.

    ``started_at`` is when the execution first left the queue (default: the first step's start, or ``now``).
    ``ended`` is how the engine says that the run ended (None: it runs); :func:`finishing.outcome_of` finds it out
    where the engine has no word of its own.
    """
    known = {name: _closed(each, plan, ended) for name, each in facts.items()}
    stages = tuple(_stage(plan, name, known, ended) for name in plan.stages)
    waiting = {step.name for step in plan.steps if step.waits}
    begun = started_at or min((each.started_at for each in facts.values() if each.started_at), default=now)
    return ExecutionStatus(
        state=_state(plan, known, ended),
        message=_message(plan, known, ended),
        current_stage=_current_stage(plan, stages, known, ended),
        progress=_progress(plan, known),
        started_at=begun,
        finished_at=ended.at if ended else None,
        plan_key=plan.plan_key,
        cost=costs.total_of(each for stage in stages for each in stage.operators if each.name not in waiting),
        stages=stages,
    )


def with_succeeded(
    status: ExecutionStatus, execution: MediaExecution, now: datetime, *, reason: str = "", message: str = ""
) -> ExecutionStatus:
    """Return a new status of an execution with the condition and the generation that belong to its state.

    ``reason`` and ``message`` say more than the state and its message do, where there is more to say.
    """
    generation = execution.metadata.generation
    succeeded = condition(
        SUCCEEDED,
        status.state == "Complete" if status.state in FINISHED else None,
        reason=reason or status.state or "Queued",
        message=message or status.message or status.progress,
        generation=generation,
        at=now,
    )
    conditions = with_condition(execution.status.conditions, succeeded)
    return status.model_copy(update={"conditions": conditions, "observed_generation": generation})


def closed_stage(stage: StageProgress, state: OperatorState, at: datetime) -> StageProgress:
    """Return a stage of an execution that ended without its run's own word: no operator of it is left running."""
    closed = {"status": state, "message": sentences.CLOSED, "finished_at": at}
    operators = tuple(each.model_copy(update=closed) if each.status in BEGUN else each for each in stage.operators)
    return stage.model_copy(update={"operators": operators, "status": state if stage.status in BEGUN else stage.status})


def _closed(facts: StepFacts, plan: Plan, ended: Ended | None) -> StepFacts:
    """Close what still ran when the whole run ended: no step of a finished run is left Executing."""
    if ended is None or facts.status not in BEGUN:
        return facts
    state: OperatorState = "Error" if ended.state == "Complete" else ended.state
    return replace(facts, status=state, message=_closing(plan, ended), finished_at=ended.at)


def _closing(plan: Plan, ended: Ended) -> str:
    if ended.state == "TimedOut":
        return sentences.stopped_at_timeout(plan, waits=ended.waits)
    return ended.message or sentences.CLOSED


def _stage(plan: Plan, name: str, facts: Facts, ended: Ended | None) -> StageProgress:
    steps = [step for step in plan.steps if step.stage == name]
    states = {state_of(step, facts) for step in steps}
    return StageProgress(
        name=name,
        status=_stage_state(states, over=ended is not None),
        operators=tuple(_operator(step, plan, facts) for step in steps),
    )


_FIRST_OF: tuple[OperatorState, ...] = ("Executing", "Started", "Waiting")
_WORST_OF: tuple[OperatorState, ...] = ("Error", "TimedOut", "Cancelled")


def _stage_state(states: Collection[OperatorState], *, over: bool) -> OperatorState:
    """Return a stage's state: what runs in it, else the worst ending in it, else how far it came."""
    for state in (*_FIRST_OF, *_WORST_OF):
        if state in states:
            return state
    if "Not Started" not in states:
        return "Complete" if "Complete" in states else "Skipped"
    return "Executing" if "Complete" in states and not over else "Not Started"


def _operator(step: Step, plan: Plan, facts: Facts) -> OperatorProgress:
    state = state_of(step, facts)
    known = facts.get(step.name) or StepFacts(name=step.name, status=state)
    result = next((output for output in step.outputs if output.result), None)
    complete = state == "Complete"
    return OperatorProgress(
        name=step.name,
        operator=step.operator if is_alias(step) else "",
        status=state,
        message=cut(_sentence(step, plan, facts), _message_length(plan)),
        started_at=known.started_at,
        finished_at=known.finished_at if state in ENDED else None,
        attempts=known.attempts,
        progress="" if complete else known.progress,
        key=result.key if result and complete else "",
        schema_version=step.spec.result_schema_version if result and complete else None,
        bytes=known.bytes if complete else 0,
        gpu_idle=(complete and known.gpu_idle) or None,
        cost=known.cost if state in ENDED and known.cost != NOTHING else None,
    )


def _sentence(step: Step, plan: Plan, facts: Facts) -> str:
    if step.skip is not None:
        return step.skip
    if step.reused is not None:
        return f"taken over from {step.reused}"
    if state_of(step, facts) == "Not Started":
        blocker = blocker_of(step, plan, facts)
        return f"not run, because {blocker} did not end well" if blocker else ""
    known = facts[step.name]
    return sentences.GPU_NOT_USED if known.status == "Complete" and known.gpu_idle else known.message


def is_alias(step: Step) -> bool:
    """Return whether a step has another name than its operator."""
    return step.name != step.operator


def _message_length(plan: Plan) -> int:
    aliases = sum(ALIAS_LENGTH + len(each.operator) for each in plan.steps if is_alias(each))
    return max(_SHORTEST, min(512, (MESSAGES_BUDGET - aliases) // max(1, len(plan.steps)) - COST_LENGTH))


def _state(plan: Plan, facts: Facts, ended: Ended | None) -> State:
    if ended:
        failed = ended.state == "Complete" and any(state_of(step, facts) in FAILED for step in plan.steps)
        return cast("State", "Error" if failed else ended.state)
    begun = {state_of(step, facts) for step in plan.steps} & BEGUN
    return "Waiting" if begun == {"Waiting"} else "Started"


def _message(plan: Plan, facts: Facts, ended: Ended | None) -> str:
    """Return the operators' own words for a failure; the engine's where it has some of its own; else what to name."""
    if ended is None:
        return ""
    if _state(plan, facts, ended) == "Error":
        return reason_of(plan, facts) or cut(ended.message, 1024) or f"the run {sentences.UNEXPLAINED}"
    return cut(ended.message or "; ".join(warnings_of(plan)), 1024)


def _current_stage(plan: Plan, stages: tuple[StageProgress, ...], facts: Facts, ended: Ended | None) -> str:
    if _state(plan, facts, ended) == "Complete":
        return END
    failed = [step.stage for step in plan.steps if ended and state_of(step, facts) in FAILED]
    unfinished = [stage.name for stage in stages if stage.status not in ("Complete", "Skipped")]
    return next(iter((*failed, *unfinished)), plan.stages[-1])


def _progress(plan: Plan, facts: Facts) -> str:
    counted = [state_of(step, facts) for step in plan.steps if step.skip is None]
    return f"{sum(state in ENDED for state in counted)}/{len(counted)}"
