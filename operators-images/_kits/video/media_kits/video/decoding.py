"""The frames of a video, decoded once, at a constant rate and in a size of one's own."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from media_kits.video import ffmpeg, limits, normalization, segments, sources
from media_operator.errors import UnusableInput


@dataclass(frozen=True)
class Video:
    """A video file whose frames are decoded; `rate` is its own constant rate in frames a second."""

    path: Path
    stream: sources.VideoStream
    rate: Fraction
    seconds: float


def video_of(path: Path) -> Video:
    """Return the video in `path`. Raises UnusableInput when there is none that can be decoded."""
    source = sources.measure(path, timed=False)
    if source.video is None:
        raise UnusableInput("the file has no video, only audio")
    return Video(path, source.video, segments.rate_of(source.video), source.seconds)


def raw_frames(video: Video, rate: Fraction, filters: str, size: int, *, before: Sequence[str] = ()) -> Iterator[bytes]:
    """Yield frames of `size` bytes, `rate` a second, after ffmpeg's `filters`, which end in a pixel format.

    `before` are filters that need every frame of the video, such as `normalization.progressive`. Raises UnusableInput
    when the first cannot be decoded.
    """
    graph = ",".join((*normalization.forgotten(video.stream), *before, f"fps={rate}:start_time=0", filters))
    arguments = [*ffmpeg.guarded(video.path), "-map", f"0:{video.stream.number}", "-vf", graph]
    arguments += ["-t", str(limits.MAX_SECONDS), "-f", "rawvideo", "pipe:1"]
    return ffmpeg.blocks(arguments, size)
