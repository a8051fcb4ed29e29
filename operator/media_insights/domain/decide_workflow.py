"""Whether a workflow may run: every operator is known and every configuration fits."""

from collections.abc import Mapping
from datetime import datetime

from media_insights.api.v1alpha1 import MediaOperatorSpec, MediaWorkflow, WorkflowStatus
from media_insights.api.v1alpha1.conditions import ACCEPTED, with_condition
from media_insights.api.v1alpha1.meta import Condition
from media_insights.domain.actions import Decision
from media_insights.domain.resolve import check_workflow
from media_insights.domain.rollup import rfc3339
from media_insights.domain.wording import cut


def decide_workflow(
    workflow: MediaWorkflow, operators: Mapping[str, MediaOperatorSpec], now: datetime
) -> Decision[WorkflowStatus]:
    """Return the workflow's status; nothing else ever happens to one."""
    problems = check_workflow(workflow.spec, operators)
    condition = Condition(
        type=ACCEPTED,
        status="False" if problems else "True",
        reason=problems[0].reason if problems else "Valid",
        message=cut("; ".join(map(str, problems)), 4096),
        observed_generation=workflow.metadata.generation,
        last_transition_time=rfc3339(now),
    )
    return Decision(
        status=WorkflowStatus(
            observed_generation=workflow.metadata.generation,
            conditions=with_condition(workflow.status.conditions, condition),
            operators=sum(len(stage.operators) for stage in workflow.spec.stages),
        )
    )
