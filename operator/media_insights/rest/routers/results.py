"""Results: what operators found out, as stored, and as moments that have one shape for all operators."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request, Response
from fastapi.concurrency import run_in_threadpool
from pydantic import Field

from media_insights.api.v1alpha1 import MediaAsset
from media_insights.api.v1alpha1.meta import StatusShape
from media_insights.exports.assets import Asset
from media_insights.rest import paging, views
from media_insights.rest.access import Accessed, RequestAccess
from media_insights.rest.asset_moments import (
    EditsOrNot,
    FoundMoment,
    MomentChoice,
    StoredMomentChoice,
    chosen,
    detections,
    whole_moments,
)
from media_insights.rest.conditional import IfMatch, require_match
from media_insights.rest.moment_views import FindingView, members_of
from media_insights.rest.object_bytes import HARMLESS, object_response
from media_insights.rest.problems import ApiRefusal, Responses, declared
from media_insights.rest.repeated_sentences import without_repeated
from media_insights.rest.result_deletion import delete_result
from media_insights.rest.stored import content_type_of, plan_of, stored_asset
from media_insights.storage.edited_results import EditedResults, edited_results
from media_insights.storage.exportable import exportable_run
from media_insights.storage.library import Library, StoredResults
from media_insights.storage.stored_vectors import StoredVectors, planned_vectors, vectors_of

router = APIRouter(prefix="/v1", tags=["results"])
StoredResultName = Annotated[str, Path(max_length=63, description="The result's name, for instance `labelDetection`.")]


class ResultList(StatusShape):
    """The newest finished result of every operator."""

    items: list[views.ResultView]


class MomentView(FindingView):
    """Something that was found, and when."""

    id: str = Field(default="", description="Of whole moments: the same for the same finding, also in the search.")
    fields: dict[str, Any] = Field(default_factory=dict)


class MomentList(StatusShape):
    """A page of moments in the order of time."""

    items: list[MomentView]
    next: str = ""


class _PageOfMoments(StoredMomentChoice, paging.PageQuery):
    limit: Annotated[int, Field(ge=1, le=2000, description="Moments of a page.")] = 50
    whole: Annotated[
        bool, Field(description="As people see them: what is seen in frame after frame is one moment.")
    ] = False


class MomentQuery(MomentChoice, _PageOfMoments):
    """Parameters of the list of an asset's moments."""


class ExecutionMomentQuery(_PageOfMoments):
    """Parameters of the list of an execution's moments."""


@router.get("/assets/{id}/results", summary="Which results an asset has", responses=declared(404))
async def list_results(id: str, access: Accessed) -> ResultList:  # noqa: A002 - its name in the path
    """List the newest finished result of every operator."""
    return ResultList(items=views.asset_view(await access.asset(id)).results)


_RESULT: Responses = {
    **declared(404, 416),
    200: {"description": "The result.", "content": {"application/json": {"schema": {}}}},
    206: {"description": "A range of it."},
    304: {"description": "It is as it was read before."},
}


@router.get(
    "/assets/{id}/results/{name}",
    summary="A result",
    response_class=Response,
    responses=_RESULT,
)
async def get_result(
    id: str,  # noqa: A002 - as above
    name: StoredResultName,
    request: Request,
    access: Accessed,
    edits: Annotated[EditsOrNot, Query()] = "on",
) -> Response:
    """Return one result as people edited it, or as it is stored; its shape is described by the result's JSON schema."""
    asset = await access.asset(id)
    if edits == "on":
        found = await run_in_threadpool(edited_results, await stored_asset(asset, access))
        if name in found and found.log.of(name) and name in found.indexes:
            return await _edited_response(request, found, name)
    stored = await run_in_threadpool(lambda: Library(access.ports.store).of(asset, ()).results)
    return await _one_of(stored, name, asset.metadata.name, request, access)


@router.delete(
    "/assets/{id}/results/{name}", status_code=202, summary="Delete a result", responses=declared(404, 409, 412)
)
async def delete_one_result(
    id: str,  # noqa: A002 - as above
    name: StoredResultName,
    access: Accessed,
    if_match: IfMatch = "",
) -> views.Receipt:
    """Delete a result as it is now, of whatever execution, with a receipt; media that its operator made stay."""
    asset = await access.asset(id, "delete")
    require_match(if_match, asset.metadata)
    await delete_result(asset, name, access)
    meta = asset.metadata
    receipt = f"{access.deployment.prefix}/v1/receipts/{meta.namespace}/{meta.uid}/results/{name}"
    return views.receipt_of(meta).model_copy(update={"receipt": receipt})


