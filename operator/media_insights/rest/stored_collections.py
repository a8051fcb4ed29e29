"""What the routes of every kind of collection do alike: make one once, and list those that can be read."""

from collections.abc import Callable, Iterable
from typing import TypeVar

from fastapi.concurrency import run_in_threadpool

from media_insights.domain.stored_collection import AnyCollection
from media_insights.errors import Changed, Damaged, NoSuchObject
from media_insights.rest.problems import ApiRefusal
from media_insights.rest.repeatable_requests import FirstRequest, Repeatable, deleted_since
from media_insights.storage.collections import Collections

Row = TypeVar("Row")


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
