"""Routes of the engine's workflow API."""

from collections.abc import Mapping
from typing import Annotated, Literal

from fastapi import APIRouter, Path, Query

from media_insights import __version__
from media_insights.actions import resume
from media_insights.actions.execution import new_execution
from media_insights.api.v1alpha1 import MediaAsset, MediaExecution, MediaOperator, MediaWorkflow
from media_insights.api.v1alpha1.execution import FINISHED
from media_insights.errors import NotFound
from media_insights.rest.access import Accessed, RequestAccess
from media_insights.rest.mie import catalogue_words, execution_words
from media_insights.rest.mie.catalogue_words import API_VERSION, Json, operators_known_to
from media_insights.rest.mie.engine_names import names_of
from media_insights.rest.mie.new_assets import asset_over
from media_insights.rest.mie.operation_api import CONCURRENT
from media_insights.rest.mie.path_parts import MieName, MieNamespace
from media_insights.rest.mie.requests_as_ours import ExecutionRequest, ResumeRequest, configuration_as_ours
from media_insights.rest.naming import Attempt, IdempotencyKey
from media_insights.rest.problems import ApiRefusal, declared
from media_insights.rest.usable_workflows import workflows_of

router = APIRouter(prefix="/mie/{namespace}", tags=["Media Insights Engine: workflow API"])
MOST = 1000
"""Executions of one answer: the engine answered all, in one body."""


@router.get("", summary="Whether it answers", responses=declared())
async def hello(namespace: MieNamespace, _: Accessed) -> Json:  # noqa: ARG001 - every namespace has it
    """Answer as the engine does."""
    return {"hello": "world"}


@router.get("/version", summary="Versions", responses=declared())
async def versions(namespace: MieNamespace, _: Accessed) -> Json:  # noqa: ARG001 - as above
    """Return the version of the engine's API, and of this program."""
    return {"ApiVersion": API_VERSION, "FrameworkVersion": __version__}


@router.get("/system/configuration", summary="The limit of executions", responses=declared())
async def system_configuration(namespace: MieNamespace, access: Accessed) -> list[Json]:  # noqa: ARG001 - as above
    """Return how many executions may run at the same time."""
    limits = await access.ports.capacities.limits()
    return [{"Name": CONCURRENT, "Value": limits.max_concurrent}]


@router.get("/workflow/operation", summary="List operators", responses=declared())
async def list_operations(namespace: MieNamespace, access: Accessed) -> list[Json]:  # noqa: ARG001 - as above
    """Return every operator."""
    return [catalogue_words.operation_of(each) for _, each in sorted((await operators_known_to(access)).items())]


@router.get("/workflow/operation/{name}", summary="Read an operator", responses=declared(404))
async def get_operation(namespace: MieNamespace, name: MieName, access: Accessed) -> Json:  # noqa: ARG001 - as above
    """Return an operator."""
    found = catalogue_words.operation_named(name, await operators_known_to(access))
    if found is None:
        raise _absent("operation", name)
    return catalogue_words.operation_of(found)


@router.get("/workflow/stage", summary="List stages", responses=declared())
async def list_stages(namespace: MieNamespace, access: Accessed) -> list[Json]:
    """Return the stages of all workflows, and one for each operator, as the engine made them by itself."""
    return list((await _stages(namespace, access)).values())


@router.get("/workflow/stage/{name}", summary="Read a stage", responses=declared(404))
async def get_stage(namespace: MieNamespace, name: MieName, access: Accessed) -> Json:
    """Return a stage."""
    found = (await _stages(namespace, access)).get(name)
    if found is None:
        raise _absent("stage", name)
    return found


@router.get("/workflow", summary="List workflows", responses=declared())
async def list_workflows(namespace: MieNamespace, access: Accessed) -> list[Json]:
    """Return every workflow that the namespace may run."""
    operators = await operators_known_to(access)
    found = await _workflows(namespace, access)
    listed = [found[name] for name in sorted(found) if not names_of(found[name]).is_stage]
    return [catalogue_words.workflow_of(each, operators) for each in listed]


