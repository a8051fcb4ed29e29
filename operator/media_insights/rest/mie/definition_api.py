"""Routes of the engine that define stages and workflows."""

from fastapi import APIRouter

from media_insights.api.v1alpha1 import MediaWorkflow, MediaWorkflowSpec
from media_insights.api.v1alpha1.meta import Manifest
from media_insights.errors import AlreadyExists
from media_insights.rest.access import Accessed, RequestAccess
from media_insights.rest.mie import catalogue_words
from media_insights.rest.mie.catalogue_words import Force, Json, operators_known_to
from media_insights.rest.mie.definitions import (
    KnownStages,
    StageRequest,
    WorkflowRequest,
    rebuilt_spec,
    stage_spec,
    workflow_spec,
)
from media_insights.rest.mie.engine_names import EngineNames, names_of, our_name
from media_insights.rest.mie.path_parts import MieName, MieNamespace
from media_insights.rest.newest import patch_newest
from media_insights.rest.problems import ApiRefusal, declared
from media_insights.rest.routers.workflows import manifest_of, replacement_of

router = APIRouter(prefix="/mie/{namespace}", tags=["Media Insights Engine: workflow API"])


@router.post("/workflow/stage", summary="Define a stage", responses=declared(409))
async def create_stage(namespace: MieNamespace, body: StageRequest, access: Accessed) -> Json:
    """Define a stage of operators, which workflows can name."""
    operators = await operators_known_to(access)
    made = await _create(namespace, *stage_spec(body, operators), access)
    return {**catalogue_words.stage_of(made.spec.stages[0], operators), "Name": body.name, "Id": made.metadata.uid}


@router.put("/workflow/stage", summary="Change a stage", responses=declared(404, 409))
async def change_stage(namespace: MieNamespace, body: StageRequest, access: Accessed) -> Json:
    """Give a stage other operators; workflows have them when they are changed the next time, as in the engine."""
    operators = await operators_known_to(access)
    spec, _ = stage_spec(body, operators)
    found = await _own(namespace, body.name, access, stage=True)
    if found is None:
        raise ApiRefusal(404, "not-found", f"Exception: stage {body.name} not found")
    changed = await _change(found, spec, access)
    return {**catalogue_words.stage_of(changed.spec.stages[0], operators), "Name": body.name, "Id": found.metadata.uid}


@router.delete("/workflow/stage/{name}", summary="Delete a stage", responses=declared(409))
async def delete_stage(namespace: MieNamespace, name: MieName, access: Accessed, *, force: Force = False) -> Json:
    """Delete a stage that no workflow has, or with `force` any; an unknown one is no error, as in the engine."""
    found = await _own(namespace, name, access, stage=True)
    if found is None:
        return {"Message": f"Warning: stage '{name}' not found."}
    users = [
        names_of(each).name
        for each in await _all(namespace, access)
        if not names_of(each).is_stage and name in map(names_of(each).of_stage, (it.name for it in each.spec.stages))
    ]
    if users and not force:
        raise ApiRefusal(400, "bad-request", f"workflows have the stage {name}: {', '.join(users)}; or send force=true")
    await _delete(found, access)
    return {**catalogue_words.stage_of(found.spec.stages[0], await operators_known_to(access)), "Name": name}


@router.post("/workflow", summary="Define a workflow", responses=declared(409))
async def create_workflow(namespace: MieNamespace, body: WorkflowRequest, access: Accessed) -> Json:
    """Define a workflow of stages, which it takes as they are now."""
    operators = await operators_known_to(access)
    known = KnownStages(await _all(namespace, access), operators)
    return catalogue_words.workflow_of(await _create(namespace, *workflow_spec(body, known), access), operators)


