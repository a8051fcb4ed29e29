"""Waveform: how loud the audio is over time, in as many points as a player draws."""

from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.concurrency import run_in_threadpool
from pydantic import BaseModel, ConfigDict, Field

from media_insights.api.v1alpha1.meta import StatusShape
from media_insights.errors import NoSuchObject
from media_insights.rest.access import Accessed
from media_insights.rest.problems import ApiRefusal, declared
from media_insights.rest.stored import StoredFile, medium_of
from media_insights.rest.waveforms import HEADER, StoredWaveform, parse_waveform, peaks_of

router = APIRouter(prefix="/v1", tags=["media"])
MEDIUM = "Waveform"


class WaveformQuery(BaseModel):
    """Which part of a waveform, in how many points."""

    model_config = ConfigDict(extra="forbid")

    start: Annotated[int, Field(ge=0, le=2**40, description="Milliseconds.")] = 0
    end: Annotated[int | None, Field(ge=0, le=2**40, description="Milliseconds; default: the end.")] = None
    buckets: Annotated[int, Field(ge=1, le=10_000, description="Most points of the answer.")] = 1000


class WaveformView(StatusShape):
    """The least and the greatest sample of each bucket; all buckets are equally long, and end with the audio."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"start": 0, "end": 60000, "length": 60000, "min": [-3, -90], "max": [2, 88]}]}
    )

    start: int = Field(description="Milliseconds at which the first bucket begins.")
    end: int = Field(description="Milliseconds at which the last bucket ends.")
    length: int = Field(description="Milliseconds of audio in all.")
    min: list[int] = Field(description="Least sample of each bucket, -128 to 127.")
    max: list[int] = Field(description="Greatest sample of each bucket, -128 to 127.")


@router.get("/assets/{id}/waveform", summary="How loud the audio is", responses=declared(404, 409))
async def get_waveform(id: str, query: Annotated[WaveformQuery, Query()], access: Accessed) -> WaveformView:  # noqa: A002 - its name in the path
    """Return the peaks of the audio that `proxy` found, at most 50 a second. 404: it has no audio, or has not run."""
    asset = await access.asset(id)
    found = medium_of(asset, MEDIUM, access.ports.store, access.deployment.bucket)
    try:
        return await run_in_threadpool(_view, found, query)
    except NoSuchObject:
        raise ApiRefusal(404, "not-found", f"the waveform of {asset.metadata.name} is no longer stored") from None


def _view(file: StoredFile, query: WaveformQuery) -> WaveformView:
    stored = parse_waveform(file.store.range(file.key, 0, HEADER.size), file.key)
    first, last = stored.range(query.start, stored.millis if query.end is None else query.end)
    edges = _edges(first, last, query.buckets)
    lows, highs = peaks_of(lambda *part: file.store.range(file.key, *stored.place(*part)), edges)
    return WaveformView(
        start=round(stored.time_of(first)), end=_end(stored, last), length=stored.millis, min=lows, max=highs
    )


def _end(stored: StoredWaveform, last: int) -> int:
    return min(round(stored.time_of(last)), stored.millis)


def _edges(first: int, last: int, buckets: int) -> list[int]:
    """Return where buckets begin, and where the last one ends; never more buckets than points."""
    count = min(buckets, last - first)
    return [first + (last - first) * number // count for number in range(count + 1)] if count else []
