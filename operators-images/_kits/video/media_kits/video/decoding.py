"""The frames of a video, decoded once, at a constant rate and in a size of one's own."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from typing import TypeVar

from media_kits.video import clock, limits, normalization, opening, segments, sources
from media_kits.video.opening import Opened
from media_operator.errors import UnusableInput
from media_operator.operators import Operator

T = TypeVar("T")


@dataclass(frozen=True)
class Video:
    """A video file whose frames are decoded; `rate` is its own constant rate in frames a second."""

    opened: Opened
    stream: sources.VideoStream
    rate: Fraction

    @property
    def seconds(self) -> float:
        """How long the video lasts."""
        return self.stream.seconds

    def tell(self, operator: Operator, count: int) -> None:
        """Put into the warnings of the result what is odd about the video, of which so many frames were decoded."""
        self.opened.tell(operator)
        clock.compare(operator, "what was decoded of the video", float(count / self.rate), self.seconds)


def video_of(path: Path) -> Video:
    """Return the video in `path`. Raises UnusableInput when there is none that can be decoded."""
    source = sources.measure(path)
    if source.video is None:
        raise UnusableInput("the file has no video, only audio")
    return Video(Opened(path, source), source.video, segments.rate_of(source.video))


def steadily(video: Video, attempt: Callable[[Video], T]) -> T:
    """Return what the attempt returns; it is done again from the start when the video changes its format."""
    return opening.steadily(video.opened, lambda opened: attempt(_opened_as(opened, video)))


def _opened_as(opened: Opened, video: Video) -> Video:
    return replace(video, opened=opened, stream=opened.source.video or video.stream)


def raw_frames(video: Video, rate: Fraction, filters: str, size: int, *, before: Sequence[str] = ()) -> Iterator[bytes]:
    """Yield frames of `size` bytes, `rate` a second, after ffmpeg's `filters`, which end in a pixel format.

    `before` are filters that need every frame of the video, such as `normalization.progressive`. Raises UnusableInput
    when the first cannot be decoded, and FormatChanged, which :func:`steadily` handles.
    """
    graph = ",".join((*normalization.forgotten(video.stream), *before, f"fps={rate}:start_time=0", filters))
    arguments = [*video.opened.arguments, "-map", f"0:{video.stream.number}", "-vf", graph]
    arguments += ["-t", str(limits.MAX_SECONDS), "-f", "rawvideo", "pipe:1", *video.opened.unused(video.stream)]
    return video.opened.blocks(arguments, size)
