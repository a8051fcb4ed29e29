"""Hits as the API shows them: moments that were found, with their asset."""

from typing import Any

from pydantic import Field

from media_insights.api.v1alpha1.meta import StatusShape
from media_insights.ports.moment_search import Hit


class HitAsset(StatusShape):
    """The asset that a moment is of."""

    id: str
    name: str
    namespace: str
    title: str = ""


class HitBox(StatusShape):
    """A rectangle, as fractions of the image's width and height."""

    left: float
    top: float
    width: float
    height: float


class HitView(StatusShape):
    """A moment that was found."""

    id: str = Field(description="The same for the same finding, however often it is indexed.")
    asset: HitAsset
    result: str
    operator: str
    kind: str = Field(description="What it is of: Label, Face, Person, Text, Speech, Segment, and so on.")
    title: str = ""
    start: int | None = Field(default=None, description="Milliseconds; absent for what has no time.")
    end: int | None = None
    best: int | None = Field(default=None, description="Milliseconds of the frame that shows it best.")
    confidence: float | None = Field(default=None, description="Percent.")
    count: int = Field(description="Of how many detections it is made.")
    boxes: list[HitBox] = Field(default_factory=list)
    fields: dict[str, Any] = Field(default_factory=dict)
    snippet: str = Field(default="", description="The text that the words of the query stand in.")
    score: float | None = Field(
        default=None, description="How alike it is, at most 1; absent for what was found by its words."
    )


def hit_view(hit: Hit) -> HitView:
    """Return a hit as the API shows it."""
    moment = hit.moment
    return HitView(
        id=hit.id,
        asset=HitAsset(id=hit.asset_uid, name=hit.asset, namespace=hit.namespace, title=hit.asset_title),
        result=hit.result,
        operator=moment.operator,
        kind=moment.kind,
        title=moment.title,
        start=moment.start,
        end=moment.end,
        best=moment.best,
        confidence=moment.confidence,
        count=moment.count,
        boxes=[HitBox(left=b.left, top=b.top, width=b.width, height=b.height) for b in moment.boxes],
        fields=dict(moment.fields),
        snippet=hit.snippet,
        score=hit.score,
    )
