"""Decision about a workflow: accepted when every operator is known and every configuration fits."""

from collections.abc import Mapping
from datetime import datetime

from media_insights.api.v1alpha1 import MediaOperatorSpec, MediaWorkflow, WorkflowStatus
from media_insights.api.v1alpha1.conditions import with_condition
from media_insights.domain.deciding.acceptance import acceptance
from media_insights.domain.deciding.actions import Decision
from media_insights.domain.deciding.object_uses import ObjectUse, in_use
from media_insights.domain.deciding.resolved_refs import resolved_operators
from media_insights.domain.planning.resolve import check_workflow


def decide_workflow(
    workflow: MediaWorkflow, operators: Mapping[str, MediaOperatorSpec], usage: ObjectUse, now: datetime
) -> Decision[WorkflowStatus]:
    """Return the decision: a status without actions, since a workflow needs none."""
    problems = check_workflow(workflow.spec, operators)
    conditions = acceptance(workflow, problems, now)
    for each in (resolved_operators(workflow, operators, now), in_use(workflow, usage, now)):
        conditions = with_condition(conditions, each)
    return Decision(
        status=WorkflowStatus(
            observed_generation=workflow.metadata.generation,
            conditions=conditions,
            operators=sum(len(stage.operators) for stage in workflow.spec.stages),
        )
    )
