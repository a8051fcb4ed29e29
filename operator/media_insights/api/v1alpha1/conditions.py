"""Types and reasons of conditions, and how a list of conditions changes."""

from collections.abc import Sequence

from media_insights.api.v1alpha1.meta import Condition

ACCEPTED = "Accepted"
"""The object is valid and everything that it names exists."""
READY = "Ready"
"""Asset: every wanted workflow is Complete. Operator, workflow: usable."""
SUCCEEDED = "Succeeded"
"""Execution: ended well (True), ended otherwise (False), not ended (Unknown)."""
REJECTED = "Rejected"
"""Reason: the API server refused an object that this one needs; sending it again would change nothing."""


def with_condition(conditions: Sequence[Condition], new: Condition) -> tuple[Condition, ...]:
    """Return the conditions with ``new`` in place of the one of its type; its time moves only when its status does."""
    others = [condition for condition in conditions if condition.type != new.type]
    old = next((condition for condition in conditions if condition.type == new.type), None)
    if old and old.status == new.status and old.last_transition_time:
        new = new.model_copy(update={"last_transition_time": old.last_transition_time})
    return (*others, new)


def condition_of(conditions: Sequence[Condition], type_: str) -> Condition | None:
    """Return the condition of a type, or None."""
    return next((condition for condition in conditions if condition.type == type_), None)
