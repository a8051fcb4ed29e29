"""Moments of results, and which of them a request asks for: the same choice for every route over them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Annotated, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field

from media_insights.errors import StoreError
from media_insights.exports.assets import Asset
from media_insights.rest.problems import ApiRefusal
from media_insights.results.moments import Moment
from media_insights.search.indexed_moments import IndexedMoment, indexed_moments
from media_insights.storage.exportable import exportable
from media_insights.storage.library import StoredAsset

_Read = TypeVar("_Read")
EditsOrNot = Annotated[
    Literal["on", "off"], Field(description="`off`: as the operators wrote it, without what people changed.")
]


class StoredMomentChoice(BaseModel):
    """Parameters that choose moments as operators wrote them."""

    model_config = ConfigDict(extra="forbid")

    result: Annotated[str, Field(max_length=63, description="Only those of one result.")] = ""
    start: Annotated[int, Field(ge=0, le=2**40, description="Only those that last at or after (ms).")] = 0
    end: Annotated[int | None, Field(ge=0, le=2**40, description="Only those that begin before (ms).")] = None
    confidence: Annotated[float, Field(ge=0, le=100, description="Only those of at least (percent).")] = 0

    def matches(self, moment: Moment) -> bool:
        """Return whether a moment is chosen; what has no time is in every span, as it is true throughout."""
        begins = moment.start is None or self.end is None or moment.start < self.end
        lasts = moment.start is None or (moment.end or moment.start) >= self.start
        return begins and lasts and self.is_sure(moment)

    def is_sure(self, moment: Moment) -> bool:
        """Return whether a moment is as sure as asked for; one without confidence always is."""
        return moment.confidence is None or moment.confidence >= self.confidence


class MomentChoice(StoredMomentChoice):
    """Parameters that choose moments of an asset's newest results, which people edit."""

    edits: EditsOrNot = "on"


@dataclass(frozen=True, slots=True)
class FoundMoment:
    """A moment that a request asks for, and where it stands."""

    result: str
    at: int
    """Its place in the result."""
    moment: Moment
    id: str = ""
    """Of whole moments: as in the index of the search."""

    @property
    def place(self) -> tuple[int, str, int]:
        """What moments are sorted by: their start (-1 without one), then result and place, which no two share."""
        return -1 if self.moment.start is None else self.moment.start, self.result, self.at


def chosen(stored: StoredAsset, choice: MomentChoice) -> Asset:
    """Return an asset with its newest results, as people edited them unless the request asks for something else."""
    return exportable(stored, with_edits=choice.edits == "on")


def moments_by_result(asset: Asset, choice: StoredMomentChoice) -> Iterator[tuple[str, list[Moment]]]:
    """Yield each result's name and all its moments, of the result that is chosen or of all. Raises ApiRefusal."""
    yield from read_by_result(asset, choice, lambda name: list(asset.moments(name)))


def detections(asset: Asset, choice: StoredMomentChoice) -> list[FoundMoment]:
    """Return the detections of the result that is chosen, or of all, in no order. Raises ApiRefusal."""
    return [
        FoundMoment(name, at, each)
        for name, moments in moments_by_result(asset, choice)
        for at, each in enumerate(moments)
    ]


def whole_moments(asset: Asset, choice: StoredMomentChoice) -> list[FoundMoment]:
    """Return the moments of the result that is chosen, or of all, as people see them. Raises ApiRefusal."""

    def identified(name: str) -> list[IndexedMoment]:
        return list(indexed_moments(asset.uid, name, asset.whole_moments(name), asset.indexes[name]))

    return [
        FoundMoment(name, at, each.moment, each.id)
        for name, moments in read_by_result(asset, choice, identified)
        for at, each in enumerate(moments)
    ]


def read_by_result(
    asset: Asset, choice: StoredMomentChoice, read: Callable[[str], _Read]
) -> Iterator[tuple[str, _Read]]:
    """Yield the name of each result that is chosen, and what is read of it.

    Raises ApiRefusal for one that its store no longer has as it was.
    """
    for name in asset.indexed:
        if choice.result in ("", name):
            yield name, _readable(name, read)


def _readable(name: str, read: Callable[[str], _Read]) -> _Read:
    try:
        return read(name)
    except StoreError as error:
        raise ApiRefusal(409, "result-damaged", f"the result {name} cannot be read: {error}") from error
