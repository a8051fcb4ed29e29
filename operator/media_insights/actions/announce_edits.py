"""Announcing edits: the log of an asset's edits has a new entry, and whoever follows the asset is told."""

from media_insights.api.v1alpha1 import labels
from media_insights.api.v1alpha1.meta import Manifest


def edits_patch(version: int) -> Manifest:
    """Return the patch that says which version of the log people have made; told twice, it is told once."""
    return {"metadata": {"annotations": {labels.EDITS: str(version)}}}
