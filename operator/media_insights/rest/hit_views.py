"""Hits as the API shows them: moments that were found, with their asset."""

from typing import Any

from pydantic import Field

from media_insights.api.v1alpha1.meta import StatusShape
from media_insights.ports.moment_search import Hit
from media_insights.rest.moment_views import FindingView, members_of


class HitAsset(StatusShape):
    """The asset that something is of."""

    id: str
    name: str
    namespace: str
    title: str = ""


class HitView(FindingView):
    """A moment that was found."""

    id: str = Field(description="The same for the same finding, however often it is indexed.")
    asset: HitAsset
    fields: dict[str, Any] = Field(default_factory=dict)
    snippet: str = Field(default="", description="The text that the words of the query stand in.")
    score: float | None = Field(
        default=None, description="How alike it is, at most 1; absent for what was found by its words."
    )


def hit_view(hit: Hit) -> HitView:
    """Return a hit as the API shows it."""
    return HitView(
        id=hit.id,
        asset=HitAsset(id=hit.asset_uid, name=hit.asset, namespace=hit.namespace, title=hit.asset_title),
        fields=dict(hit.moment.fields),
        snippet=hit.snippet,
        score=hit.score,
        **members_of(hit.result, hit.moment),
    )
