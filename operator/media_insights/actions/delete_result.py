"""Deleting one result of an asset: the asset is asked, and whoever keeps it removes pointer and objects."""

from datetime import datetime

from media_insights.api.v1alpha1 import MediaAsset, labels
from media_insights.api.v1alpha1.meta import Manifest
from media_insights.domain.running.deleted_results import requested_deletions


def deletion_patch(asset: MediaAsset, result: str, at: datetime) -> Manifest:
    """Return the patch that asks to delete a result as far as it was made until a time; asked twice, it goes once."""
    return {"metadata": {"annotations": {labels.DELETED_RESULTS: requested_deletions(asset, result, at)}}}
