"""Collections of known faces: whom face search looks for; every change of a name can be taken back."""

import secrets
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query
from fastapi.concurrency import run_in_threadpool
from pydantic import ConfigDict, Field

from media_insights.api.v1alpha1 import MediaAsset
from media_insights.api.v1alpha1.meta import Shape, StatusShape
from media_insights.api.v1alpha1.times import rfc3339
from media_insights.domain import known_faces, names
from media_insights.domain.edits.edit_log import EditBox
from media_insights.domain.known_faces import Collection, NameChange
from media_insights.errors import Damaged, NoSuchObject
from media_insights.rest import paging
from media_insights.rest.access import Accessed, RequestAccess
from media_insights.rest.collection_views import (
    CollectionDocument,
    CollectionRow,
    collection_row,
    collection_view,
)
from media_insights.rest.indexed_faces import indexed_face
from media_insights.rest.problems import ApiRefusal, declared
from media_insights.rest.routers.receipts import DeletedObject, ReceiptNamespace
from media_insights.storage.collections import Collections
from media_insights.storage.library import Library

router = APIRouter(prefix="/v1/collections/faces", tags=["people"])
KIND = "faces"
_NAME = r"^[A-Za-z0-9._-]+$"
CollectionName = Annotated[str, Path(max_length=128, pattern=_NAME)]
FaceName = Annotated[str, Field(min_length=1, max_length=255, pattern=r"\S", description="Whose face it is.")]


class CollectionList(StatusShape):
    """The collections of a namespace, by name."""

    items: list[CollectionRow]
    next: str = Field(default="", description="Cursor of the next page; empty at the end.")
    unread: list[str] = Field(default_factory=list, description="Collections that could not be read, and why.")


class CollectionQuery(paging.PageQuery):
    """Whose collections are listed."""

    namespace: Annotated[str, Field(min_length=1, max_length=63, pattern=r"^[a-z0-9]([-a-z0-9]*[a-z0-9])?$")]


class NewCollection(Shape):
    """An empty collection."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"namespace": "newsroom", "name": "staff"}]})

    namespace: str = Field(min_length=1, max_length=63, pattern=r"^[a-z0-9]([-a-z0-9]*[a-z0-9])?$")
    name: str = Field(min_length=1, max_length=128, pattern=_NAME)


class NewFace(Shape):
    """A face of an image that `face-index` has read."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"asset": "0d4bd5a1-6f0c-4d1e-8a3c-1f2e3d4c5b6a", "name": "Jane Doe"}]}
    )

    asset: str = Field(min_length=1, max_length=63, description="Id of the image's asset, in the same namespace.")
    name: FaceName
    box: EditBox | None = Field(default=None, description="Where the face is, for an image that has several.")


class NewName(Shape):
    """Another name for one person, or one name for several who are the same."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"originals": ["Jane", "J. Doe"], "name": "Jane Doe"}]})

    originals: tuple[FaceName, ...] = Field(min_length=1, max_length=64, description="Names that get the new one.")
    name: FaceName


class CollectionReceipt(StatusShape):
    """What was stored of a collection that is gone."""

    name: str
    namespace: str
    deleted_at: str
    faces: int
    objects: list[DeletedObject]
    objects_left: int


@router.get("", summary="List collections of faces", responses=declared())
async def list_collections(query: Annotated[CollectionQuery, Query()], access: Accessed) -> CollectionList:
    """List a namespace's collections; whoever may list its assets may see them."""
    await access.require("list", MediaAsset, query.namespace)
    found = Collections(access.ports.store, query.namespace, KIND)
    known = await run_in_threadpool(found.names)
    page = paging.page_of(known, query, access.signer, paging.ListOrder(lambda name: (name,), "collections"))
    rows, unread = await run_in_threadpool(_rows, found, page.items)
    return CollectionList(items=rows, next=page.next, unread=unread)


