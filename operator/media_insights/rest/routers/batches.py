"""Batches: list, read, create, pause, go on, cancel, retry and list again; the actions are those of every front end."""

from collections.abc import Callable
from typing import Annotated, Any

from fastapi import APIRouter, Query, Response
from fastapi.concurrency import run_in_threadpool
from pydantic import ConfigDict, Field

from media_insights.actions import batch as batching
from media_insights.api.v1alpha1 import MediaAsset, MediaBatch, labels
from media_insights.api.v1alpha1.batch import BatchSource, FailureBudget, MediaBatchState
from media_insights.api.v1alpha1.meta import Manifest, Name, ObjectName, Shape, StatusShape
from media_insights.api.v1alpha1.workflow import Configuration
from media_insights.domain import batch_layout
from media_insights.errors import NoSuchObject
from media_insights.ports.objects import ObjectSummary
from media_insights.rest import paging
from media_insights.rest.access import Accessed, RequestAccess, batches_in
from media_insights.rest.batch_views import (
    BatchDocument,
    BatchFailure,
    BatchRow,
    batch_summary,
    batch_view,
    parse_failures,
)
from media_insights.rest.by_asset import place_of_title
from media_insights.rest.naming import Attempt, IdempotencyKey
from media_insights.rest.newest import patch_newest
from media_insights.rest.problems import ApiRefusal, declared
from media_insights.rest.repeatable_requests import FirstRequest, Repeatable
from media_insights.rest.usable_workflows import require_workflow
from media_insights.rest.views import Receipt, receipt_of
from media_insights.storage.store import Store

router = APIRouter(prefix="/v1/batches", tags=["batches"])
_SHOWN = 128
"""Characters of a key that decide its place in a list, before its digest does."""
_EXAMPLE: Any = {
    "namespace": "photos",
    "name": "archive-2019",
    "source": {"prefix": {"bucket": "media", "key": "archive/2019/"}, "include": ["*.jpg"]},
    "workflow": "full-analysis",
    "failureBudget": {"percent": 5},
}


class BatchQuery(paging.ListQuery):
    """Parameters of the list of batches."""

    workflow: Annotated[str, Field(max_length=253)] = ""
    state: MediaBatchState = ""

    def matches(self, found: ObjectSummary) -> bool:
        """Return whether a batch is in the list."""
        wanted = {"workflow": self.workflow, "state": self.state}
        return all(value in ("", found.fields[name]) for name, value in wanted.items())


class BatchList(StatusShape):
    """A page of batches, newest first."""

    items: list[BatchRow]
    next: str = Field(default="", description="Cursor of the next page; empty at the end.")


class BatchFailureList(StatusShape):
    """A page of the items that failed, by key."""

    items: list[BatchFailure]
    next: str = Field(default="", description="Cursor of the next page; empty at the end.")


class NewBatch(Shape):
    """Many files, and the workflow that is to run over each."""

    model_config = ConfigDict(json_schema_extra={"examples": [_EXAMPLE]})

    namespace: Name
    name: ObjectName
    source: BatchSource = Field(description="Which files are the items: exactly one of `prefix` and `list`.")
    workflow: ObjectName
    configuration: Configuration = Field(default_factory=dict, description="Operator → parameter → value.")
    parallelism: int = Field(default=20, ge=1, le=1000, description="How many items are unfinished at once, at most.")
    failure_budget: FailureBudget | None = None
    retries: int = Field(default=0, ge=0, le=100, description="How often what failed runs again by itself.")

    def to_manifest(self) -> Manifest:
        """Return the object that is created."""
        spec = self.model_dump(mode="json", by_alias=True, exclude_none=True, exclude_defaults=True)
        place = {"namespace": spec.pop("namespace"), "name": spec.pop("name")}
        return batching.batch_of(place, spec)


@router.get("", summary="List batches, newest first", responses=declared(501))
async def list_batches(query: Annotated[BatchQuery, Query()], access: Accessed) -> BatchList:
    """List the batches of one namespace, or of all that the caller may list."""
    found = await access.visible(batches_in(access.ports), MediaBatch, query.namespace)
    page = paging.page_of(filter(query.matches, found), query, access.signer, paging.NEWEST_FIRST)
    return BatchList(items=[batch_summary(each) for each in page.items], next=page.next)


@router.post("", status_code=201, summary="Run a workflow over many files", responses=declared(404, 409, 501))
async def create_batch(
    body: NewBatch, access: Accessed, response: Response, idempotency_key: IdempotencyKey = ""
) -> BatchDocument:
    """Create a batch; its source is listed, and its items begin as others end. A name that is taken is refused."""
    batches = batches_in(access.ports)
    await access.require("create", MediaBatch, body.namespace)
    await require_workflow(body.workflow, body.namespace, "/workflow", access)
    attempt = Attempt(idempotency_key, access.caller.name, body.model_dump(mode="json"))
    made = await attempt.create(batches, body.to_manifest())
    response.headers["Location"] = f"{access.deployment.prefix}/v1/batches/{made.metadata.uid}"
    return batch_view(made)


@router.get("/{id}", summary="Read a batch", responses=declared(404, 501))
async def get_batch(id: str, access: Accessed) -> BatchDocument:  # noqa: A002 - its name in the path
    """Return how far a batch is: its counts, how fast items end, and how many seconds the rest takes at this rate."""
    return batch_view(await access.batch(id))


