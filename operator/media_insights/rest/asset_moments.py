"""Moments of an asset's results, and which of them a request asks for: the same choice for every route over them."""

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from media_insights.errors import StoreError
from media_insights.exports.assets import Asset
from media_insights.rest.problems import ApiRefusal
from media_insights.results.moments import Moment
from media_insights.storage.exportable import exportable
from media_insights.storage.library import StoredAsset

EditsOrNot = Annotated[
    Literal["on", "off"], Field(description="`off`: as the operators wrote it, without what people changed.")
]


class MomentChoice(BaseModel):
    """Parameters that choose moments."""

    model_config = ConfigDict(extra="forbid")

    result: Annotated[str, Field(max_length=63, description="Only those of one result.")] = ""
    start: Annotated[int, Field(ge=0, le=2**40, description="Only those that last at or after (ms).")] = 0
    end: Annotated[int | None, Field(ge=0, le=2**40, description="Only those that begin before (ms).")] = None
    confidence: Annotated[float, Field(ge=0, le=100, description="Only those of at least (percent).")] = 0
    edits: EditsOrNot = "on"

    def matches(self, moment: Moment) -> bool:
        """Return whether a moment is chosen; what has no time is in every span, as it is true throughout."""
        begins = moment.start is None or self.end is None or moment.start < self.end
        lasts = moment.start is None or (moment.end or moment.start) >= self.start
        return begins and lasts and self.is_sure(moment)

    def is_sure(self, moment: Moment) -> bool:
        """Return whether a moment is as sure as asked for; one without confidence always is."""
        return moment.confidence is None or moment.confidence >= self.confidence


Found = tuple[str, int, Moment]
"""A result's name, the moment's place in it, and the moment."""


def moments_by_result(stored: StoredAsset, choice: MomentChoice) -> Iterator[tuple[str, list[Moment]]]:
    """Yield each result's name and all its moments, of the result that is chosen or of all. Raises ApiRefusal."""
    asset = exportable(stored, with_edits=choice.edits == "on")
    for name in asset.indexed:
        if choice.result in ("", name):
            yield name, _readable(asset, name)


def chosen_moments(stored: StoredAsset, choice: MomentChoice) -> list[Found]:
    """Return the moments that a request asks for, in no order. Raises ApiRefusal."""
    return [
        (name, at, each)
        for name, moments in moments_by_result(stored, choice)
        for at, each in enumerate(moments)
        if choice.matches(each)
    ]


def place_in_time(found: Found) -> tuple[int, str, int]:
    """Return what moments are sorted by: their start (-1 without one), then result and place, which no two share."""
    result, at, moment = found
    return -1 if moment.start is None else moment.start, result, at


def _readable(asset: Asset, name: str) -> list[Moment]:
    """Return the moments of a result. Raises ApiRefusal for one that its store no longer has as it was."""
    try:
        return list(asset.moments(name))
    except StoreError as error:
        raise ApiRefusal(409, "result-damaged", f"the result {name} cannot be read: {error}") from error
