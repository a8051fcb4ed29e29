"""Pages of lists by keyset: a cursor says after which item the next page starts, never how many to leave out.

So a page is right also when items came or went meanwhile, and the last one costs as much as the first.
"""

import hashlib
import json
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Annotated, Any, Generic, TypeVar

from pydantic import BaseModel, ConfigDict, Field

from media_insights.ports.objects import ObjectSummary
from media_insights.rest.problems import ApiRefusal
from media_insights.rest.signing import Signer, Untrusted

LIFETIME = 3600
"""Seconds for which a cursor is good."""
_PURPOSE = "cursor"
_INVALID = "cursor-invalid"

T = TypeVar("T")

Limit = Annotated[int, Field(ge=1, le=200, description="Items of a page.")]
Cursor = Annotated[str, Field(max_length=2048, description="`next` of the page before.")]


class PageQuery(BaseModel):
    """Parameters of every list."""

    model_config = ConfigDict(extra="forbid")

    limit: Limit = 50
    cursor: Cursor = ""

    def filters(self) -> dict[str, Any]:
        """Return what decides which items are in the list, and not which page of it this is."""
        return self.model_dump(exclude={"limit", "cursor"})


class ListQuery(PageQuery):
    """Parameters of every list of objects."""

    namespace: Annotated[str, Field(max_length=63, description="Default: all that the caller may list.")] = ""


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """Some items of a list, and the cursor of the next ones; empty at the end."""

    items: list[T]
    next: str


@dataclass(frozen=True, slots=True)
class ListOrder(Generic[T]):
    """The order of a list: by a key that no two items share."""

    key_of: Callable[[T], tuple[Any, ...]]
    name: str
    """Tells this list from others with the same parameters, for instance the asset that it is about."""
    descending: bool = False

    def after(self, key: tuple[Any, ...], last: tuple[Any, ...]) -> bool:
        """Return whether a key comes after another."""
        return key < last if self.descending else key > last


def _newest(summary: ObjectSummary) -> tuple[str, str]:
    return summary.created, summary.uid


def _named(summary: ObjectSummary) -> tuple[str, str]:
    return (summary.fields.get("title") or summary.name).casefold(), summary.uid


NEWEST_FIRST = ListOrder(_newest, "newest", descending=True)
"""The order of objects, where no other is asked for."""
ORDERS = {
    "newest": NEWEST_FIRST,
    "oldest": ListOrder(_newest, "oldest"),
    "title": ListOrder(_named, "title"),
}


def page_of(found: Iterable[T], query: PageQuery, signer: Signer, order: ListOrder[T]) -> Page[T]:
    """Return the page of a list that a query asks for. Raises ApiRefusal for a cursor of another list."""
    last = last_of(query, signer, order.name)
    keyed = ((order.key_of(each), each) for each in found)
    rest = [pair for pair in keyed if not last or order.after(pair[0], last)]
    rest.sort(key=lambda pair: pair[0], reverse=order.descending)
    shown = rest[: query.limit]
    more = len(rest) > query.limit
    return Page([each for _, each in shown], cursor_of(query, signer, order.name, shown[-1][0]) if more else "")


def cursor_of(query: PageQuery, signer: Signer, list_: str, last: tuple[Any, ...]) -> str:
    """Return the cursor of what comes after an item."""
    return signer.sign(_PURPOSE, {"k": last, "q": _digest(query, list_)}, expires=int(time.time()) + LIFETIME)


def last_of(query: PageQuery, signer: Signer, list_: str) -> tuple[Any, ...]:
    """Return the key of the last item of the page before; empty for the first page. Raises ApiRefusal."""
    if not query.cursor:
        return ()
    try:
        content = signer.read(_PURPOSE, query.cursor, now=time.time())
    except Untrusted as error:
        raise ApiRefusal(
            400, "cursor-invalid", f"begin with the first page: this cursor cannot be used, {error}"
        ) from None
    if content["q"] != _digest(query, list_):
        raise ApiRefusal(400, _INVALID, "the cursor belongs to a list with other parameters")
    return tuple(content["k"])


def _digest(query: PageQuery, list_: str) -> str:
    text = json.dumps([type(query).__name__, list_, query.filters()], sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]
