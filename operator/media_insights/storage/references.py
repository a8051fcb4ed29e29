"""References in the store: versions of the objects that parameters name, and the collections that exist."""

from collections.abc import Iterable, Mapping

from media_insights.domain.planning.references import Address, Known, Reach
from media_insights.errors import AccessDenied, NoSuchBucket, NoSuchObject
from media_insights.storage.collections import collections_in
from media_insights.storage.store import Store


def observe_references(addresses: Iterable[Address], kinds: Iterable[str], reach: Reach, store: Store) -> Known:
    """Return what the store has of the addresses; names of collections only for kinds of which one is missing."""
    wanted = set(addresses)
    found = {address: version for address in wanted if (version := _version(address, store)) is not None}
    if wanted <= found.keys():
        return Known(versions=found)
    return Known(versions=found, collections=_collections(kinds, reach, store))


def _collections(kinds: Iterable[str], reach: Reach, store: Store) -> Mapping[str, tuple[str, ...]]:
    return {kind: collections_in(reach.namespace, kind, store.at(reach.bucket)) for kind in set(kinds)}


def _version(address: Address, store: Store) -> str | None:
    """Return the ETag; a store that may not be read says no more than one that has nothing."""
    try:
        return store.at(address.bucket).head(address.key).etag
    except (NoSuchObject, NoSuchBucket, AccessDenied):
        return None
