"""What the routes of every kind of collection do alike: allow, make one once, list what can be read, and receipts."""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import Any, TypeVar

from fastapi.concurrency import run_in_threadpool

from media_insights.api.v1alpha1 import MediaAsset
from media_insights.api.v1alpha1.meta import StatusShape
from media_insights.api.v1alpha1.times import rfc3339
from media_insights.domain import names
from media_insights.domain.stored_collection import AnyCollection
from media_insights.errors import Changed, Damaged, NoSuchObject
from media_insights.rest.access import RequestAccess
from media_insights.rest.problems import ApiRefusal
from media_insights.rest.repeatable_requests import FirstRequest, Repeatable, deleted_since
from media_insights.rest.routers.receipts import DeletedObject
from media_insights.storage.collections import Collections

Row = TypeVar("Row")


class DeletedCollection(StatusShape):
    """What was stored of a collection that is gone."""

    name: str
    namespace: str
    deleted_at: str
    objects: list[DeletedObject]
    objects_left: int


async def require_collection(what: str, name: str, namespace: str, verb: str, access: RequestAccess) -> None:
    """Refuse what a caller may not do; who may not read a collection learns nothing of it. Raises ApiRefusal."""
    if not names.is_collection_name(name) or not await access.allows("get", MediaAsset, namespace):
        raise ApiRefusal(404, "not-found", f"there is no {what} in {namespace}")
    if verb != "get":
        await access.require(verb, MediaAsset, namespace)


async def delete_stored(collections: Collections[AnyCollection], name: str) -> dict[str, Any]:
    """Delete a collection with all its versions, and return its receipt as it is stored."""
    return await run_in_threadpool(collections.delete, name, rfc3339(datetime.now(UTC)))


def deleted_collection(receipt: dict[str, Any]) -> DeletedCollection:
    """Return what every kind's receipt has."""
    return DeletedCollection(
        name=receipt["Collection"],
        namespace=receipt["Namespace"],
        deleted_at=receipt["DeletedAt"],
        objects=[
            DeletedObject(key=each["Key"], bytes=each["Bytes"], sha256=each["Sha256"]) for each in receipt["Objects"]
        ],
        objects_left=receipt["ObjectsLeft"],
    )


async def create_once(collections: Collections[AnyCollection], name: str, request: Repeatable) -> AnyCollection:
    """Return an empty collection, the same one each time its request comes. Raises ApiRefusal (409)."""

    async def make(first: FirstRequest) -> AnyCollection:
        try:
            return await run_in_threadpool(collections.create, name, first.at, first.mark)
        except Changed as error:
            raise ApiRefusal(409, "already-exists", str(error)) from None

    async def again(first: FirstRequest) -> AnyCollection:
        try:
            found = await run_in_threadpool(collections.read, name)
        except NoSuchObject:
            raise deleted_since() from None
        if found.request != first.mark:
            raise deleted_since()
        return found

    return await request.make(make, again)


def rows_of(
    collections: Collections[AnyCollection], names: Iterable[str], row: Callable[[str, AnyCollection], Row]
) -> tuple[list[Row], list[str]]:
    """Return a row of each collection, and a sentence for each that cannot be read."""
    rows, unread = list[Row](), list[str]()
    for each in names:
        try:
            rows.append(row(collections.namespace, collections.read(each)))
        except NoSuchObject:  # it went meanwhile
            continue
        except Damaged as error:
            unread.append(str(error))
    return rows, unread
