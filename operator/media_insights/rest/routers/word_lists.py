"""Word lists: vocabularies, terminologies and filters of a namespace, with all their versions."""

from typing import Annotated

from fastapi import APIRouter, Path, Query, Response
from fastapi.concurrency import run_in_threadpool
from pydantic import ConfigDict, Field

from media_insights.api.v1alpha1 import MediaAsset
from media_insights.api.v1alpha1.meta import Shape, StatusShape
from media_insights.domain.word_lists import MAX_BYTES, ListKind, ListName
from media_insights.errors import InvalidObject, NoSuchObject
from media_insights.rest import paging
from media_insights.rest.access import Accessed, RequestAccess
from media_insights.rest.problems import ApiRefusal, declared
from media_insights.rest.routers.receipts import ReceiptNamespace
from media_insights.rest.stored_collections import require_collection
from media_insights.storage.word_lists import StoredList, WordLists

router = APIRouter(prefix="/v1/lists", tags=["lists"])
ListLabel = Annotated[str, Path(max_length=128, pattern=r"^[A-Za-z0-9._-]+$")]
ListVersion = Annotated[int | None, Query(ge=1, le=999_999, description="An older version; the newest when not given.")]


class WordListRow(StatusShape):
    """A list; a parameter of an operator that names a file names it ``list:KIND/NAME``."""

    namespace: str
    kind: ListKind
    name: str
    version: int = Field(description="The newest.")
    versions: list[int]
    bytes: int = Field(description="Of the newest version.")


class WordListDocument(WordListRow):
    """A list with what one of its versions holds."""

    text: str = Field(description="One term a line; a terminology is CSV whose first row names languages.")


class WordListPage(StatusShape):
    """The lists of a namespace, by kind and name."""

    items: list[WordListRow]
    next: str = Field(default="", description="Cursor of the next page; empty at the end.")


class WordListQuery(paging.PageQuery):
    """Whose lists are listed."""

    namespace: Annotated[str, Field(min_length=1, max_length=63, pattern=r"^[a-z0-9]([-a-z0-9]*[a-z0-9])?$")]


class NewWordList(Shape):
    """The next version of a list."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"text": "Narvik\nLofoten\n"}]})

    text: str = Field(min_length=1, max_length=MAX_BYTES)


@router.get("", summary="List word lists", responses=declared())
async def list_word_lists(query: Annotated[WordListQuery, Query()], access: Accessed) -> WordListPage:
    """List a namespace's vocabularies, terminologies and filters; whoever may list its assets may see them."""
    await access.require("list", MediaAsset, query.namespace)
    lists = WordLists(access.ports.store, query.namespace)
    known = await run_in_threadpool(lambda: list(lists.all()))
    page = paging.page_of(known, query, access.signer, paging.ListOrder(lambda each: each, "lists"))
    return WordListPage(items=await run_in_threadpool(_rows, lists, page.items), next=page.next)


@router.get("/{namespace}/{kind}/{name}", summary="A word list", responses=declared(404))
async def get_word_list(
    namespace: ReceiptNamespace, kind: ListKind, name: ListLabel, access: Accessed, version: ListVersion = None
) -> WordListDocument:
    """Return what a version of a list holds, and which versions there are."""
    lists = await _open(namespace, kind, name, "get", access)
    found = await run_in_threadpool(lists.describe, kind, name)
    content = await run_in_threadpool(lists.read, ListName(kind, name, version))
    return WordListDocument(**_row(namespace, found).model_dump(), text=content.decode("utf-8-sig", "replace"))


@router.put("/{namespace}/{kind}/{name}", summary="Store a word list", responses=declared(400, 404, 409))
async def put_word_list(
    namespace: ReceiptNamespace, kind: ListKind, name: ListLabel, body: NewWordList, access: Accessed
) -> WordListRow:
    """Store the next version of a list, or make it; the same content is no new version."""
    lists = await _open(namespace, kind, name, "update", access)
    try:
        return _row(namespace, await run_in_threadpool(lists.put, kind, name, body.text.encode()))
    except InvalidObject as error:
        raise ApiRefusal(400, "list-invalid", str(error), at=[("/text", str(error))]) from error


@router.delete(
    "/{namespace}/{kind}/{name}",
    status_code=204,
    response_class=Response,
    summary="Delete a word list",
    responses=declared(404, 409),
)
async def delete_word_list(namespace: ReceiptNamespace, kind: ListKind, name: ListLabel, access: Accessed) -> None:
    """Delete a list with all its versions."""
    lists = await _open(namespace, kind, name, "delete", access)
    await run_in_threadpool(lists.delete, kind, name)


async def _open(namespace: str, kind: str, name: str, verb: str, access: RequestAccess) -> WordLists:
    """Return a namespace's lists, of which the caller may do something with one. Raises ApiRefusal."""
    await require_collection(f"list:{kind}/{name}", name, namespace, verb, access)
    return WordLists(access.ports.store, namespace)


def _rows(lists: WordLists, named: list[tuple[str, str]]) -> list[WordListRow]:
    rows = []
    for kind, name in named:
        try:
            rows.append(_row(lists.namespace, lists.describe(kind, name)))
        except NoSuchObject:  # it went meanwhile
            continue
    return rows


def _row(namespace: str, found: StoredList) -> WordListRow:
    return WordListRow.model_validate(
        {
            "namespace": namespace,
            "kind": found.kind,
            "name": found.name,
            "version": found.version,
            "versions": list(found.versions),
            "bytes": found.size,
        }
    )
