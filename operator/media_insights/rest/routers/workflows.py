"""Workflows: read, checked, created, changed and deleted; what runs already goes on as it was planned."""

from collections.abc import Iterable
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Response
from fastapi.concurrency import run_in_threadpool
from pydantic import ConfigDict, Field

from media_insights.api.v1alpha1 import MediaOperatorSpec, MediaWorkflow, MediaWorkflowSpec, labels
from media_insights.api.v1alpha1.asset import SourceType
from media_insights.api.v1alpha1.meta import Manifest, Name, ObjectName, Shape, StatusShape
from media_insights.domain.planning.imagined import imagined_run
from media_insights.domain.planning.plan import Plan
from media_insights.domain.planning.problems import Problem
from media_insights.domain.planning.resolve import check_workflow, resolve
from media_insights.errors import AlreadyExists, NotFound, Rejected
from media_insights.rest import paging
from media_insights.rest.access import Accessed, RequestAccess
from media_insights.rest.conditional import IfMatch, conditional, content_etag_of, require_match
from media_insights.rest.naming import IdempotencyKey
from media_insights.rest.plan_views import PlanView, plan_view
from media_insights.rest.problems import ApiRefusal, FieldProblem, declared
from media_insights.rest.repeatable_requests import FirstRequest, deleted_since, repeatable
from media_insights.rest.run_explanations import CostEstimate, EarlierRuns, cost_estimate, figures_from
from media_insights.rest.usable_workflows import workflows_of

router = APIRouter(prefix="/v1", tags=["catalogue"])
WorkflowNamespace = Annotated[str, Path(max_length=63, pattern=r"^[a-z0-9]([-a-z0-9]*[a-z0-9])?$")]
WorkflowName = Annotated[str, Path(max_length=253, pattern=r"^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$")]
_PLACE = "/workflows/{namespace}/{name}"
_EXAMPLE: Any = {"stages": [{"name": "speech", "operators": [{"name": "proxy"}, {"name": "transcribe"}]}]}


class WorkflowView(StatusShape):
    """A workflow."""

    namespace: str = Field(description="The installation's, or one of its own.")
    name: str
    spec: MediaWorkflowSpec


class WorkflowList(StatusShape):
    """Every workflow that may be run, by name."""

    items: list[WorkflowView]


class WorkflowQuery(paging.PageQuery):
    """Whose workflows are listed."""

    namespace: Annotated[str, Field(max_length=63, description="Default: only those of the installation.")] = ""


class NewWorkflow(Shape):
    """A workflow of a namespace."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"namespace": "newsroom", "name": "speech", "spec": _EXAMPLE}]}
    )

    namespace: Name
    name: ObjectName
    spec: MediaWorkflowSpec


class WorkflowContent(Shape):
    """What a workflow does."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"spec": _EXAMPLE}]})

    spec: MediaWorkflowSpec


