"""Types of conditions, and how a list of conditions changes."""

from collections.abc import Sequence
from datetime import datetime

from media_insights.api.v1alpha1.meta import Condition

ACCEPTED = "Accepted"
"""The object is valid and everything that it names exists."""
READY = "Ready"
"""Asset: every wanted workflow is Complete. Operator, workflow: usable."""
ISOLATED = "Isolated"
"""Execution: its pods hold keys of the object store that open its own files only; said where it is not so (False)."""
RESOLVED_REFS = "ResolvedRefs"
"""Workflow: every operator that it names is in the catalogue. Asset, batch: a workflow that it names is gone (False),
or was and is back (True)."""
IN_USE = "InUse"
"""Operator, workflow: something refers to it that needs it, so that it is not deleted unless forced."""
SUCCEEDED = "Succeeded"
"""Execution: ended well (True), ended otherwise (False), not ended (Unknown)."""


def condition(  # noqa: PLR0913 - its fields
    type_: str,
    status: bool | None,  # noqa: FBT001 - it is what the condition says
    *,
    reason: str,
    message: str = "",
    generation: int = 0,
    at: datetime,
) -> Condition:
    """Return a condition that took its status at a time; a status of None is Unknown."""
    return Condition(
        type=type_,
        status="Unknown" if status is None else "True" if status else "False",
        reason=reason,
        message=message,
        observed_generation=generation,
        last_transition_time=at,
    )


def with_condition(conditions: Sequence[Condition], new: Condition) -> tuple[Condition, ...]:
    """Return the conditions with ``new`` in place of the one of its type; its time moves only when its status does."""
    others = [each for each in conditions if each.type != new.type]
    old = condition_of(conditions, new.type)
    if old and old.status == new.status and old.last_transition_time:
        new = new.model_copy(update={"last_transition_time": old.last_transition_time})
    return (*others, new)


def condition_of(conditions: Sequence[Condition], type_: str) -> Condition | None:
    """Return the condition of a type, or None."""
    return next((each for each in conditions if each.type == type_), None)