@router.get("/{id}/failures", summary="Which items failed, and why", responses=declared(404, 409, 501))
async def list_failures(
    id: str,  # noqa: A002 - its name in the path
    query: Annotated[paging.PageQuery, Query()],
    access: Accessed,
) -> BatchFailureList:
    """List the items that failed, by key; the caller may list the assets of the batch's namespace."""
    batch = await access.batch(id)
    await access.require("list", MediaAsset, batch.metadata.namespace)
    failed = await run_in_threadpool(_failures, batch, access.ports.store)
    order = paging.ListOrder(_place_of, f"failures of {batch.metadata.uid}")
    page = paging.page_of(failed, query, access.signer, order)
    return BatchFailureList(items=page.items, next=page.next)


@router.post("/{id}:pause", status_code=202, summary="Pause a batch", responses=declared(404, 409, 501))
async def pause_batch(id: str, access: Accessed) -> BatchDocument:  # noqa: A002 - its name in the path
    """Let no further item begin; what runs goes on."""
    return await _changed_batch(id, lambda _: batching.suspension_patch(suspend=True), access)


@router.post("/{id}:resume", status_code=202, summary="Let a batch go on", responses=declared(404, 409, 501))
async def resume_batch(id: str, access: Accessed) -> BatchDocument:  # noqa: A002 - as above
    """Let items begin again after a pause."""
    return await _changed_batch(id, lambda _: batching.suspension_patch(suspend=False), access)


@router.post("/{id}:cancel", status_code=202, summary="Cancel a batch", responses=declared(404, 409, 501))
async def cancel_batch(id: str, access: Accessed) -> BatchDocument:  # noqa: A002 - as above
    """End a batch and what of it runs, which cannot be taken back; results so far stay."""
    return await _changed_batch(id, lambda _: batching.cancellation_patch(), access)


@router.post("/{id}:retry", status_code=202, summary="Run what failed again", responses=declared(404, 409, 501))
async def retry_batch(
    id: str,  # noqa: A002 - its name in the path
    access: Accessed,
    idempotency_key: IdempotencyKey = "",
) -> BatchDocument:
    """Run again what failed, and only that; refused when nothing did."""
    return await _counted_up(id, "retry", batching.retry_patch, idempotency_key, access)


@router.post("/{id}:relist", status_code=202, summary="List the source again", responses=declared(404, 409, 501))
async def relist_batch(
    id: str,  # noqa: A002 - its name in the path
    access: Accessed,
    idempotency_key: IdempotencyKey = "",
) -> BatchDocument:
    """List the source again: what is new, new versions of files, and what was refused begin; nothing else does."""
    return await _counted_up(id, "relist", batching.relisting_patch, idempotency_key, access)


@router.delete("/{id}", status_code=202, summary="Delete a batch", responses=declared(404, 501))
async def delete_batch(id: str, access: Accessed) -> Receipt:  # noqa: A002 - as above
    """Delete a batch with its assets and their results, each with its receipt; source files stay."""
    found = await access.batch(id, "delete")
    await batches_in(access.ports).delete(found.metadata.namespace, found.metadata.name, found.metadata.uid)
    return receipt_of(found.metadata)


async def _changed_batch(uid: str, patch_of: Callable[[MediaBatch], Manifest], access: RequestAccess) -> BatchDocument:
    """Patch the newest version, by which alone is known how often it was retried or listed again."""
    meta = (await access.batch(uid, "update")).metadata
    return batch_view(await patch_newest(batches_in(access.ports), meta.namespace, meta.name, patch_of))


async def _counted_up(
    uid: str, action: str, patch_of: Callable[[MediaBatch], Manifest], key: str, access: RequestAccess
) -> BatchDocument:
    """Do once what a request asks for by counting up, however often it comes: the count and its mark are one write."""
    meta = (await access.batch(uid, "update")).metadata
    batches = batches_in(access.ports)

    async def count(first: FirstRequest) -> MediaBatch:
        mark = {"metadata": {"annotations": {labels.LAST_REQUEST: first.mark}}} if first.mark else {}

        def patch_once(batch: MediaBatch) -> Manifest:
            has_counted = first.mark and batch.metadata.annotations.get(labels.LAST_REQUEST) == first.mark
            return {} if has_counted else {**mark, **patch_of(batch)}

        return await patch_newest(batches, meta.namespace, meta.name, patch_once)

    async def again(_: FirstRequest) -> MediaBatch:
        return await batches.get(meta.namespace, meta.name)

    attempt = Attempt(key, f"{access.caller.name} {meta.namespace} batches:{action}", {"batch": uid})
    request = Repeatable(store=access.ports.store, namespace=meta.namespace, attempt=attempt)
    return batch_view(await request.make(count, again))


def _failures(batch: MediaBatch, store: Store) -> list[BatchFailure]:
    meta = batch.metadata
    if batch.status.failures is None:
        return []
    try:
        return list(parse_failures(store.get(batch_layout.failures_key(meta.namespace, meta.uid))))
    except NoSuchObject:
        said = f"the list of what failed in {meta.name} is gone from the store; the next change writes it anew"
        raise ApiRefusal(409, "result-missing", said) from None


def _place_of(failed: BatchFailure) -> tuple[str, str, str]:
    """Return a failure's place in a list: of bounded length, since cursors hold it and keys have up to 1,024 bytes."""
    return *place_of_title(failed.key, _SHOWN), failed.asset