@router.put("/workflow", summary="Change a workflow", responses=declared(404, 409))
async def change_workflow(namespace: MieNamespace, body: WorkflowRequest, access: Accessed) -> Json:
    """Give a workflow other stages, or, without any, its stages as they are defined now."""
    found = await _own(namespace, body.name, access, stage=False)
    if found is None:
        raise ApiRefusal(404, "not-found", f"Exception: workflow {body.name} not found")
    operators = await operators_known_to(access)
    known = KnownStages(await _all(namespace, access), operators)
    if not body.stages:
        return catalogue_words.workflow_of(await _change(found, rebuilt_spec(found, known), access), operators)
    spec, names = workflow_spec(body, known)
    return catalogue_words.workflow_of(await _change(found, spec, access, names), operators)


@router.get("/workflow/{name}", summary="Read a workflow", responses=declared(404))
async def get_workflow(namespace: MieNamespace, name: MieName, access: Accessed) -> Json:
    """Return a workflow that the namespace may run."""
    workflows = [each for each in await _all(namespace, access) if not names_of(each).is_stage]
    found = [each for each in workflows if name in (names_of(each).name, each.metadata.name)]
    shown = sorted(found, key=lambda each: each.metadata.namespace != namespace)  # its own one wins
    if not shown:
        raise ApiRefusal(404, "not-found", f"Exception: workflow {name} not found")
    return catalogue_words.workflow_of(shown[0], await operators_known_to(access))


@router.delete("/workflow/{name}", summary="Delete a workflow", responses=declared(409))
async def delete_workflow(namespace: MieNamespace, name: MieName, access: Accessed) -> Json:
    """Delete a workflow; an unknown one is no error, as in the engine."""
    found = await _own(namespace, name, access, stage=False)
    if found is None:
        return {"Message": f"Warning: workflow '{name}' not found."}
    await _delete(found, access)
    return catalogue_words.workflow_of(found, await operators_known_to(access))


async def _create(namespace: str, spec: MediaWorkflowSpec, names: EngineNames, access: RequestAccess) -> MediaWorkflow:
    await access.require("create", MediaWorkflow, namespace)
    kind = "stage" if names.is_stage else "workflow"
    name = our_name(f"stage {names.name}" if names.is_stage else names.name, "Name")
    manifest = names.noted(manifest_of({"name": name, "namespace": namespace}, spec))
    try:
        return await access.ports.workflows.create(manifest)
    except AlreadyExists:
        raise ApiRefusal(409, "already-exists", f"A {kind} with the name '{names.name}' already exists") from None


async def _change(
    found: MediaWorkflow, spec: MediaWorkflowSpec, access: RequestAccess, names: EngineNames | None = None
) -> MediaWorkflow:
    meta = found.metadata
    await access.require("update", MediaWorkflow, meta.namespace)

    def patch_of(newest: MediaWorkflow) -> Manifest:
        patch = {"metadata": {}, **replacement_of(newest, spec)}
        return names.noted(patch) if names else patch

    return await patch_newest(access.ports.workflows, meta.namespace, meta.name, patch_of)


async def _delete(found: MediaWorkflow, access: RequestAccess) -> None:
    meta = found.metadata
    await access.require("delete", MediaWorkflow, meta.namespace)
    await access.ports.workflows.delete(meta.namespace, meta.name, meta.uid)


async def _own(namespace: str, name: str, access: RequestAccess, *, stage: bool) -> MediaWorkflow | None:
    """Return the namespace's own workflow, or stage, of a name: the engine's, or else ours."""
    found = [each for each in await _all(namespace, access) if names_of(each).is_stage == stage]
    own = [each for each in found if each.metadata.namespace == namespace]
    return next((each for each in own if name in (names_of(each).name, each.metadata.name)), None)


async def _all(namespace: str, access: RequestAccess) -> list[MediaWorkflow]:
    await access.require("list", MediaWorkflow, namespace)
    places = {access.deployment.installation, namespace}
    listed = [each for each in await access.ports.workflows.summaries() if each.namespace in places]
    return [await access.ports.workflows.get(each.namespace, each.name) for each in listed]