@router.get(
    "/executions/{id}/results/{name}",
    summary="A result of an execution as it is stored",
    response_class=Response,
    responses=_RESULT,
)
async def get_result_of_execution(
    id: str,  # noqa: A002 - as above
    name: StoredResultName,
    request: Request,
    access: Accessed,
) -> Response:
    """Return a result that this execution made, also where a later one has made another."""
    execution = await access.execution(id)
    await access.require("get", MediaAsset, execution.metadata.namespace)
    stored = Library(access.ports.store).of_execution(execution.status)
    return await _one_of(stored, name, execution.metadata.name, request, access)


@router.get("/assets/{id}/moments", summary="What was found, and when", responses=declared(404, 409))
async def list_moments(id: str, query: Annotated[MomentQuery, Query()], access: Accessed) -> MomentList:  # noqa: A002 - as above
    """List the moments of all results, or of one, in the order of time: each detection, or `whole` moments."""
    stored = await stored_asset(await access.asset(id), access)

    def page() -> MomentList:
        return _page_of_moments(chosen(stored, query), vectors_of(stored), _Asked(query, access, id))

    return await run_in_threadpool(page)


@router.get("/executions/{id}/moments", summary="What an execution found, and when", responses=declared(404, 409))
async def list_moments_of_execution(
    id: str,  # noqa: A002 - as above
    query: Annotated[ExecutionMomentQuery, Query()],
    access: Accessed,
) -> MomentList:
    """List the moments of the results that this execution made or took over, as its operators wrote them.

    With the moments of another execution of the same asset, this tells what other models or parameters changed.
    """
    execution = await access.execution(id)
    await access.require("get", MediaAsset, execution.metadata.namespace)
    asset = await access.ports.assets.get(execution.metadata.namespace, execution.spec.asset)

    def page() -> MomentList:
        library = Library(access.ports.store)
        plan = plan_of(execution, asset.metadata.uid, library)
        results = library.of_execution(execution.status)
        vectors = planned_vectors([plan], results.pointers)
        return _page_of_moments(exportable_run(asset, results, plan), vectors, _Asked(query, access, id))

    return await run_in_threadpool(page)


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a request asks for, and of what."""

    query: _PageOfMoments
    access: RequestAccess
    owner: str


def _page_of_moments(asset: Asset, vectors: Mapping[str, StoredVectors], asked: _Asked) -> MomentList:
    query = asked.query
    every = (whole_moments if query.whole else detections)(asset, query)
    once = every if query.result else without_repeated(every, asset, vectors)
    found = [each for each in once if query.matches(each.moment)]
    page = paging.page_of(found, query, asked.access.signer, paging.ListOrder(_place_of, f"moments {asked.owner}"))
    return MomentList(items=[_view(each) for each in page.items], next=page.next)


async def _edited_response(request: Request, found: EditedResults, name: str) -> Response:
    """Return an edited result whole: ranges are for what is stored."""
    content = await run_in_threadpool(lambda: json.dumps(found[name], ensure_ascii=False).encode())
    etag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    if etag in request.headers.get("If-None-Match", ""):
        return Response(status_code=304, headers={**HARMLESS, "ETag": etag})
    return Response(content, headers={**HARMLESS, "ETag": etag}, media_type="application/json")


async def _one_of(stored: StoredResults, name: str, owner: str, request: Request, access: RequestAccess) -> Response:
    if name not in stored:
        known = ", ".join(sorted(stored)) or "none yet"
        raise ApiRefusal(404, "not-found", f"{owner} has no result {name}; it has: {known}")
    key = stored.pointers[name]
    return await object_response(request, access.ports.store, key, content_type_of(key))


def _place_of(found: FoundMoment) -> tuple[int, str, int]:
    return found.place


def _view(found: FoundMoment) -> MomentView:
    return MomentView(id=found.id, fields=dict(found.moment.fields), **members_of(found.result, found.moment))
