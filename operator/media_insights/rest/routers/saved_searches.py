"""Saved searches: queries of a namespace under names, which everybody shares who may read its assets."""

from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, Header, Path, Query, Response
from fastapi.concurrency import run_in_threadpool
from pydantic import ConfigDict, Field

from media_insights.api.v1alpha1 import MediaAsset
from media_insights.api.v1alpha1.meta import Shape, StatusShape
from media_insights.api.v1alpha1.times import rfc3339
from media_insights.domain import names
from media_insights.errors import Changed, Damaged, InvalidQuery, NoSuchObject, Unavailable
from media_insights.ports.moment_search import SearchOrder, SearchRequest
from media_insights.rest import paging
from media_insights.rest.access import Accessed, RequestAccess
from media_insights.rest.conditional import IfMatch
from media_insights.rest.problems import ApiRefusal, declared
from media_insights.rest.routers.receipts import ReceiptNamespace
from media_insights.storage.saved_searches import SavedSearch, SavedSearches

router = APIRouter(prefix="/v1/searches", tags=["search"])
SearchName = Annotated[str, Path(max_length=128, pattern=r"^[A-Za-z0-9._-]+$")]
IfNoneMatch = Annotated[
    str, Header(max_length=256, description="`*`: the request is refused when there is one of that name already.")
]


class SavedSearchDocument(StatusShape):
    """A query under a name."""

    namespace: str
    name: str
    query: str
    order: SearchOrder
    by: str = Field(default="", description="Who saved it last.")
    at: str = Field(default="", description="When: RFC 3339, UTC.")


class SavedSearchList(StatusShape):
    """The saved searches of a namespace, by name."""

    items: list[SavedSearchDocument]
    next: str = Field(default="", description="Cursor of the next page; empty at the end.")
    unread: list[str] = Field(default_factory=list, description="Searches that could not be read, and why.")


class SavedSearchQuery(paging.PageQuery):
    """Whose searches are listed."""

    namespace: Annotated[str, Field(min_length=1, max_length=63, pattern=r"^[a-z0-9]([-a-z0-9]*[a-z0-9])?$")]


class NewSavedSearch(Shape):
    """A query, and the order in which it is shown."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"query": "label:Dog Confidence:>80"}]})

    query: str = Field(max_length=2000, description="As docs/search.md describes it.")
    order: SearchOrder = "relevance"


@router.get("", summary="List saved searches", responses=declared())
async def list_saved_searches(query: Annotated[SavedSearchQuery, Query()], access: Accessed) -> SavedSearchList:
    """List a namespace's saved searches; whoever may list its assets may see them."""
    await access.require("list", MediaAsset, query.namespace)
    saved = SavedSearches(access.ports.store, query.namespace)
    known = await run_in_threadpool(saved.names)
    page = paging.page_of(known, query, access.signer, paging.ListOrder(lambda name: (name,), "searches"))
    found = await run_in_threadpool(lambda: [_read(saved, name) for name in page.items])
    items = [each for each in found if isinstance(each, SavedSearchDocument)]
    return SavedSearchList(items=items, next=page.next, unread=[each for each in found if isinstance(each, str)])


@router.get("/{namespace}/{name}", summary="A saved search", responses=declared(404))
async def get_saved_search(
    namespace: ReceiptNamespace, name: SearchName, access: Accessed, response: Response
) -> SavedSearchDocument:
    """Return a query and its ETag."""
    saved = await _open(namespace, name, "get", access)
    found, etag = await run_in_threadpool(saved.read, name)
    response.headers["ETag"] = f'"{etag}"'
    return _document(namespace, found)


@router.put("/{namespace}/{name}", summary="Save a search", responses=declared(400, 404, 409, 412))
async def save_search(  # noqa: PLR0913, PLR0917 - the headers are parameters
    namespace: ReceiptNamespace,
    name: SearchName,
    body: NewSavedSearch,
    access: Accessed,
    response: Response,
    if_match: IfMatch = "",
    if_none_match: IfNoneMatch = "",
) -> SavedSearchDocument:
    """Make a saved search, or replace the one of that name; a query that cannot be read is refused."""
    saved = await _open(namespace, name, "update", access)
    await run_in_threadpool(_require_readable, body.query, namespace, access)
    search = SavedSearch(
        name=name, query=body.query, order=body.order, by=access.caller.name, at=rfc3339(datetime.now(UTC))
    )
    wanted = "" if if_none_match.strip() == "*" else _etag_in(if_match)
    try:
        etag = await run_in_threadpool(saved.save, search, wanted)
    except Changed as error:
        raise _refusal_of_change(wanted, error) from None
    response.headers["ETag"] = f'"{etag}"'
    return _document(namespace, search)


@router.delete(
    "/{namespace}/{name}",
    status_code=204,
    response_class=Response,
    summary="Delete a saved search",
    responses=declared(404, 409, 412),
)
async def delete_saved_search(
    namespace: ReceiptNamespace, name: SearchName, access: Accessed, if_match: IfMatch = ""
) -> None:
    """Delete a saved search."""
    saved = await _open(namespace, name, "update", access)
    wanted = _etag_in(if_match)
    try:
        await run_in_threadpool(saved.delete, name, wanted)
    except Changed as error:
        raise _refusal_of_change(wanted, error) from None


async def _open(namespace: str, name: str, verb: str, access: RequestAccess) -> SavedSearches:
    """Return a namespace's searches, of which the caller may do something with one. Raises ApiRefusal."""
    if not names.is_collection_name(name) or not await access.allows("get", MediaAsset, namespace):
        raise ApiRefusal(404, "not-found", f"there is no saved search {name} in {namespace}")
    if verb != "get":
        await access.require(verb, MediaAsset, namespace)
    return SavedSearches(access.ports.store, namespace)


def _require_readable(query: str, namespace: str, access: RequestAccess) -> None:
    """Ask the index for one moment, which refuses a query that it cannot read; without an index nothing is known."""
    if access.ports.search is None:
        return
    try:
        access.ports.search.search(SearchRequest(query=query, namespaces=frozenset({namespace}), limit=1))
    except InvalidQuery as error:
        where = "/query" if error.position is None else f"/query, character {error.position + 1}"
        raise ApiRefusal(400, "query-invalid", str(error), at=[(where, str(error))]) from error
    except Unavailable:
        return


def _read(saved: SavedSearches, name: str) -> SavedSearchDocument | str | None:
    """Return one, or a sentence when it cannot be read, or nothing when it went meanwhile."""
    try:
        return _document(saved.namespace, saved.read(name)[0])
    except NoSuchObject:
        return None
    except Damaged as error:
        return str(error)


def _document(namespace: str, found: SavedSearch) -> SavedSearchDocument:
    return SavedSearchDocument(
        namespace=namespace, name=found.name, query=found.query, order=found.order, by=found.by, at=found.at
    )


def _etag_in(if_match: str) -> str | None:
    text = if_match.strip()
    return None if text in ("", "*") else text.strip('"') or "none"


def _refusal_of_change(wanted: str | None, error: Changed) -> ApiRefusal:
    return ApiRefusal(409 if wanted is None else 412, "changed-meanwhile", str(error))
