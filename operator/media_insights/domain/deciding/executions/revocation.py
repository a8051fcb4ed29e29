"""Revocation: the credentials of a run end before its execution is said to have ended, or is gone."""

from dataclasses import replace

from media_insights.api.v1alpha1 import ExecutionStatus
from media_insights.api.v1alpha1.execution import FINISHED
from media_insights.domain.deciding.actions import Decision, RemoveFinalizer, RevokeCredentials
from media_insights.domain.deciding.executions.execution_facts import ExecutionFacts
from media_insights.domain.planning.plan import Plan


def with_revocation(facts: ExecutionFacts, decision: Decision[ExecutionStatus]) -> Decision[ExecutionStatus]:
    """Return the decision with the revocation as its last action before the status, where it ends the execution.

    Whatever fails before the status is written is repeated with it: no execution has ended whose keys still open
    anything. One whose plan was never recorded was never started, and has none.
    """
    if facts.status.state in FINISHED or not _ends(decision) or not _may_have_begun(facts):
        return decision
    revoke = RevokeCredentials(facts.execution.metadata.uid)
    leaving = [each for each in decision.actions if isinstance(each, RemoveFinalizer)]
    others = [each for each in decision.actions if not isinstance(each, RemoveFinalizer)]
    return replace(decision, actions=(*others, revoke, *leaving))


def _ends(decision: Decision[ExecutionStatus]) -> bool:
    removed = any(isinstance(each, RemoveFinalizer) for each in decision.actions)
    return removed or (decision.status is not None and decision.status.state in FINISHED)


def _may_have_begun(facts: ExecutionFacts) -> bool:
    idle = isinstance(facts.plan, Plan) and not facts.plan.runs
    return not idle and (facts.run is not None or facts.run_lost or bool(facts.status.plan_hash))