@router.get("/workflow/list/{part}/{name}", summary="Workflows that use an operator or a stage", responses=declared())
async def list_users(
    namespace: MieNamespace, part: Literal["operation", "stage"], name: MieName, access: Accessed
) -> list[Json]:
    """Return the workflows that use it."""
    found = await list_workflows(namespace, access)
    if part == "stage":
        return [each for each in found if name in each["Stages"]]
    operator = catalogue_words.operation_named(name, await operators_known_to(access))
    wanted = {name, names_of(operator).name} if operator else {name}
    return [each for each in found if wanted & {*each["Operations"]}]


@router.get("/workflow/configuration/{name}", summary="What can be overridden", responses=declared(404))
async def get_configuration(namespace: MieNamespace, name: MieName, access: Accessed) -> Json:
    """Return stage → operator → configuration: the template of overrides."""
    workflow, operators = await _workflow(namespace, name, access), await operators_known_to(access)
    names, stages = names_of(workflow), workflow.spec.stages
    return {names.of_stage(each.name): catalogue_words.configuration_of_stage(each, operators) for each in stages}


@router.post("/workflow/execution", summary="Run a workflow", responses=declared(404, 409))
async def start_execution(
    namespace: MieNamespace, body: ExecutionRequest, access: Accessed, idempotency_key: IdempotencyKey = ""
) -> Json:
    """Run a workflow over an asset, or over a file that becomes one."""
    await access.require("create", MediaExecution, namespace)
    workflow = await _workflow(namespace, body.name, access)
    operators = await operators_known_to(access)
    configuration = configuration_as_ours(body.configuration, workflow, operators)
    attempt = Attempt(idempotency_key, f"{access.caller.name} {namespace}", body.model_dump(mode="json"))
    asset = await _asset_of(body, namespace, access, attempt)
    manifest = new_execution(asset.metadata, workflow.metadata.name, attempt.token(), configuration=configuration)
    made = await attempt.create(access.ports.executions, manifest)
    return execution_words.execution_of(made, asset, workflow, operators)


@router.get("/workflow/execution", summary="List executions", responses=declared())
async def list_executions(
    namespace: MieNamespace, access: Accessed, limit: Annotated[int, Query(ge=1, le=MOST)] = MOST
) -> list[Json]:
    """Return the newest executions in full."""
    operators = await operators_known_to(access)
    return [await _full(each, access, operators) for each in (await _executions(namespace, access))[:limit]]


@router.get("/workflow/execution/status/{status}", summary="Executions in a state", responses=declared())
async def list_by_status(
    namespace: MieNamespace, status: Annotated[str, Path(max_length=31)], access: Accessed
) -> list[Json]:
    """Return the executions in a state, newest first."""
    found = await _executions(namespace, access)
    return [execution_words.line_of(each, None) for each in found if execution_words.status_of(each) == status][:MOST]


@router.get("/workflow/execution/asset/{asset_id}", summary="Executions over an asset", responses=declared(404))
async def list_by_asset(
    namespace: MieNamespace, asset_id: Annotated[str, Path(max_length=63)], access: Accessed
) -> list[Json]:
    """Return the executions over an asset, newest first."""
    asset = await access.asset(asset_id, namespace=namespace)
    found = await _executions(namespace, access)
    return [execution_words.line_of(each, asset) for each in found if each.spec.asset == asset.metadata.name]


@router.get("/workflow/execution/{id}", summary="Read an execution", responses=declared(404))
async def get_execution(namespace: MieNamespace, id: str, access: Accessed) -> Json:  # noqa: A002 - its name in the path
    """Return an execution."""
    return await _full(await access.execution(id, namespace=namespace), access, await operators_known_to(access))


