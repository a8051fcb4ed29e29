"""OpenTimelineIO (https://opentimelineio.readthedocs.io): the shots as clips of one track, times as frame numbers."""

from collections.abc import Iterator
from typing import Any

from media_insights.exports.assets import Asset, Unfit
from media_insights.exports.rates import Rate, rate_of
from media_insights.exports.shots import Shot, shots_of

METADATA = "media-insights"
"""Where a clip's metadata says the shot's number and confidence."""


def otio_of(asset: Asset) -> Iterator[str]:
    """Yield the timeline, whole. Raises Missing without shots or rate, Unfit without the library."""
    rate = rate_of(asset)
    shots = shots_of(asset, rate)
    otio = _library()
    timeline = otio.schema.Timeline(name=asset.title or asset.name)
    timeline.metadata[METADATA] = {"asset": asset.name}
    track = otio.schema.Track(name="Shots", kind=otio.schema.TrackKind.Video)
    timeline.tracks.append(track)
    position = 0
    for shot in shots:
        if shot.start > position:
            track.append(otio.schema.Gap(source_range=_range(otio, 0, shot.start - position, rate)))
        track.append(_clip(otio, asset, shot, rate, shots[-1].end))
        position = shot.end
    yield timeline.to_json_string(indent=2) + "\n"


def _clip(otio: Any, asset: Asset, shot: Shot, rate: Rate, frames: int) -> Any:
    known = {"number": shot.number} | ({} if shot.confidence is None else {"confidence": shot.confidence})
    return otio.schema.Clip(
        name=f"Shot {shot.number}",
        media_reference=otio.schema.ExternalReference(
            target_url=asset.source or asset.file, available_range=_range(otio, rate.first, frames, rate)
        ),
        source_range=_range(otio, rate.first + shot.start, shot.end - shot.start, rate),
        metadata={METADATA: known},
    )


def _range(otio: Any, start: int, frames: int, rate: Rate) -> Any:
    """Return so many frames; the rate is the float nearest to 24000/1001, which is how OpenTimelineIO knows it."""
    number = float(rate.exact)
    return otio.opentime.TimeRange(
        otio.opentime.RationalTime(start, number), otio.opentime.RationalTime(frames, number)
    )


def _library() -> Any:
    try:
        import opentimelineio  # noqa: PLC0415 - an extra: nothing else needs it
    except ImportError as error:
        raise Unfit(
            "--as otio needs the library opentimelineio: install media-insights with its extra, "
            "for instance `uv tool install '.[otio]'`; --as edl needs nothing"
        ) from error
    return opentimelineio
