"""The shots of a video, counted in frames of its rate."""

from collections.abc import Sequence
from dataclasses import dataclass

from media_insights.exports.assets import Asset, Missing
from media_insights.exports.rates import Rate, exact_rate
from media_insights.results.segments import Segment, Segments


@dataclass(frozen=True, slots=True, kw_only=True)
class Shot:
    """One take, from frame ``start`` to the one before frame ``end``; the video's first frame is 0."""

    number: int
    start: int
    end: int
    confidence: float | None = None
    """Percent that the cut at its start is one."""


def shots_of(asset: Asset, rate: Rate) -> list[Shot]:
    """Return the shots in order, without those shorter than a frame. Raises Missing when none were detected."""
    result = asset.model("shotDetection", Segments)
    segments = [each for each in result.segments if each.type == "SHOT"] if result else []
    segments.sort(key=lambda each: each.start_timestamp_millis)
    if result is None or not segments:
        raise Missing(f"{asset.name} has no shots, which cuts are made of: run shot-detection over it first")
    counted = _counts(result, rate)
    edges = [_edges(each, rate, counted=counted) for each in segments]
    shots = zip(segments, _meeting(edges), strict=True)
    return [
        Shot(
            number=place,
            start=start,
            end=end,
            confidence=segment.shot_segment.confidence if segment.shot_segment else None,
        )
        for place, (segment, (start, end)) in enumerate(shots, start=1)
        if end > start
    ]


def _counts(result: Segments, rate: Rate) -> bool:
    """Return whether the frame numbers in the result count the same frames."""
    rates = [each.frame_rate for each in result.video_metadata if each.frame_rate]
    return bool(rates) and exact_rate(rates[0]) == rate.exact


def _edges(segment: Segment, rate: Rate, *, counted: bool) -> tuple[int, int]:
    if counted and segment.start_frame_number is not None and segment.end_frame_number is not None:
        return segment.start_frame_number, segment.end_frame_number
    return rate.frame(segment.start_timestamp_millis), rate.frame(segment.end_timestamp_millis)


def _meeting(edges: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the edges without the gap of one frame that Rekognition leaves, whose ends are last frames."""
    starts = [start for start, _ in edges[1:]]
    return [
        (start, following if following is not None and following - 1 <= end else end)
        for (start, end), following in zip(edges, [*starts, None], strict=True)
    ]
