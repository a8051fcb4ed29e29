"""Legal hold at the API: an asset that has one is not deleted by it."""

from media_insights.api.v1alpha1 import MediaAsset
from media_insights.domain.holds import hold_of, sentence_of_hold
from media_insights.rest.problems import ApiRefusal


def require_no_hold(asset: MediaAsset) -> None:
    """Raise ApiRefusal (409) for an asset that is on legal hold."""
    if hold_of(asset):
        raise ApiRefusal(409, "on-hold", sentence_of_hold(asset))
