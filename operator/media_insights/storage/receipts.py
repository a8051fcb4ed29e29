"""Receipts of deleted assets: what was stored of them, and that nothing of it is left."""

import hashlib
from dataclasses import dataclass
from typing import Any

from media_insights.domain import layout
from media_insights.domain.planning.plans_json import canonical
from media_insights.errors import Damaged, NoSuchBucket, NoSuchObject, StoreError, Unavailable
from media_insights.results.stored_json import parse_json
from media_insights.storage.store import ObjectInfo, Store

DIGESTED_BYTES = 16 * 2**20
"""A larger object is named with its ETag alone: to read hours of video in order to delete them is no use."""


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


def delete_asset(store: Store, asset: Deleted) -> dict[str, Any]:
    """Remove everything that is stored of an asset, verify that nothing is left, and store and return the receipt.

    Safe to repeat: what is to go is written down first, so that a deletion that was interrupted is told whole. Raises
    Unavailable when something is left, because somebody wrote meanwhile.
    """
    places = layout.asset_prefix(asset.namespace, asset.uid), layout.former_asset_prefix(asset.uid)
    found = [info for place in places for info in _all(store, place)]
    listed = {each["Key"]: each for each in _listed_before(store, asset)}
    listed |= {info.key: _entry(store, info) for info in found}
    _write(store, asset, list(listed.values()), len(found))
    for place in places:
        if any(info.key.startswith(place) for info in found):
            store.delete_prefix(place)
    if left := [info for place in places for info in _all(store, place)]:
        raise Unavailable(f"{len(left)} objects of {asset.name} are still there: somebody wrote them meanwhile")
    return _write(store, asset, list(listed.values()), 0)


def receipt_of_asset(store: Store, namespace: str, asset_uid: str) -> dict[str, Any]:
    """Return the receipt of a deleted asset. Raises NoSuchObject without one, Damaged for one that cannot be read."""
    key = layout.asset_receipt_key(namespace, asset_uid)
    try:
        found: dict[str, Any] = parse_json(store.get(key), f"the receipt {key}")
    except NoSuchBucket as error:
        raise NoSuchObject(str(error)) from error
    return found


def _listed_before(store: Store, asset: Deleted) -> list[dict[str, Any]]:
    """Return what an interrupted deletion wrote down; what cannot be read is written anew."""
    try:
        return list(receipt_of_asset(store, asset.namespace, asset.uid)["Objects"])
    except (NoSuchObject, Damaged, KeyError, TypeError):
        return []


def _entry(store: Store, info: ObjectInfo) -> dict[str, Any]:
    entry = {"Key": info.key, "Bytes": info.bytes, "ETag": info.etag}
    if info.bytes > DIGESTED_BYTES:
        return entry
    try:
        return {**entry, "Sha256": hashlib.sha256(store.get(info.key)).hexdigest()}
    except StoreError:  # gone meanwhile, archived, or deletable but not readable: told without a digest
        return entry


def _write(store: Store, asset: Deleted, objects: list[dict[str, Any]], left: int) -> dict[str, Any]:
    receipt = {
        "Asset": asset.name,
        "AssetId": asset.uid,
        "Namespace": asset.namespace,
        "DeletedAt": asset.at,
        **({"Because": asset.because} if asset.because else {}),
        "Objects": objects,
        "ObjectsLeft": left,
    }
    key = layout.asset_receipt_key(asset.namespace, asset.uid)
    store.put(key, canonical(receipt).encode(), "application/json")
    return receipt


def _all(store: Store, prefix: str) -> list[ObjectInfo]:
    try:
        return list(store.list(prefix))
    except NoSuchBucket:
        return []
