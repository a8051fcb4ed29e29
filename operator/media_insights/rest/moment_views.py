"""Moments as the API shows them, wherever: what was found, when, and where in the image."""

from typing import Any

from pydantic import Field

from media_insights.api.v1alpha1.meta import StatusShape
from media_insights.results.moments import Box, Moment, shown_members


class BoxView(StatusShape):
    """A rectangle, as fractions of the image's width and height."""

    left: float
    top: float
    width: float
    height: float


class FindingView(StatusShape):
    """What was found, and when."""

    result: str
    operator: str = Field(description="As in the search index, for instance `label_detection`.")
    kind: str = Field(description="What it is of: Label, Face, Person, Text, Speech, Segment, and so on.")
    title: str = ""
    start: int | None = Field(default=None, description="Milliseconds; absent for what has no time.")
    end: int | None = None
    best: int | None = Field(default=None, description="Milliseconds of the frame that shows it best.")
    confidence: float | None = Field(default=None, description="Percent.")
    count: int = Field(default=1, description="Of how many detections it is made.")
    boxes: list[BoxView] = Field(default_factory=list)


def box_view(box: Box) -> BoxView:
    """Return a rectangle as the API shows it."""
    return BoxView(left=box.left, top=box.top, width=box.width, height=box.height)


def members_of(result: str, moment: Moment) -> dict[str, Any]:
    """Return the members of a :class:`FindingView` of a moment."""
    return {"result": result, **shown_members(moment), "boxes": [box_view(each) for each in moment.boxes]}
