"""What to make of a source: sizes, rates, and whether it is fit to be kept as it is. Pure: facts in, a plan out."""

from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Any

from sprites import Tiling, tiling_of

from media_kits.video import normalization, rates
from media_kits.video.sources import Source, VideoStream

LONG_SIDE = 1920
SHORT_SIDE = 1080
KEYFRAME_SECONDS = 10.0
GRID_SHARE = 0.7
"""Share of maxFrames that the regular grid may take; the rest is for shot changes."""

SHOT_GAP_SECONDS = 0.2
SCENE_THRESHOLD = 0.3


@dataclass(frozen=True)
class Plan:
    """Everything ffmpeg has to be told about the video stream."""

    remux: bool
    reason: str
    size: tuple[int, int]
    rate: Fraction
    frame_size: tuple[int, int]
    frames_per_second: float
    shot_gap: float
    tiling: Tiling
    filters: tuple[str, ...]


def plan_of(source: Source, parameters: dict[str, Any]) -> Plan:
    """Return the plan for a source with video; `parameters` are those of operator.yaml."""
    video = source.video
    if video is None:
        raise ValueError("a plan needs video")
    unfit = "reencode is set" if parameters["reencode"] else why_unfit(source, video)
    shown = video.display_size
    size = (
        normalization.even(shown)
        if not unfit
        else normalization.within(shown, 16 * parameters["proxyHeight"] // 9, parameters["proxyHeight"])
    )
    side = parameters["framesMaxSide"]
    seconds = max(source.seconds, 0.001)
    most = parameters["maxFrames"]
    return Plan(
        remux=not unfit,
        reason=unfit or "fit as it is",
        size=size,
        rate=rates.constant(video),
        frame_size=normalization.within(size, side, side),
        frames_per_second=min(parameters["framesPerSecond"], max(1.0, GRID_SHARE * most - 1) / seconds),
        shot_gap=max(SHOT_GAP_SECONDS, seconds / ((1 - GRID_SHARE) * most)),
        tiling=tiling_of(size, seconds, float(rates.constant(video)), parameters["spriteTiles"]),
        filters=normalization.filters(video, size),
    )


def why_unfit(source: Source, video: VideoStream) -> str:
    """Return why the source cannot be kept as the proxy, "" when it can: the first rule that it breaks."""
    audio = source.audio
    rules = (
        (not source.is_steady, "its format changes on the way"),
        ("mp4" not in source.container.split(","), f"the container is {source.container}"),
        (video.codec != "h264", f"the codec is {video.codec}"),
        (video.pixel_format not in ("yuv420p", "yuvj420p"), f"the pixel format is {video.pixel_format}"),
        (video.hdr or video.interlaced, "it is HDR or interlaced"),
        (video.rotation != 0 or video.aspect != 1, "it is rotated or its pixels are not square"),
        (max(video.display_size) > LONG_SIDE or min(video.display_size) > SHORT_SIDE, "it is larger than 1080p"),
        (video.width % 2 + video.height % 2 > 0, "its size is odd"),
        (not video.is_constant_rate or video.rate > rates.FASTEST + 1, "its frame rate varies or is too high"),
        (not video.times or abs(video.times[0]) > 1 / video.rate, "it does not start at zero"),
        (video.hidden > 0, "an edit list hides a part of it"),
        (_keyframe_gap(video) > KEYFRAME_SECONDS, "its keyframes are too rare"),
        (audio is not None and audio.codec != "aac", "its audio is not AAC"),
        (audio is not None and audio.layout not in ("mono", "stereo"), "its audio has more than two channels"),
    )
    return next((sentence for broken, sentence in rules if broken), "")


def _keyframe_gap(video: VideoStream) -> float:
    if not video.keyframes or not video.times or video.keyframes[0] > video.times[0] + 0.001:
        return float("inf")
    marks = [*video.keyframes, video.times[-1]]
    return max(later - earlier for earlier, later in pairwise(marks))
