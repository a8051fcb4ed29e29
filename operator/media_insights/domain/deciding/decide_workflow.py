"""Decision about a workflow: accepted when every operator is known and every configuration fits."""

from collections.abc import Mapping
from datetime import datetime

from media_insights.api.v1alpha1 import MediaOperatorSpec, MediaWorkflow, WorkflowStatus
from media_insights.domain.deciding.acceptance import acceptance
from media_insights.domain.deciding.actions import Decision
from media_insights.domain.planning.resolve import check_workflow


def decide_workflow(
    workflow: MediaWorkflow, operators: Mapping[str, MediaOperatorSpec], now: datetime
) -> Decision[WorkflowStatus]:
    """Return the decision: a status without actions, since a workflow needs none."""
    problems = check_workflow(workflow.spec, operators)
    return Decision(
        status=WorkflowStatus(
            observed_generation=workflow.metadata.generation,
            conditions=acceptance(workflow, problems, now),
            operators=sum(len(stage.operators) for stage in workflow.spec.stages),
        )
    )
