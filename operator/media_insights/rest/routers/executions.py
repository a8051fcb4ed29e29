"""Executions: list, read, plan, create, cancel, resume and run again; the actions are those of every front end."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Response
from fastapi.concurrency import run_in_threadpool
from pydantic import BaseModel, ConfigDict, Field

from media_insights.actions import cancel, resume
from media_insights.actions.execution import new_execution
from media_insights.actions.rerun import Scope, rerun_of
from media_insights.api.v1alpha1 import MediaExecution
from media_insights.api.v1alpha1.execution import FINISHED, State
from media_insights.api.v1alpha1.meta import Name, ObjectName, StatusShape
from media_insights.errors import WrongState
from media_insights.ports.objects import ObjectSummary
from media_insights.rest import paging, views
from media_insights.rest.access import Accessed, RequestAccess
from media_insights.rest.naming import Attempt, IdempotencyKey
from media_insights.rest.plan_views import PlanView, plan_view
from media_insights.rest.problems import declared
from media_insights.rest.stored import plan_of
from media_insights.rest.usable_workflows import require_workflow
from media_insights.storage.library import Library

router = APIRouter(prefix="/v1", tags=["executions"])


class ExecutionQuery(paging.ListQuery):
    """Parameters of the list of executions."""

    asset: Annotated[str, Field(max_length=253, description="Name of an asset.")] = ""
    workflow: Annotated[str, Field(max_length=253)] = ""
    state: State = ""

    def matches(self, found: ObjectSummary) -> bool:
        """Return whether an execution is in the list."""
        wanted = {"asset": self.asset, "workflow": self.workflow, "state": self.state}
        return all(value in ("", found.fields[name]) for name, value in wanted.items())


class ExecutionList(StatusShape):
    """A page of executions, newest first."""

    items: list[views.ExecutionRow]
    next: str = Field(default="", description="Cursor of the next page; empty at the end.")


class NewExecution(BaseModel):
    """A workflow that is to run over an asset."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "asset": "0d4bd5a1-6f0c-4d1e-8a3c-1f2e3d4c5b6a",
                    "workflow": "full-analysis",
                    "configuration": {"transcribe": {"language": "ja"}},
                }
            ]
        },
    )

    asset: str = Field(min_length=1, max_length=63, description="Id of the asset.")
    workflow: ObjectName
    configuration: dict[str, dict[str, Any]] = Field(
        default_factory=dict, max_length=128, description="Operator → parameter → value."
    )
    priority: int | None = Field(default=None, ge=-1000, le=1000)


class StageAnswer(BaseModel):
    """The answer to a stage that waits for a person."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"stage": "review", "data": {"approved": True}}]}
    )

    stage: Annotated[str, Field(max_length=63, description="Needed when several stages wait.")] = ""
    data: dict[str, Any] = Field(default_factory=dict, description="For the operators after it.")


class Again(BaseModel):
    """What of an execution is to run again."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"scope": "Failed"}]})

    scope: Literal["All", "Failed"] = "All"
    operators: list[Name] = Field(default_factory=list, max_length=64, description="Only these, and what follows.")


@router.get("/executions", summary="List executions, newest first", responses=declared())
async def list_executions(query: Annotated[ExecutionQuery, Query()], access: Accessed) -> ExecutionList:
    """List the executions of one namespace, or of all that the caller may list."""
    found = await access.visible(access.ports.executions, MediaExecution, query.namespace)
    page = paging.page_of(filter(query.matches, found), query, access.signer, paging.NEWEST_FIRST)
    return ExecutionList(items=[views.execution_summary(each) for each in page.items], next=page.next)


@router.post("/executions", status_code=201, summary="Run a workflow over an asset", responses=declared(404, 409))
async def create_execution(
    body: NewExecution, access: Accessed, response: Response, idempotency_key: IdempotencyKey = ""
) -> views.ExecutionDocument:
    """Create an execution; it waits for its turn, then runs."""
    asset = await access.asset(body.asset)
    attempt = _attempt(idempotency_key, access, asset.metadata.namespace, body)
    await access.require("create", MediaExecution, asset.metadata.namespace)
    await require_workflow(body.workflow, asset.metadata.namespace, "/workflow", access)
    priority = {} if body.priority is None else {"priority": body.priority}
    manifest = new_execution(
        asset.metadata, body.workflow, attempt.token(), configuration=body.configuration, **priority
    )
    return _created(await attempt.create(access.ports.executions, manifest), access, response)


