"""Boxes: where in the image things were found, in the compact shape that a player draws."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.concurrency import run_in_threadpool
from pydantic import ConfigDict, Field

from media_insights.api.v1alpha1.meta import StatusShape
from media_insights.rest import paging
from media_insights.rest.access import Accessed
from media_insights.rest.asset_moments import FoundMoment, MomentChoice, chosen, read_by_result
from media_insights.rest.problems import declared
from media_insights.rest.stored import stored_asset
from media_insights.results.moments import Box, Moment
from media_insights.results.whole_moments import Sample
from media_insights.storage.library import StoredAsset

router = APIRouter(prefix="/v1", tags=["results"])
STANDS_ALONE = -1
"""What `track` says of a box that is no sample of a track."""


class BoxQuery(MomentChoice, paging.PageQuery):
    """Parameters of the boxes."""

    limit: Annotated[int, Field(ge=1, le=20_000, description="Boxes of a page.")] = 5000


class BoxColumns(StatusShape):
    """Boxes in the order of time: the nth value of every column is of the nth box."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "results": ["labelDetection"],
                    "titles": ["Dog"],
                    "result": [0, 0],
                    "title": [0, 0],
                    "start": [12000, 13000],
                    "end": [-1, -1],
                    "left": [1250, 1300],
                    "top": [4000, 4010],
                    "width": [2500, 2490],
                    "height": [3000, 3000],
                    "confidence": [931, 928],
                    "track": [-1, -1],
                    "next": "",
                }
            ]
        }
    )

    results: list[str] = Field(description="Names of results, to which `result` points.")
    titles: list[str] = Field(description="Titles, to which `title` points.")
    result: list[int]
    title: list[int]
    start: list[int] = Field(description="Milliseconds; -1 for what has no time.")
    end: list[int] = Field(description="Milliseconds; -1 for a point in time.")
    left: list[int] = Field(description="Ten-thousandths of the image's width.")
    top: list[int] = Field(description="Ten-thousandths of the image's height.")
    width: list[int] = Field(description="Ten-thousandths of the image's width.")
    height: list[int] = Field(description="Ten-thousandths of the image's height.")
    confidence: list[int] = Field(description="Tenths of a percent; -1 where there is none.")
    track: list[int] = Field(
        description="Number of the track in its result that the box is a sample of; -1 for what stands alone."
    )
    next: str = Field(default="", description="Cursor of the next page; empty at the end.")


@router.get("/assets/{id}/boxes", summary="Where in the image things were found", responses=declared(404, 409))
async def list_boxes(id: str, query: Annotated[BoxQuery, Query()], access: Accessed) -> BoxColumns:  # noqa: A002 - its name in the path
    """List the boxes of all detections, or of those in a span of time, in columns of whole numbers."""
    stored = await stored_asset(await access.asset(id), access)
    found = await run_in_threadpool(_boxes, stored, query)
    page = paging.page_of(found, query, access.signer, paging.ListOrder(_place_of, f"boxes {id}"))
    return _columns(page)


@dataclass(frozen=True, slots=True)
class PlacedBox:
    """A box, and the detection that it is of."""

    found: FoundMoment
    number: int
    """Its place in the moment."""
    box: Box
    track: int = STANDS_ALONE

    @property
    def place(self) -> tuple[int, str, int, int]:
        """What boxes are sorted by, which no two share."""
        return (*self.found.place, self.number)


def _boxes(stored: StoredAsset, query: BoxQuery) -> list[PlacedBox]:
    asset = chosen(stored, query)
    read = read_by_result(asset, query, lambda name: list(asset.sampled_moments(name)))
    return [
        placed
        for name, moments in read
        for at, (moment, samples) in enumerate(moments)
        for placed in (_track(name, at, moment, samples) if samples else _alone(name, at, moment))
        if query.matches(placed.found.moment)
    ]


def _alone(name: str, at: int, moment: Moment) -> Iterator[PlacedBox]:
    found = FoundMoment(name, at, moment)
    return (PlacedBox(found, number, box) for number, box in enumerate(moment.boxes))


def _track(name: str, at: int, moment: Moment, samples: Sequence[Sample]) -> Iterator[PlacedBox]:
    """Yield the boxes of a track, which are points in time: where it was in the frames that were analysed."""
    boxes = ((each, box) for each in samples for box in each.boxes)
    for number, (each, box) in enumerate(boxes):
        detection = replace(moment, start=each.at, end=None, confidence=each.confidence)
        yield PlacedBox(FoundMoment(name, at, detection), number, box, track=at)


def _place_of(placed: PlacedBox) -> tuple[int, str, int, int]:
    return placed.place


def _columns(page: paging.Page[PlacedBox]) -> BoxColumns:
    moments, boxes = [each.found.moment for each in page.items], [each.box for each in page.items]
    results = list(dict.fromkeys(each.found.result for each in page.items))
    titles = list(dict.fromkeys(each.title for each in moments))
    result_at, title_at = ({each: at for at, each in enumerate(known)} for known in (results, titles))
    return BoxColumns(
        results=results,
        titles=titles,
        result=[result_at[each.found.result] for each in page.items],
        title=[title_at[each.title] for each in moments],
        start=[-1 if each.start is None else each.start for each in moments],
        end=[-1 if each.end is None else each.end for each in moments],
        left=[round(each.left * 10_000) for each in boxes],
        top=[round(each.top * 10_000) for each in boxes],
        width=[round(each.width * 10_000) for each in boxes],
        height=[round(each.height * 10_000) for each in boxes],
        confidence=[-1 if each.confidence is None else round(each.confidence * 10) for each in moments],
        track=[each.track for each in page.items],
        next=page.next,
    )
