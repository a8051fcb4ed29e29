"""Collections of known faces: whom face search looks for; every change of a name can be taken back."""

from collections.abc import Callable
from functools import partial
from typing import Annotated

from fastapi import APIRouter, Path, Query
from fastapi.concurrency import run_in_threadpool
from pydantic import Field

from media_insights.api.v1alpha1 import MediaAsset
from media_insights.api.v1alpha1.meta import StatusShape
from media_insights.domain import known_faces, stored_collection
from media_insights.domain.known_faces import Collection, NameChange
from media_insights.rest import paging
from media_insights.rest.access import Accessed, RequestAccess
from media_insights.rest.collection_requests import COLLECTION_NAME, NewCollection, NewFace, NewName
from media_insights.rest.collection_views import (
    CollectionDocument,
    CollectionRow,
    collection_row,
    collection_view,
)
from media_insights.rest.indexed_faces import indexed_face
from media_insights.rest.naming import IdempotencyKey
from media_insights.rest.problems import declared
from media_insights.rest.repeatable_requests import FirstRequest, repeatable
from media_insights.rest.routers.receipts import ReceiptNamespace
from media_insights.rest.stored_collections import (
    DeletedCollection,
    create_once,
    delete_stored,
    deleted_collection,
    require_collection,
    rows_of,
)
from media_insights.storage.collections import CollectionsOfFaces, face_collections
from media_insights.storage.library import Library

router = APIRouter(prefix="/v1/collections/faces", tags=["people"])
CollectionName = Annotated[str, Path(max_length=128, pattern=COLLECTION_NAME)]


class CollectionList(StatusShape):
    """The collections of a namespace, by name."""

    items: list[CollectionRow]
    next: str = Field(default="", description="Cursor of the next page; empty at the end.")
    unread: list[str] = Field(default_factory=list, description="Collections that could not be read, and why.")


class CollectionQuery(paging.PageQuery):
    """Whose collections are listed."""

    namespace: Annotated[str, Field(min_length=1, max_length=63, pattern=r"^[a-z0-9]([-a-z0-9]*[a-z0-9])?$")]


class CollectionReceipt(DeletedCollection):
    """What was stored of a collection that is gone."""

    faces: int


@router.get("", summary="List collections of faces", responses=declared())
async def list_collections(query: Annotated[CollectionQuery, Query()], access: Accessed) -> CollectionList:
    """List a namespace's collections; whoever may list its assets may see them."""
    await access.require("list", MediaAsset, query.namespace)
    found = face_collections(access.ports.store, query.namespace)
    known = await run_in_threadpool(found.names)
    page = paging.page_of(known, query, access.signer, paging.ListOrder(lambda name: (name,), "collections"))
    rows, unread = await run_in_threadpool(rows_of, found, page.items, collection_row)
    return CollectionList(items=rows, next=page.next, unread=unread)


@router.post("", status_code=201, summary="Make a collection of faces", responses=declared(404, 409))
async def create_collection(
    body: NewCollection, access: Accessed, idempotency_key: IdempotencyKey = ""
) -> CollectionDocument:
    """Make an empty collection."""
    await access.require("create", MediaAsset, body.namespace)
    collections = face_collections(access.ports.store, body.namespace)
    request = repeatable(idempotency_key, "collections", body.namespace, body, access)
    return collection_view(body.namespace, await create_once(collections, body.name, request))


@router.get("/{namespace}/{name}", summary="Whom a collection knows", responses=declared(404))
async def get_collection(namespace: ReceiptNamespace, name: CollectionName, access: Accessed) -> CollectionDocument:
    """Return everybody whom it knows, and which changes of names can be taken back."""
    collections = await _open(namespace, name, "get", access)
    return collection_view(namespace, await run_in_threadpool(collections.read, name))


