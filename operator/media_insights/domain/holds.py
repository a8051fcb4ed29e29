"""Legal hold: an asset that has one is not deleted, nor anything of it, until it is lifted."""

from media_insights.api.v1alpha1 import MediaAsset, labels

UNSAID = "no reason is given"
LONGEST_REASON = 512
"""Characters of a reason."""


def hold_of(asset: MediaAsset) -> str:
    """Return why an asset is on legal hold; empty when it is not."""
    annotations = asset.metadata.annotations
    return (annotations[labels.LEGAL_HOLD].strip() or UNSAID) if labels.LEGAL_HOLD in annotations else ""


def sentence_of_hold(asset: MediaAsset) -> str:
    """Return the refusal to delete an asset that is on legal hold."""
    reason, name = hold_of(asset), asset.metadata.name
    return f"{name} is on legal hold ({reason}): it can be deleted when the annotation {labels.LEGAL_HOLD} is removed"
