"""Locks of assets, as the engine has them: advice to its clients, which no write heeds.

A lock is an annotation, written only while the asset is as it was read: of two at the same time one is refused.
"""

import json
import time
from typing import Any

from media_insights.api.v1alpha1 import MediaAsset, labels
from media_insights.api.v1alpha1.meta import Manifest
from media_insights.rest.problems import ApiRefusal


def lock_of(asset: MediaAsset) -> dict[str, Any] | None:
    """Return the lock of an asset, None without one, and for an annotation that somebody else wrote."""
    try:
        found = json.loads(asset.metadata.annotations.get(labels.LOCK, ""))
        return {"AssetId": asset.metadata.uid, "LockedBy": str(found["by"]), "LockedAt": int(found["at"])}
    except (ValueError, KeyError, TypeError):
        return None


def lock_patch(asset: MediaAsset, who: str) -> Manifest:
    """Return the patch that locks an asset. Raises ApiRefusal (409) when it is locked."""
    lock = lock_of(asset)
    if lock:
        raise ApiRefusal(409, "wrong-state", f"asset {asset.metadata.uid} is locked by {lock['LockedBy']}")
    return _patch(json.dumps({"by": who, "at": int(time.time())}))


def unlock_patch(asset: MediaAsset) -> Manifest:
    """Return the patch that unlocks an asset. Raises ApiRefusal (409) when it is not locked."""
    if lock_of(asset) is None:
        raise ApiRefusal(409, "wrong-state", f"asset {asset.metadata.uid} is not locked")
    return _patch(None)


def _patch(value: str | None) -> Manifest:
    return {"metadata": {"annotations": {labels.LOCK: value}}}
