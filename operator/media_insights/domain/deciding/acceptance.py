"""The condition Accepted of a manifest that is only checked: a catalogue entry, a workflow."""

from collections.abc import Sequence
from datetime import datetime

from media_insights.api.v1alpha1 import MediaOperator, MediaWorkflow, reasons
from media_insights.api.v1alpha1.conditions import ACCEPTED, condition, with_condition
from media_insights.api.v1alpha1.meta import Condition
from media_insights.domain.planning.problems import Problem
from media_insights.domain.wording import cut


def acceptance(
    manifest: MediaOperator | MediaWorkflow, problems: Sequence[Problem], now: datetime
) -> tuple[Condition, ...]:
    """Return the manifest's conditions with Accepted: true without problems, else false with all of them."""
    accepted = condition(
        ACCEPTED,
        not problems,
        reason=problems[0].reason if problems else reasons.VALID,
        message=cut("; ".join(map(str, problems)), 4096),
        generation=manifest.metadata.generation,
        at=now,
    )
    return with_condition(manifest.status.conditions, accepted)
