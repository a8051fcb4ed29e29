"""Removal of published Secrets: once a run's keys open nothing more, and before its execution is said to have ended."""

from dataclasses import replace

from media_insights.api.v1alpha1 import ExecutionStatus
from media_insights.api.v1alpha1.execution import FINISHED
from media_insights.domain.deciding.actions import Action, Decision, RemoveFinalizer
from media_insights.domain.deciding.executions.execution_facts import ExecutionFacts
from media_insights.domain.deciding.secret_actions import ForgetKeys, RemovePublished


def with_published_removal(facts: ExecutionFacts, decision: Decision[ExecutionStatus]) -> Decision[ExecutionStatus]:
    """Return the decision with the removal as its last action before the status, however the execution ends or goes.

    It looks once more: what pods stored while they were ending is told by the next pass.
    """
    leaving = tuple(each for each in decision.actions if isinstance(each, RemoveFinalizer))
    others = tuple(each for each in decision.actions if not isinstance(each, RemoveFinalizer))
    removals = _removals(facts, decision, leaves=bool(leaving))
    return replace(decision, actions=(*others, *removals, *leaving)) if removals else decision


def _removals(facts: ExecutionFacts, decision: Decision[ExecutionStatus], *, leaves: bool) -> tuple[Action, ...]:
    if facts.place is None:
        return ()
    going_on = facts.status.state not in FINISHED
    if leaves:
        search = (RemovePublished(facts.place),) if going_on and facts.status.argo is not None else ()
        return (*search, ForgetKeys(facts.place))
    ends = going_on and decision.status is not None and decision.status.state in FINISHED
    return (RemovePublished(facts.place, facts.published),) if ends and facts.published is not None else ()