@router.put("/workflow/execution/{id}", summary="Resume an execution", responses=declared(404, 409))
async def resume_execution(namespace: MieNamespace, id: str, body: ResumeRequest, access: Accessed) -> Json:  # noqa: A002 - as above
    """Go on with an execution that waits in a stage."""
    found = await access.execution(id, "update", namespace)
    stage = resume.waiting_stage(found, body.stage)
    patch = resume.resume_patch(found, stage, {})
    await access.ports.executions.patch(namespace, found.metadata.name, patch)
    return {"Id": id, "Status": "Resumed"}


@router.delete("/workflow/execution/{id}", summary="Delete an execution", responses=declared(404))
async def delete_execution(namespace: MieNamespace, id: str, access: Accessed) -> Json:  # noqa: A002 - as above
    """Delete an execution, which is stopped first, and return what it was."""
    found = await access.execution(id, "delete", namespace)
    shown = await _full(found, access, await operators_known_to(access))
    await access.ports.executions.delete(namespace, found.metadata.name, found.metadata.uid)
    return shown


async def _asset_of(body: ExecutionRequest, namespace: str, access: RequestAccess, attempt: Attempt) -> MediaAsset:
    if body.input.asset_id:
        asset = await access.asset(body.input.asset_id, namespace=namespace)
        running = [each for each in await _executions(namespace, access) if each.spec.asset == asset.metadata.name]
        unfinished = [each.metadata.name for each in running if each.status.state not in FINISHED]
        if unfinished and not attempt.key:
            raise ApiRefusal(409, "wrong-state", f"an execution of this asset has not ended: {unfinished[0]}")
        return asset
    if not body.input.media:
        raise ApiRefusal(400, "bad-request", "Input must contain either AssetId or Media", at=[("/Input", "is empty")])
    return await asset_over(next(iter(body.input.media.values())), namespace, access, attempt)


async def _executions(namespace: str, access: RequestAccess) -> list[MediaExecution]:
    """Return the executions of a namespace, newest first."""
    listed = await access.visible(access.ports.executions, MediaExecution, namespace)
    newest = sorted(listed, key=lambda each: (each.created, each.uid), reverse=True)
    return [await access.ports.executions.get(each.namespace, each.name) for each in newest[:MOST]]


async def _full(execution: MediaExecution, access: RequestAccess, operators: Mapping[str, MediaOperator]) -> Json:
    meta, spec = execution.metadata, execution.spec
    asset, workflow = None, None
    try:
        asset = await access.ports.assets.get(meta.namespace, spec.asset)
        workflow = (await workflows_of(meta.namespace, access)).get(spec.workflow)
    except NotFound:
        pass
    return execution_words.execution_of(execution, asset, workflow, operators)


async def _workflows(namespace: str, access: RequestAccess) -> dict[str, MediaWorkflow]:
    await access.require("list", MediaWorkflow, namespace)
    return await workflows_of(namespace, access)


async def _workflow(namespace: str, name: str, access: RequestAccess) -> MediaWorkflow:
    """Return the workflow that a name means: the engine's, or ours."""
    known = await workflows_of(namespace, access)
    named = (each for each in known.values() if names_of(each).name == name and not names_of(each).is_stage)
    found = next(named, None) or known.get(name)
    if found is None:
        raise _absent("workflow", name)
    return found


async def _stages(namespace: str, access: RequestAccess) -> dict[str, Json]:
    operators, found = await operators_known_to(access), dict[str, Json]()
    for _, workflow in sorted((await _workflows(namespace, access)).items()):
        names = names_of(workflow)
        for stage in workflow.spec.stages:
            called = names.of_stage(stage.name)
            found.setdefault(called, {**catalogue_words.stage_of(stage, operators), "Name": called})
    for operator in operators.values():
        alone = catalogue_words.stage_of_operator(operator)
        found.setdefault(alone["Name"], alone)
    return found


def _absent(what: str, name: str) -> ApiRefusal:
    return ApiRefusal(404, "not-found", f"Exception: {what} {name} not found")
