"""The condition ResolvedRefs: whether what an object names is there."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from media_insights.api.v1alpha1 import MediaOperatorSpec, MediaWorkflow, reasons
from media_insights.api.v1alpha1.conditions import RESOLVED_REFS, condition, condition_of, with_condition
from media_insights.api.v1alpha1.meta import Condition
from media_insights.domain.planning.entries import unknown_operators
from media_insights.domain.wording import both, cut

_LONGEST = 300
"""Characters of a message about workflows: an asset's status has little room."""


def resolved_operators(workflow: MediaWorkflow, operators: Mapping[str, MediaOperatorSpec], now: datetime) -> Condition:
    """Return the condition of a workflow: its operators are all in the catalogue, or which are not, and where."""
    missing = [str(each) for each in unknown_operators(workflow.spec, operators)]
    return condition(
        RESOLVED_REFS,
        not missing,
        reason=reasons.UNKNOWN_OPERATOR if missing else reasons.RESOLVED,
        message=cut("; ".join(missing), 4096),
        generation=workflow.metadata.generation,
        at=now,
    )


def with_missing_workflows(
    present: tuple[Condition, ...], missing: Sequence[str], generation: int, now: datetime
) -> tuple[Condition, ...]:
    """Return the conditions of an asset or batch, of which it is said when a workflow is gone, and when it is back.

    Nothing is said of one whose workflows were always there: there are too many of them.
    """
    if not missing and condition_of(present, RESOLVED_REFS) is None:
        return present
    message = f"there is no MediaWorkflow {both(missing)} any more, or not yet" if missing else ""
    reason = reasons.UNKNOWN_WORKFLOW if missing else reasons.RESOLVED
    new = condition(
        RESOLVED_REFS, not missing, reason=reason, message=cut(message, _LONGEST), generation=generation, at=now
    )
    return with_condition(present, new)