@router.post("", status_code=201, summary="Make a collection of faces", responses=declared(409))
async def create_collection(body: NewCollection, access: Accessed) -> CollectionDocument:
    """Make an empty collection."""
    await access.require("create", MediaAsset, body.namespace)
    collections = Collections(access.ports.store, body.namespace, KIND)
    if body.name in await run_in_threadpool(collections.names):
        raise ApiRefusal(409, "already-exists", f"there is a collection {body.name} already")
    made = await run_in_threadpool(collections.create, body.name, _now())
    return collection_view(body.namespace, made)


@router.get("/{namespace}/{name}", summary="Whom a collection knows", responses=declared(404))
async def get_collection(namespace: ReceiptNamespace, name: CollectionName, access: Accessed) -> CollectionDocument:
    """Return everybody whom it knows, and which changes of names can be taken back."""
    collections = await _open(namespace, name, "get", access)
    return collection_view(namespace, await run_in_threadpool(collections.read, name))


@router.post("/{namespace}/{name}/faces", status_code=201, summary="Add a face", responses=declared(404, 409))
async def add_face(
    namespace: ReceiptNamespace, name: CollectionName, body: NewFace, access: Accessed
) -> CollectionDocument:
    """Add a face of an image over which the workflow `face-index` has run, under a name."""
    collections = await _open(namespace, name, "update", access)
    asset = await access.asset(body.asset, namespace=namespace)
    results = await run_in_threadpool(lambda: Library(access.ports.store).of(asset, ()).results)
    model, face = await run_in_threadpool(indexed_face, results, asset.metadata.name, body.name, body.box)
    return await _change(collections, name, lambda old: known_faces.with_face(old, model, face))


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
    namespace: ReceiptNamespace, name: CollectionName, body: NewName, access: Accessed
) -> CollectionDocument:
    """Give the faces of one name, or of several, another one; results that exist already are renamed by edits."""
    collections = await _open(namespace, name, "update", access)
    change = NameChange(id=secrets.token_hex(8), at=_now(), by=access.caller.name, name=body.name, before={})
    return await _change(collections, name, lambda old: known_faces.renamed(old, body.originals, change))


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
    return _receipt(await run_in_threadpool(collections.delete, name, _now()))


async def _open(namespace: str, name: str, verb: str, access: RequestAccess) -> Collections:
    """Return a namespace's collections, of which the caller may do something with one. Raises ApiRefusal."""
    if not names.is_collection_name(name) or not await access.allows("get", MediaAsset, namespace):
        raise ApiRefusal(404, "not-found", f"there is no collection {name} in {namespace}")
    if verb != "get":
        await access.require(verb, MediaAsset, namespace)
    return Collections(access.ports.store, namespace, KIND)


async def _change(found: Collections, name: str, change: Callable[[Collection], Collection]) -> CollectionDocument:
    return collection_view(found.namespace, await run_in_threadpool(found.change, name, change))


def _rows(found: Collections, names: Iterable[str]) -> tuple[list[CollectionRow], list[str]]:
    """Return the rows, and a sentence for each collection that cannot be read."""
    rows, unread = list[CollectionRow](), list[str]()
    for each in names:
        try:
            rows.append(collection_row(found.namespace, found.read(each)))
        except NoSuchObject:  # it went meanwhile
            continue
        except Damaged as error:
            unread.append(str(error))
    return rows, unread


def _receipt(stored: dict[str, Any]) -> CollectionReceipt:
    return CollectionReceipt(
        name=stored["Collection"],
        namespace=stored["Namespace"],
        deleted_at=stored["DeletedAt"],
        faces=stored["Faces"],
        objects=[
            DeletedObject(key=each["Key"], bytes=each["Bytes"], sha256=each["Sha256"]) for each in stored["Objects"]
        ],
        objects_left=stored["ObjectsLeft"],
    )


def _now() -> str:
    return rfc3339(datetime.now(UTC))
