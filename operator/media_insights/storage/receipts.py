"""Receipts of deleted assets and results: what was stored of them, and that nothing of it is left."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from media_insights.domain import layout
from media_insights.domain.planning.plans_json import canonical
from media_insights.errors import Damaged, NoSuchBucket, NoSuchObject, StoreError, Unavailable
from media_insights.results.stored_json import parse_json
from media_insights.storage.library import MOST_OF_A_RUN
from media_insights.storage.store import ObjectInfo, Store

DIGESTED_BYTES = 16 * 2**20
"""A larger object is named with its ETag alone: to read hours of video in order to delete them is no use."""
MOST_LISTED = MOST_OF_A_RUN
"""Objects that a receipt lists; of more it says how many they were."""


@dataclass(frozen=True, slots=True)
class Deleted:
    """An asset that is deleted."""

    namespace: str
    name: str
    uid: str
    at: str
    """RFC 3339, UTC."""
    because: str = ""
    """Why, where it was not by somebody's wish."""


@dataclass(frozen=True, slots=True)
class DeletedResult(Deleted):
    """A result of an asset that is deleted, as far as it was made until ``at``."""

    result: str = field(kw_only=True)
    spared: tuple[str, ...] = field(default=(), kw_only=True)
    """Prefixes whose results stay."""


def delete_asset(store: Store, asset: Deleted) -> dict[str, Any]:
    """Remove everything that is stored of an asset, verify that nothing is left, and store and return the receipt.

    Safe to repeat: what is to go is written down first, so that a deletion that was interrupted is told whole. Raises
    Unavailable when something is left, because somebody wrote meanwhile.
    """
    objects = _stored(store, asset)
    found = list(islice(objects, MOST_LISTED))
    told = _told_first(store, asset, found, more=sum(1 for _ in objects))
    for place in _places(asset):
        if any(True for _ in _all(store, place)):
            store.delete_prefix(place)
    if left := sum(1 for _ in _stored(store, asset)):
        raise Unavailable(f"{left} objects of {asset.name} are still there: somebody wrote them meanwhile")
    return _write(store, asset, told, 0)


def delete_result(store: Store, result: DeletedResult) -> dict[str, Any]:
    """Remove a result from the folders of its asset's executions, and store and return the receipt.

    Safe to repeat, like :func:`delete_asset`.
    """
    found = [info for info in _stored(store, result) if _is_of(info.key, result)]
    told = _told_first(store, result, found, more=0)
    for info in found:
        store.delete(info.key)
    return _write(store, result, told, 0)


def result_receipt_key(namespace: str, asset_uid: str, result: str) -> str:
    """Return the key of the receipt for a deleted result of an asset: the last time that it was deleted."""
    return layout.receipt_key(namespace, f"asset-{asset_uid}-result-{result}")


def receipt_of_result(store: Store, namespace: str, asset_uid: str, result: str) -> dict[str, Any]:
    """Return the receipt of a deleted result. Raises NoSuchObject without one, Damaged for one that cannot be read."""
    return _receipt(store, result_receipt_key(namespace, asset_uid, result))


def receipt_of_asset(store: Store, namespace: str, asset_uid: str) -> dict[str, Any]:
    """Return the receipt of a deleted asset. Raises NoSuchObject without one, Damaged for one that cannot be read."""
    return _receipt(store, layout.asset_receipt_key(namespace, asset_uid))


def _receipt(store: Store, key: str) -> dict[str, Any]:
    try:
        found: dict[str, Any] = parse_json(store.get(key), f"the receipt {key}")
    except NoSuchBucket as error:
        raise NoSuchObject(str(error)) from error
    return found


def _places(asset: Deleted) -> tuple[str, str]:
    return layout.asset_prefix(asset.namespace, asset.uid), layout.former_asset_prefix(asset.uid)


def _stored(store: Store, asset: Deleted) -> Iterator[ObjectInfo]:
    return (info for place in _places(asset) for info in _all(store, place))


def _is_of(key: str, result: DeletedResult) -> bool:
    """Return whether a key is that of a result, in the folder of an execution whose results do not stay."""
    folder, file = layout.in_execution(key)
    own = [layout.result_key("", result.result, suffix) for suffix in (".json", ".ndjson")]
    return file in own and folder not in result.spared


def _key_of(asset: Deleted) -> str:
    if isinstance(asset, DeletedResult):
        return result_receipt_key(asset.namespace, asset.uid, asset.result)
    return layout.asset_receipt_key(asset.namespace, asset.uid)


@dataclass(frozen=True, slots=True)
class _Told:
    """What a receipt says was there."""

    objects: tuple[dict[str, Any], ...] = ()
    more: int = 0
    """Objects that are not among them."""


def _told_first(store: Store, asset: Deleted, found: Sequence[ObjectInfo], *, more: int) -> _Told:
    """Write down what is to go, with what an interrupted deletion wrote down, and return it."""
    before = _told_before(store, asset)
    listed = {each["Key"]: each for each in before.objects}
    new = [info for info in found if info.key not in listed]
    room = max(MOST_LISTED - len(listed), 0)
    listed |= {info.key: _entry(store, info) for info in new[:room]}
    told = _Told(tuple(listed.values()), max(before.more, more + len(new[room:])))
    _write(store, asset, told, len(found) + more)
    return told


def _told_before(store: Store, asset: Deleted) -> _Told:
    """Return what an interrupted deletion wrote down; what cannot be read is written anew."""
    try:
        before = _receipt(store, _key_of(asset))
        told = _Told(tuple(before["Objects"]), int(before.get("ObjectsNotListed", 0)))
        return told if _is_same(before, asset) else _Told()
    except (NoSuchObject, Damaged, KeyError, TypeError, ValueError):
        return _Told()


def _is_same(before: dict[str, Any], asset: Deleted) -> bool:
    """Return whether a receipt is of this very deletion: a result that was made anew may be deleted anew."""
    return not isinstance(asset, DeletedResult) or before["DeletedAt"] == asset.at


def _entry(store: Store, info: ObjectInfo) -> dict[str, Any]:
    entry = {"Key": info.key, "Bytes": info.bytes, "ETag": info.etag}
    if info.bytes > DIGESTED_BYTES:
        return entry
    try:
        return {**entry, "Sha256": hashlib.sha256(store.get(info.key)).hexdigest()}
    except StoreError:  # gone meanwhile, archived, or deletable but not readable: told without a digest
        return entry


def _write(store: Store, asset: Deleted, told: _Told, left: int) -> dict[str, Any]:
    receipt = {
        "Asset": asset.name,
        "AssetId": asset.uid,
        **({"Result": asset.result} if isinstance(asset, DeletedResult) else {}),
        "Namespace": asset.namespace,
        "DeletedAt": asset.at,
        **({"Because": asset.because} if asset.because else {}),
        "Objects": list(told.objects),
        **({"ObjectsNotListed": told.more} if told.more else {}),
        "ObjectsLeft": left,
    }
    store.put(_key_of(asset), canonical(receipt).encode(), "application/json")
    return receipt


def _all(store: Store, prefix: str) -> Iterator[ObjectInfo]:
    try:
        yield from store.list(prefix)
    except NoSuchBucket:
        return
