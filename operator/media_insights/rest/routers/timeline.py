"""Timeline: all moments of an asset as lanes over time, as a player draws them."""

from itertools import islice
from typing import Annotated, Literal

from fastapi import APIRouter, Query
from fastapi.concurrency import run_in_threadpool
from pydantic import ConfigDict, Field

from media_insights.api.v1alpha1 import MediaAsset
from media_insights.api.v1alpha1.meta import StatusShape
from media_insights.rest.access import Accessed
from media_insights.rest.asset_moments import MomentChoice, chosen, moments_by_result
from media_insights.rest.lanes import CoveredTime, LaneKey, TimelineLane, joined_lanes, lanes_of
from media_insights.rest.problems import declared
from media_insights.rest.stored import stored_asset
from media_insights.storage.library import StoredAsset

router = APIRouter(prefix="/v1", tags=["results"])
MOST_LANES = 200


class TimelineQuery(MomentChoice):
    """Parameters of the timeline."""

    lanes: Annotated[
        Literal["result", "title"], Field(description="A lane for each result, or for each title in it.")
    ] = "result"
    buckets: Annotated[
        int, Field(ge=1, le=2000, description="A lane with more stretches is counted in so many buckets instead.")
    ] = 500


class LaneView(StatusShape):
    """One lane: its stretches, or where there are too many of them their number in each bucket."""

    result: str
    operator: str
    title: str = Field(default="", description="Empty for a lane of a whole result.")
    moments: int = Field(description="How many moments are in the lane.")
    starts: list[int] = Field(default_factory=list, description="Milliseconds, ascending.")
    ends: list[int] = Field(default_factory=list, description="Milliseconds; of the stretch of the same place.")
    confidences: list[float] = Field(
        default_factory=list, description="Percent, the highest of the stretch; -1 where there is none."
    )
    counts: list[int] = Field(default_factory=list, description="Stretches that reach into each bucket.")


class TimelineView(StatusShape):
    """Lanes over a span of time."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "start": 0,
                    "end": 60000,
                    "bucketMillis": 120,
                    "lanes": [
                        {
                            "result": "labelDetection",
                            "operator": "label_detection",
                            "title": "Dog",
                            "moments": 14,
                            "starts": [12000],
                            "ends": [26000],
                            "confidences": [93.1],
                            "counts": [],
                        }
                    ],
                    "omitted": 0,
                }
            ]
        }
    )

    start: int
    end: int = Field(description="Milliseconds: as asked for, or the length of the media.")
    bucket_millis: int = Field(description="Width of a bucket.")
    lanes: list[LaneView]
    omitted: int = Field(default=0, description=f"Lanes beyond {MOST_LANES} that are left out.")


@router.get("/assets/{id}/timeline", summary="What was found, as lanes over time", responses=declared(404, 409))
async def get_timeline(id: str, query: Annotated[TimelineQuery, Query()], access: Accessed) -> TimelineView:  # noqa: A002 - its name in the path
    """Return one lane for each result or title: stretches in which it was found, or their number over time."""
    stored = await stored_asset(await access.asset(id), access)
    return await run_in_threadpool(_timeline, stored, query)


def _timeline(stored: StoredAsset, query: TimelineQuery) -> TimelineView:
    found: dict[LaneKey, list[CoveredTime]] = {}
    for name, moments in moments_by_result(chosen(stored, query), query):
        found |= lanes_of(name, [each for each in moments if query.is_sure(each)], by_title=query.lanes == "title")
    lanes = [lane.within(query.start, query.end) for lane in joined_lanes(found)]
    lanes = [lane for lane in lanes if lane.stretches]
    end = query.end if query.end is not None else _end_of(stored.asset, lanes)
    width = max(1, -(-(end - query.start) // query.buckets))
    shown = [_lane_view(each, query, width) for each in islice(lanes, MOST_LANES)]
    return TimelineView(
        start=query.start, end=end, bucket_millis=width, lanes=shown, omitted=max(0, len(lanes) - MOST_LANES)
    )


def _end_of(asset: MediaAsset, lanes: list[TimelineLane]) -> int:
    media = asset.status.media
    length = (media.duration_millis if media else 0) or 0
    return max([length, *(lane.stretches[-1].end for lane in lanes)])


def _lane_view(lane: TimelineLane, query: TimelineQuery, width: int) -> LaneView:
    many = len(lane.stretches) > query.buckets
    shown = () if many else lane.stretches
    return LaneView(
        result=lane.key.result,
        operator=lane.key.operator,
        title=lane.key.title,
        moments=lane.moments,
        starts=[each.start for each in shown],
        ends=[each.end for each in shown],
        confidences=[each.confidence for each in shown],
        counts=lane.counts(query.start, width, query.buckets) if many else [],
    )