@router.post("/{namespace}/{name}/faces", status_code=201, summary="Add a face", responses=declared(404, 409))
async def add_face(
    namespace: ReceiptNamespace,
    name: CollectionName,
    body: NewFace,
    access: Accessed,
    idempotency_key: IdempotencyKey = "",
) -> CollectionDocument:
    """Add a face of an image over which the workflow `face-index` has run, under a name."""
    collections = await _open(namespace, name, "update", access)

    async def make(first: FirstRequest) -> Collection:
        asset = await access.asset(body.asset, namespace=namespace)
        results = await run_in_threadpool(lambda: Library(access.ports.store).of(asset, ()).results)
        model, face = await run_in_threadpool(indexed_face, results, asset.metadata.name, body.name, body.box)
        added = partial(known_faces.with_face, model=model, face=face)
        return await run_in_threadpool(collections.change, name, partial(stored_collection.once, first.mark, added))

    request = repeatable(idempotency_key, f"collections/{name}/faces", namespace, body, access)
    return collection_view(namespace, await request.make(make, lambda _: run_in_threadpool(collections.read, name)))


@router.delete("/{namespace}/{name}/faces/{face}", summary="Take a face out", responses=declared(404, 409))
async def remove_face(
    namespace: ReceiptNamespace, name: CollectionName, face: Annotated[str, Path(max_length=128)], access: Accessed
) -> CollectionDocument:
    """Take one face out, also out of the older versions."""
    collections = await _open(namespace, name, "update", access)
    left = await run_in_threadpool(collections.erase, name, lambda old: known_faces.without(old, face=face))
    return collection_view(namespace, left)


@router.delete("/{namespace}/{name}/people", summary="Take a person out", responses=declared(404, 409))
async def remove_person(
    namespace: ReceiptNamespace,
    name: CollectionName,
    person: Annotated[str, Query(min_length=1, max_length=255, description="The person's name.")],
    access: Accessed,
) -> CollectionDocument:
    """Take all faces of a person out, also out of the older versions."""
    collections = await _open(namespace, name, "update", access)
    left = await run_in_threadpool(collections.erase, name, lambda old: known_faces.without(old, name=person))
    return collection_view(namespace, left)


@router.post("/{namespace}/{name}/changes", status_code=201, summary="Rename or merge", responses=declared(404, 409))
async def change_names(
    namespace: ReceiptNamespace,
    name: CollectionName,
    body: NewName,
    access: Accessed,
    idempotency_key: IdempotencyKey = "",
) -> CollectionDocument:
    """Give the faces of one name, or of several, another one; results that exist already are renamed by edits."""
    collections = await _open(namespace, name, "update", access)

    async def make(first: FirstRequest) -> Collection:
        change = NameChange(id=first.id, at=first.at, by=access.caller.name, name=body.name, before={})
        renamed = partial(known_faces.renamed, originals=body.originals, change=change)
        return await run_in_threadpool(collections.change, name, partial(stored_collection.once, first.mark, renamed))

    request = repeatable(idempotency_key, f"collections/{name}/changes", namespace, body, access)
    return collection_view(namespace, await request.make(make, lambda _: run_in_threadpool(collections.read, name)))


@router.delete("/{namespace}/{name}/changes/{change}", summary="Take a renaming back", responses=declared(404, 409))
async def undo_change(
    namespace: ReceiptNamespace, name: CollectionName, change: Annotated[str, Path(max_length=63)], access: Accessed
) -> CollectionDocument:
    """Give faces the names back that they had before a renaming or merge, where nothing named them since."""
    collections = await _open(namespace, name, "update", access)
    return await _change(collections, name, lambda old: known_faces.taken_back(old, change))


@router.delete("/{namespace}/{name}", summary="Delete a collection", responses=declared(404, 409))
async def delete_collection(namespace: ReceiptNamespace, name: CollectionName, access: Accessed) -> CollectionReceipt:
    """Delete a collection with all its versions, and return what was stored of it."""
    collections = await _open(namespace, name, "delete", access)
    receipt = await delete_stored(collections, name)
    return CollectionReceipt(**deleted_collection(receipt).model_dump(), faces=receipt["Faces"])


async def _open(namespace: str, name: str, verb: str, access: RequestAccess) -> CollectionsOfFaces:
    """Return a namespace's collections, of which the caller may do something with one. Raises ApiRefusal."""
    await require_collection(f"collection {name}", name, namespace, verb, access)
    return face_collections(access.ports.store, namespace)


async def _change(
    found: CollectionsOfFaces, name: str, change: Callable[[Collection], Collection]
) -> CollectionDocument:
    return collection_view(found.namespace, await run_in_threadpool(found.change, name, change))
