"""Collections of labels of one's own: images that show each, and how well they are told from each other."""

from functools import partial
from typing import Annotated

from fastapi import APIRouter, Path, Query
from fastapi.concurrency import run_in_threadpool
from pydantic import Field

from media_insights.api.v1alpha1 import MediaAsset
from media_insights.api.v1alpha1.meta import StatusShape
from media_insights.domain import custom_labels, stored_collection
from media_insights.domain.custom_labels import Example, LabelCollection
from media_insights.domain.nearest_examples import LabelRule
from media_insights.errors import Damaged, NoSuchObject
from media_insights.rest import paging
from media_insights.rest.access import Accessed, RequestAccess
from media_insights.rest.label_views import (
    LabelCollectionDocument,
    LabelCollectionRow,
    NewExample,
    NewLabelCollection,
    TrialQuery,
    label_collection_row,
    label_collection_view,
)
from media_insights.rest.naming import IdempotencyKey
from media_insights.rest.problems import ApiRefusal, declared
from media_insights.rest.repeatable_requests import FirstRequest, repeatable
from media_insights.rest.routers.collections import CollectionName, CollectionQuery
from media_insights.rest.routers.receipts import ReceiptNamespace
from media_insights.rest.stored_collections import (
    DeletedCollection,
    create_once,
    delete_stored,
    deleted_collection,
    require_collection,
    rows_of,
)
from media_insights.storage.collections import CollectionsOfLabels, label_collections
from media_insights.storage.embedded_images import embedded_image
from media_insights.storage.library import Library
from media_insights.storage.tried_labels import tried_labels

router = APIRouter(prefix="/v1/collections/labels", tags=["labels"])
DEFAULT = TrialQuery()


class LabelCollectionList(StatusShape):
    """The collections of labels of a namespace, by name."""

    items: list[LabelCollectionRow]
    next: str = Field(default="", description="Cursor of the next page; empty at the end.")
    unread: list[str] = Field(default_factory=list, description="Collections that could not be read, and why.")


class LabelReceipt(DeletedCollection):
    """What was stored of a collection of labels that is gone."""

    examples: int


@router.get("", summary="List collections of labels", responses=declared())
async def list_label_collections(query: Annotated[CollectionQuery, Query()], access: Accessed) -> LabelCollectionList:
    """List a namespace's collections; whoever may list its assets may see them."""
    await access.require("list", MediaAsset, query.namespace)
    found = label_collections(access.ports.store, query.namespace)
    known = await run_in_threadpool(found.names)
    page = paging.page_of(known, query, access.signer, paging.ListOrder(lambda name: (name,), "label-collections"))
    rows, unread = await run_in_threadpool(rows_of, found, page.items, label_collection_row)
    return LabelCollectionList(items=rows, next=page.next, unread=unread)


@router.post("", status_code=201, summary="Make a collection of labels", responses=declared(404, 409))
async def create_label_collection(
    body: NewLabelCollection, access: Accessed, idempotency_key: IdempotencyKey = ""
) -> LabelCollectionDocument:
    """Make an empty collection."""
    await access.require("create", MediaAsset, body.namespace)
    found = label_collections(access.ports.store, body.namespace)
    request = repeatable(idempotency_key, "label-collections", body.namespace, body, access)
    return await _view(body.namespace, await create_once(found, body.name, request), DEFAULT.rule)


@router.get("/{namespace}/{name}", summary="A collection of labels", responses=declared(404))
async def get_label_collection(
    namespace: ReceiptNamespace, name: CollectionName, query: Annotated[TrialQuery, Query()], access: Accessed
) -> LabelCollectionDocument:
    """Return its labels and examples, and what became of each label when its examples were hidden in turn."""
    found = await _open(namespace, name, "get", access)
    return await _view(namespace, await run_in_threadpool(found.read, name), query.rule)


@router.post("/{namespace}/{name}/examples", status_code=201, summary="Teach a label", responses=declared(404, 409))
async def add_example(
    namespace: ReceiptNamespace,
    name: CollectionName,
    body: NewExample,
    access: Accessed,
    idempotency_key: IdempotencyKey = "",
) -> LabelCollectionDocument:
    """Add an image, or a frame, over which the workflow `image-embedding` has run, as an example of a label."""
    found = await _open(namespace, name, "update", access)

    async def make(first: FirstRequest) -> LabelCollection:
        asset = await access.asset(body.asset, namespace=namespace)
        stored = Library(access.ports.store).of(asset, ())
        try:
            read = await run_in_threadpool(lambda: embedded_image(stored.results, body.time))
        except NoSuchObject as error:
            raise ApiRefusal(409, "result-missing", f"{asset.metadata.name}: {error}") from error
        except Damaged as error:
            raise ApiRefusal(409, "result-damaged", f"{asset.metadata.name}: {error}") from error
        example = Example.of(body.label, body.source or asset.metadata.name, read.vector)
        added = partial(custom_labels.with_example, model=read.model, example=example)
        return await run_in_threadpool(found.change, name, partial(stored_collection.once, first.mark, added))

    request = repeatable(idempotency_key, f"label-collections/{name}/examples", namespace, body, access)
    taught = await request.make(make, lambda _: run_in_threadpool(found.read, name))
    return await _view(namespace, taught, DEFAULT.rule)


@router.delete("/{namespace}/{name}/examples/{example}", summary="Take an example out", responses=declared(404, 409))
async def remove_example(
    namespace: ReceiptNamespace, name: CollectionName, example: Annotated[str, Path(max_length=128)], access: Accessed
) -> LabelCollectionDocument:
    """Take one example out; older versions keep it."""
    found = await _open(namespace, name, "update", access)
    left = await run_in_threadpool(found.change, name, lambda old: custom_labels.without(old, example=example))
    return await _view(namespace, left, DEFAULT.rule)


@router.delete("/{namespace}/{name}/examples", summary="Take a label out", responses=declared(404, 409))
async def remove_label(
    namespace: ReceiptNamespace,
    name: CollectionName,
    label: Annotated[str, Query(min_length=1, max_length=255, description="The label.")],
    access: Accessed,
) -> LabelCollectionDocument:
    """Take all examples of a label out; older versions keep them."""
    found = await _open(namespace, name, "update", access)
    left = await run_in_threadpool(found.change, name, lambda old: custom_labels.without(old, label=label))
    return await _view(namespace, left, DEFAULT.rule)


@router.delete("/{namespace}/{name}", summary="Delete a collection of labels", responses=declared(404, 409))
async def delete_label_collection(namespace: ReceiptNamespace, name: CollectionName, access: Accessed) -> LabelReceipt:
    """Delete a collection with all its versions, and return what was stored of it."""
    found = await _open(namespace, name, "delete", access)
    receipt = await delete_stored(found, name)
    return LabelReceipt(**deleted_collection(receipt).model_dump(), examples=receipt["Examples"])


async def _open(namespace: str, name: str, verb: str, access: RequestAccess) -> CollectionsOfLabels:
    """Return a namespace's collections, of which the caller may do something with one. Raises ApiRefusal."""
    await require_collection(f"collection of labels {name}", name, namespace, verb, access)
    return label_collections(access.ports.store, namespace)


async def _view(namespace: str, found: LabelCollection, rule: LabelRule) -> LabelCollectionDocument:
    return label_collection_view(namespace, found, await run_in_threadpool(tried_labels, found, rule))