class WorkflowToCheck(WorkflowContent):
    """A workflow, and what a run of it would be given."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"spec": _EXAMPLE, "type": "Video"}]})

    type: SourceType | None = Field(default=None, description="Also plan a run over an asset of this type.")
    configuration: dict[str, dict[str, Any]] = Field(
        default_factory=dict, max_length=128, description="Of that run: operator → parameter → value."
    )
    runs: EarlierRuns | None = Field(default=None, description="Of which the answer says what such a run would cost.")


class WorkflowCheck(StatusShape):
    """What is wrong with a workflow, or with a run of it; nothing: it can be created, or run."""

    problems: list[FieldProblem]
    plan: PlanView | None = Field(
        default=None, description="What a run over an asset of the type would do; absent where something is wrong."
    )
    estimate: CostEstimate | None = Field(
        default=None, description="What it would cost by the earlier runs; absent where none says anything."
    )


@router.get("/workflows", summary="List the workflows", responses=declared())
async def list_workflows(query: Annotated[WorkflowQuery, Query()], access: Accessed) -> WorkflowList:
    """List the workflows of the installation, and those of a namespace, which win over them."""
    if query.namespace:
        await access.require("list", MediaWorkflow, query.namespace)
    found = await workflows_of(query.namespace, access)
    return WorkflowList(items=[_view(found[name]) for name in sorted(found)])


@router.post("/workflows", status_code=201, summary="Create a workflow", responses=declared(404, 409))
async def create_workflow(
    body: NewWorkflow, access: Accessed, response: Response, idempotency_key: IdempotencyKey = ""
) -> WorkflowView:
    """Create a workflow whose operators and parameters exist, and fit together."""
    await access.require("create", MediaWorkflow, body.namespace)
    require_usable(await _problems(body.spec, access))

    async def make(first: FirstRequest) -> MediaWorkflow:
        mark = {"annotations": {labels.REQUEST: first.mark}} if first.mark else {}
        meta = {"name": body.name, "namespace": body.namespace, **mark}
        try:
            return await access.ports.workflows.create(manifest_of(meta, body.spec))
        except AlreadyExists:
            found = await access.ports.workflows.get(body.namespace, body.name)
            if not first.mark or found.metadata.annotations.get(labels.REQUEST) != first.mark:
                raise
            return found

    async def again(first: FirstRequest) -> MediaWorkflow:
        try:
            found = await access.ports.workflows.get(body.namespace, body.name)
        except NotFound:
            raise deleted_since() from None
        if found.metadata.annotations.get(labels.REQUEST) != first.mark:
            raise deleted_since()
        return found

    made = await repeatable(idempotency_key, "workflows", body.namespace, body, access).make(make, again)
    response.headers["Location"] = f"{access.deployment.prefix}/v1/workflows/{body.namespace}/{body.name}"
    response.headers["ETag"] = content_etag_of(made.metadata, made.spec)
    return _view(made)


@router.post("/workflows:check", summary="What is wrong with a workflow", responses=declared())
async def check(body: WorkflowToCheck, access: Accessed) -> WorkflowCheck:
    """Check a workflow that is not created; with a type, say what a run over an asset of that type would do."""
    operators = await operator_specs(access)
    problems = await run_in_threadpool(check_workflow, body.spec, operators)
    if problems or body.type is None:
        return WorkflowCheck(problems=_as_fields(problems))
    figures = await figures_from(body.runs.namespace, body.runs.workflow, access) if body.runs else ()
    plan = await run_in_threadpool(resolve, imagined_run(body.type, body.spec, operators, body.configuration))
    if isinstance(plan, Plan):
        return WorkflowCheck(problems=[], plan=plan_view(plan), estimate=cost_estimate(plan, body.type, figures))
    return WorkflowCheck(problems=_as_fields(plan.problems))


@router.get(_PLACE, summary="Read a workflow", responses=declared(404))
async def get_workflow(
    namespace: WorkflowNamespace, name: WorkflowName, access: Accessed, response: Response
) -> WorkflowView:
    """Return a workflow."""
    if namespace != access.deployment.installation:
        await access.require("get", MediaWorkflow, namespace)
    found = await read_workflow(namespace, name, access)
    response.headers["ETag"] = content_etag_of(found.metadata, found.spec)
    return _view(found)


@router.put(_PLACE, summary="Change a workflow", responses=declared(404, 409, 412))
async def change_workflow(  # noqa: PLR0913, PLR0917 - the headers are parameters
    namespace: WorkflowNamespace,
    name: WorkflowName,
    body: WorkflowContent,
    access: Accessed,
    response: Response,
    if_match: IfMatch = "",
) -> WorkflowView:
    """Give a workflow another content; executions that were planned before are as they were planned."""
    await access.require("update", MediaWorkflow, namespace)
    found = await read_workflow(namespace, name, access)
    require_match(if_match, found.metadata, content_etag_of(found.metadata, found.spec))
    require_usable(await _problems(body.spec, access))
    patch = conditional(replacement_of(found, body.spec), if_match, found.metadata)
    changed = await access.ports.workflows.patch(namespace, name, patch)
    response.headers["ETag"] = content_etag_of(changed.metadata, changed.spec)
    return _view(changed)


@router.delete(_PLACE, status_code=204, summary="Delete a workflow", responses=declared(404, 409))
async def delete_workflow(namespace: WorkflowNamespace, name: WorkflowName, access: Accessed) -> Response:
    """Delete a workflow; executions and results of it stay. A cluster keeps one that unfinished executions need."""
    await access.require("delete", MediaWorkflow, namespace)
    found = await read_workflow(namespace, name, access)
    try:
        await access.ports.workflows.delete(namespace, name, found.metadata.uid)
    except Rejected as error:
        if not error.refusal.message:  # not of the cluster
            raise
        raise ApiRefusal(409, "in-use", error.refusal.message) from error
    return Response(status_code=204)


def manifest_of(meta: Manifest, spec: MediaWorkflowSpec) -> Manifest:
    """Return a workflow's manifest."""
    content = spec.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    return {"apiVersion": "mediainsights.dev/v1alpha1", "kind": "MediaWorkflow", "metadata": meta, "spec": content}


def replacement_of(found: MediaWorkflow, spec: MediaWorkflowSpec) -> Manifest:
    """Return the merge patch that gives a workflow another spec: what the new one does not have is removed."""
    new = spec.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    old = found.spec.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    return {"spec": {**dict.fromkeys(old, None), **new}}


def require_usable(problems: Iterable[Problem]) -> None:
    """Raise ApiRefusal (422) for a workflow that no execution could be made of."""
    if found := _as_fields(problems):
        said = "; ".join(f"{each.at}: {each.message}" for each in found)
        raise ApiRefusal(422, "invalid", said, at=[(each.at, each.message) for each in found])


async def _problems(spec: MediaWorkflowSpec, access: RequestAccess) -> tuple[Problem, ...]:
    return check_workflow(spec, await operator_specs(access))


async def operator_specs(access: RequestAccess) -> dict[str, MediaOperatorSpec]:
    """Return every operator's spec by its name."""
    names = [each.name for each in await access.ports.operators.summaries()]
    return {name: (await access.ports.operators.get("", name)).spec for name in names}


async def read_workflow(namespace: str, name: str, access: RequestAccess) -> MediaWorkflow:
    """Return a workflow. Raises ApiRefusal (404)."""
    try:
        return await access.ports.workflows.get(namespace, name)
    except NotFound:
        raise ApiRefusal(404, "not-found", f"there is no workflow {name} in the namespace {namespace}") from None


def _as_fields(problems: Iterable[Problem]) -> list[FieldProblem]:
    """Return problems with a JSON pointer into the request, as ``spec.stages[0].operators[1]`` is one of paths."""
    return [FieldProblem(at=_pointer(each.path), message=each.message) for each in problems]


def _pointer(path: str) -> str:
    return "/" + path.replace("[", ".").replace("]", "").replace(".", "/")


def _view(found: MediaWorkflow) -> WorkflowView:
    return WorkflowView(namespace=found.metadata.namespace, name=found.metadata.name, spec=found.spec)
