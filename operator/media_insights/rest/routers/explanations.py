"""What a workflow that is there would do and cost, before anything runs."""

from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict, Field

from media_insights.api.v1alpha1 import MediaWorkflow
from media_insights.api.v1alpha1.asset import SourceType
from media_insights.api.v1alpha1.meta import StatusShape
from media_insights.rest.access import Accessed
from media_insights.rest.problems import declared
from media_insights.rest.routers.workflows import WorkflowName, WorkflowNamespace, operator_specs, read_workflow
from media_insights.rest.run_explanations import MOST_RUNS, RunExplanation, explain, figures_from

router = APIRouter(prefix="/v1", tags=["catalogue"])
_TYPES: tuple[SourceType, ...] = ("Video", "Audio", "Image", "Text")


class ExplanationQuery(BaseModel):
    """Of which runs an explanation is."""

    model_config = ConfigDict(extra="forbid")

    type: SourceType | None = Field(default=None, description="Default: each type of media.")
    runs: Annotated[
        str,
        Field(
            max_length=63,
            description="Namespace whose executions of the workflow say what it costs; default: the workflow's own. "
            f"The newest {MOST_RUNS} count.",
        ),
    ] = ""


class WorkflowExplanation(StatusShape):
    """What runs of a workflow would do and cost."""

    namespace: str
    name: str
    types: list[RunExplanation]


@router.get(
    "/workflows/{namespace}/{name}/explain", summary="What a workflow would do and cost", responses=declared(404)
)
async def explain_workflow(
    namespace: WorkflowNamespace,
    name: WorkflowName,
    query: Annotated[ExplanationQuery, Query()],
    access: Accessed,
) -> WorkflowExplanation:
    """Say for each type of media which operators would run, with which parameters, and what earlier runs used.

    Whoever asks may list the executions and assets of the namespace whose runs count.
    """
    if namespace != access.deployment.installation:
        await access.require("get", MediaWorkflow, namespace)
    found = await read_workflow(namespace, name, access)
    figures = await figures_from(query.runs or namespace, name, access)
    operators = await operator_specs(access)
    types = (query.type,) if query.type else _TYPES
    return WorkflowExplanation(
        namespace=namespace,
        name=name,
        types=[await explain(each, found.spec, operators, {}, figures) for each in types],
    )
