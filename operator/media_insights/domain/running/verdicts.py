"""Verdicts: what the ending of an attempt means for its step: done, retry, failed, timed out or cancelled."""

from dataclasses import dataclass

from media_insights.api.v1alpha1.execution import OperatorState
from media_insights.domain.planning.plan import Plan, Step
from media_insights.domain.running import sentences
from media_insights.domain.running.contract import Cause
from media_insights.domain.running.endings import Ending, cause_of


@dataclass(frozen=True, slots=True)
class Done:
    """It ended well, and wrote what it must."""


@dataclass(frozen=True, slots=True)
class Retry:
    """The attempt failed, and another follows after the backoff."""

    why: str
    cause: Cause


@dataclass(frozen=True, slots=True)
class Failed:
    """It failed for good."""

    why: str
    cause: Cause


@dataclass(frozen=True, slots=True)
class TimedOut:
    """Its own time, its execution's or a person's was over."""

    why: str
    cause: Cause


@dataclass(frozen=True, slots=True)
class Cancelled:
    """Its execution was cancelled."""

    why: str
    cause: Cause


Verdict = Done | Retry | Failed | TimedOut | Cancelled

UNLIMITED = None
REPEATED: dict[Cause, int | None] = {
    Cause.TRY_AGAIN: UNLIMITED,
    Cause.LOST: UNLIMITED,
    Cause.OUT_OF_MEMORY: 1,
    Cause.KILLED: 1,
}
"""Cause → how often a step is repeated for it; never more often than its ``retry.limit``, for others never at all.

Memory and SIGKILL once: what a neighbour on the node did may pass, an operator that needs more will need it again.
"""


def verdict_of(ending: Ending, step: Step, plan: Plan, *, attempt: int) -> Verdict:
    """Return the verdict on attempt number ``attempt``, counted from 1."""
    cause = cause_of(ending)
    if cause is None:
        return Done()
    why = sentences.why(cause, ending, step, plan)
    if cause is Cause.CANCELLED:
        return Cancelled(why, cause)
    if ending.deadline:
        return TimedOut(why, cause)
    return Retry(why, cause) if attempt <= repetitions_of(cause, step) else Failed(why, cause)


def repetitions_of(cause: Cause, step: Step) -> int:
    """Return how many attempts may follow the first when each ends for this cause."""
    limit = step.spec.retry.limit
    most = REPEATED.get(cause, 0)
    return limit if most is UNLIMITED else min(limit, most)


def state_after(verdict: Verdict) -> OperatorState:
    """Return the state of a step after its newest attempt."""
    match verdict:
        case Done():
            return "Complete"
        case Retry():
            return "Started"
        case TimedOut():
            return "TimedOut"
        case Cancelled():
            return "Cancelled"
        case Failed():
            return "Error"


def sentence_of(verdict: Verdict, *, attempt: int) -> str:
    """Return what is said of a step after attempt number ``attempt``; nothing when it is done."""
    match verdict:
        case Done():
            return ""
        case Retry(why):
            return sentences.repeated(attempt, why)
        case _:
            return verdict.why


def cause_after(verdict: Verdict) -> Cause | None:
    """Return why the newest attempt did not end well, None when it did."""
    return None if isinstance(verdict, Done) else verdict.cause
