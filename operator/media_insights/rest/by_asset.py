"""Lists over the results of many assets: read asset after asset, a bounded number for each page.

A page may have fewer items than asked for, or none, and still a ``next``: then so many assets had nothing.
"""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from fastapi.concurrency import run_in_threadpool

from media_insights.api.v1alpha1 import MediaAsset
from media_insights.errors import Damaged, NoSuchBucket, NoSuchObject, NotFound
from media_insights.ports.objects import ObjectSummary
from media_insights.rest import paging
from media_insights.rest.access import RequestAccess
from media_insights.rest.stored import stored_asset
from media_insights.storage.library import StoredAsset

MOST_ASSETS = 25
"""Assets whose results are read for one page."""
_SHOWN = 32
"""Characters of a title that decide its place; its digest decides the rest."""
T = TypeVar("T")
OfAsset = tuple[MediaAsset, T]


@dataclass(frozen=True, slots=True)
class PageOfAssets(Generic[T]):
    """Items with the asset that each is of, and what kept other assets from being read."""

    items: list[OfAsset[T]]
    next: str
    unread: list[str]
    """A sentence for each asset whose results could not be read."""


async def page_over_assets(
    query: paging.ListQuery,
    access: RequestAccess,
    name: str,
    items_of: Callable[[StoredAsset], Sequence[T]],
    place_of: Callable[[T], tuple[Any, ...]],
) -> PageOfAssets[T]:
    """Return a page of what assets have, newest assets first; ``place_of`` is an item's place within its asset."""
    at = paging.last_of(query, access.signer, name)
    left = _left(await _readable(query.namespace, access), at)
    found, unread = list[OfAsset[T]](), list[str]()
    for read, (summary, beyond) in enumerate(left):
        if read == MOST_ASSETS:
            return PageOfAssets(found, paging.cursor_of(query, access.signer, name, at), unread)
        before, at = at, (summary.created, summary.uid)
        try:
            asset, items = await _items(summary, access, items_of)
        except NotFound:  # it went meanwhile
            continue
        except (Damaged, NoSuchBucket, NoSuchObject) as error:
            unread.append(f"{summary.name}: {error}")
            continue
        for item in (each for each in items if not beyond or list(place_of(each)) > beyond):
            if len(found) == query.limit:
                return PageOfAssets(found, paging.cursor_of(query, access.signer, name, before), unread)
            found.append((asset, item))
            before = (*at, *place_of(item))
    return PageOfAssets(found, "", unread)


def place_of_title(title: str, shown: int = _SHOWN) -> tuple[str, str]:
    """Return a title's place in a list, of bounded length: results decide how long titles are, cursors hold places."""
    return title[:shown], hashlib.sha256(title.encode()).hexdigest()[:16]


def _left(newest_first: Sequence[ObjectSummary], last: tuple[Any, ...]) -> list[tuple[ObjectSummary, list[Any]]]:
    """Return the assets that are left, each with the place in it after which to go on (empty: from its beginning)."""
    if not last:
        return [(each, []) for each in newest_first]
    end, within = tuple(last[:2]), list(last[2:])
    left = [(each, list[Any]()) for each in newest_first if (each.created, each.uid) < end]
    same = [(each, within) for each in newest_first if within and (each.created, each.uid) == end]
    return [*same, *left]


async def _readable(namespace: str, access: RequestAccess) -> list[ObjectSummary]:
    """Return the assets whose results the caller may read, newest first."""
    visible = await access.visible(access.ports.assets, MediaAsset, namespace)
    readable = {each: await access.allows("get", MediaAsset, each) for each in sorted({v.namespace for v in visible})}
    found = [each for each in visible if readable[each.namespace]]
    return sorted(found, key=lambda each: (each.created, each.uid), reverse=True)


async def _items(
    summary: ObjectSummary, access: RequestAccess, items_of: Callable[[StoredAsset], Sequence[T]]
) -> tuple[MediaAsset, Sequence[T]]:
    asset = await access.ports.assets.get(summary.namespace, summary.name)
    return asset, await run_in_threadpool(items_of, await stored_asset(asset, access))
