"""Uses: whether an operator or workflow is in use, so that nobody deletes it unasked, and the sentence that says why.

Administrators of a tenant may read an operator: what other namespaces have is counted, and never named.
"""

from dataclasses import dataclass
from datetime import datetime

from media_insights.api.v1alpha1 import MediaOperator, MediaWorkflow, reasons
from media_insights.api.v1alpha1.conditions import IN_USE, condition
from media_insights.api.v1alpha1.meta import Condition
from media_insights.domain.wording import both, cut

MOST_NAMES = 8
"""Workflows that are named in the sentence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectUse:
    """What refers to an object and needs it."""

    workflows: tuple[str, ...] = ()
    """Names of those of the installation, in order."""
    namespaces: int = 0
    """How many other namespaces have workflows that name it."""
    executions: bool = False
    """Whether executions that have not ended need it."""
    batches: bool = False
    """Whether batches that have not ended need it."""


UNUSED = ObjectUse()


def in_use(manifest: MediaOperator | MediaWorkflow, usage: ObjectUse, now: datetime) -> Condition:
    """Return the condition InUse. It says nothing of how many executions there are: each would be another write."""
    named, unfinished = _named_by(usage), _unfinished(usage)
    return condition(
        IN_USE,
        bool(named or unfinished),
        reason=reasons.NAMED_BY_WORKFLOWS if named else reasons.UNFINISHED_WORK if unfinished else reasons.UNUSED,
        message=cut(named or unfinished, 1024),
        generation=manifest.metadata.generation,
        at=now,
    )


def _named_by(usage: ObjectUse) -> str:
    shown, more = usage.workflows[:MOST_NAMES], len(usage.workflows) - MOST_NAMES
    named = [*shown, f"{more} more"] if more > 0 else list(shown)
    own = [f"{'the workflows' if len(usage.workflows) > 1 else 'the workflow'} {both(named)}"] if named else []
    others = f"workflows of {usage.namespaces} other namespace{'s' if usage.namespaces > 1 else ''}"
    found = both([*own, *([others] if usage.namespaces else [])])
    return f"{found} {'names' if len(usage.workflows) == 1 and not usage.namespaces else 'name'} it" if found else ""


def _unfinished(usage: ObjectUse) -> str:
    kinds = [name for name, there in (("executions", usage.executions), ("batches", usage.batches)) if there]
    return f"{both(kinds)} that have not ended need it" if kinds else ""