@router.post("/plans", summary="What an execution would do", responses=declared(404))
async def plan_execution(body: NewExecution, access: Accessed) -> PlanView:
    """Return the plan of an execution that is not created: what runs, what is skipped and why, or what is wrong."""
    asset = await access.asset(body.asset)
    await access.require("create", MediaExecution, asset.metadata.namespace)
    manifest = new_execution(asset.metadata, body.workflow, "plan", configuration=body.configuration)
    return plan_view(await access.ports.plans.plan(asset, MediaExecution.model_validate(manifest)))


@router.get("/executions/{id}", summary="Read an execution", responses=declared(404))
async def get_execution(id: str, access: Accessed) -> views.ExecutionDocument:  # noqa: A002 - its name in the path
    """Return how far an execution is."""
    return views.execution_view(await access.execution(id))


@router.get("/executions/{id}/plan", summary="The plan of an execution", responses=declared(404, 409))
async def get_plan(id: str, access: Accessed) -> PlanView:  # noqa: A002 - as above
    """Return the plan that runs, or before the start the one that would run now."""
    found = await access.execution(id)
    asset = await access.ports.assets.get(found.metadata.namespace, found.spec.asset)
    if not found.status.plan_key:
        return plan_view(await access.ports.plans.plan(asset, found), found.status)
    plan = await run_in_threadpool(plan_of, found, asset.metadata.uid, Library(access.ports.store))
    return plan_view(plan, found.status)


@router.post("/executions/{id}:cancel", status_code=202, summary="Cancel an execution", responses=declared(404, 409))
async def cancel_execution(id: str, access: Accessed) -> views.ExecutionDocument:  # noqa: A002 - as above
    """Stop an execution and its pods; results so far stay. One that was cancelled before is answered as it is."""
    found = await access.execution(id, "update")
    if found.status.state == "Cancelled":
        return views.execution_view(found)
    if found.status.state in FINISHED:
        raise WrongState(f"{found.metadata.name} has ended: it is {found.status.state}")
    return await _changed_execution(found, cancel.cancel_patch(), access)


@router.post("/executions/{id}:resume", status_code=202, summary="Answer a waiting stage", responses=declared(404, 409))
async def resume_execution(id: str, body: StageAnswer, access: Accessed) -> views.ExecutionDocument:  # noqa: A002 - as above
    """Answer a stage that waits for a person; the execution queues and goes on."""
    found = await access.execution(id, "update")
    stage = resume.waiting_stage(found, body.stage)
    return await _changed_execution(found, resume.resume_patch(found, stage, body.data), access)


@router.post("/executions/{id}:rerun", status_code=201, summary="Run an execution again", responses=declared(404, 409))
async def rerun_execution(
    id: str,  # noqa: A002 - its name in the path
    body: Again,
    access: Accessed,
    response: Response,
    idempotency_key: IdempotencyKey = "",
) -> views.ExecutionDocument:
    """Create an execution that repeats this one: all of it, what failed, or single operators."""
    found = await access.execution(id)
    namespace = found.metadata.namespace
    await access.require("create", MediaExecution, namespace)
    asset = await access.ports.assets.get(namespace, found.spec.asset)
    attempt = _attempt(idempotency_key, access, namespace, body)
    scope: Scope = body.scope
    manifest = rerun_of(found, asset.metadata, attempt.token(), scope=scope, operators=body.operators)
    return _created(await attempt.create(access.ports.executions, manifest), access, response)


@router.delete("/executions/{id}", status_code=202, summary="Delete an execution", responses=declared(404))
async def delete_execution(id: str, access: Accessed) -> views.Receipt:  # noqa: A002 - as above
    """Delete an execution; one that runs is stopped first. Results that the asset points to stay."""
    found = await access.execution(id, "delete")
    await access.ports.executions.delete(found.metadata.namespace, found.metadata.name, found.metadata.uid)
    return views.receipt_of(found.metadata)


def _attempt(key: str, access: RequestAccess, namespace: str, body: BaseModel) -> Attempt:
    return Attempt(key, f"{access.caller.name} {namespace}", body.model_dump(mode="json"))


def _created(made: MediaExecution, access: RequestAccess, response: Response) -> views.ExecutionDocument:
    response.headers["Location"] = f"{access.deployment.prefix}/v1/executions/{made.metadata.uid}"
    return views.execution_view(made)


async def _changed_execution(
    found: MediaExecution, patch: dict[str, Any], access: RequestAccess
) -> views.ExecutionDocument:
    meta = found.metadata
    return views.execution_view(await access.ports.executions.patch(meta.namespace, meta.name, patch))
