"""Decodes a video, covers what is to be covered in each frame, and encodes it with its audio."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hiding import Style, hide_in_frame

from media_kits.video import derivatives, ffmpeg, normalization, rates
from media_operator.errors import UnusableInput

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from fractions import Fraction
    from pathlib import Path

    from covering import Cover

    from media_kits.video.finished import Finished
    from media_kits.video.opening import Opened
    from media_kits.video.sources import Colours, VideoStream

LARGEST = (3840, 2160)
UNTOLD = ("unknown", "reserved")
"""Colours of which nothing is said of the copy either."""


@dataclass
class Rendering:
    """One video on its way; `covered` and `count` are frames with something covered, and all of them."""

    opened: Opened
    cover: Cover
    style: Style
    covered: int = 0
    count: int = 0

    @property
    def video(self) -> VideoStream:
        """The video stream. Raises UnusableInput when there is none."""
        if self.opened.source.video is None:
            raise UnusableInput("the file has no video track")
        return self.opened.source.video

    @property
    def size(self) -> tuple[int, int]:
        """Width and height of what is written."""
        return normalization.within(self.video.display_size, *LARGEST)

    @property
    def rate(self) -> Fraction:
        """Frames a second of what is written, constant."""
        return rates.constant(self.video)

    def write(self, audio: Path | None, target: Path, tell: Callable[[float], None]) -> Finished:
        """Write the video; `tell` gets the seconds that are done. Raises UnusableInput when nothing can be decoded."""
        return ffmpeg.feed(self._encoding(audio, target), self._frames(tell))

    def _frames(self, tell: Callable[[float], None]) -> Iterator[bytes]:
        width, height = self.size
        for block in self.opened.blocks(self._decoding(), width * height * 3 // 2):
            seconds = self.count / float(self.rate)
            boxes = self.cover.at(seconds)
            self.count += 1
            self.covered += bool(boxes)
            tell(seconds)
            yield hide_in_frame(block, (width, height), boxes, self.style)

    def _decoding(self) -> list[str]:
        filters = ",".join((*normalization.filters(self.video, self.size), f"fps={self.rate}:start_time=0"))
        # fmt: off
        return [*self.opened.arguments, "-map", f"0:{self.video.number}", "-vf", filters, *derivatives.until(),
                "-f", "rawvideo", "-pix_fmt", "yuv420p", "pipe:1", *self.opened.unused(self.video)]
        # fmt: on

    def _encoding(self, audio: Path | None, target: Path) -> list[str]:
        width, height = self.size
        # fmt: off
        arguments = ["-f", "rawvideo", "-pix_fmt", "yuv420p", "-video_size", f"{width}x{height}",
                     "-framerate", str(self.rate), "-i", "pipe:0"]
        arguments += ["-i", f"file:{audio}", "-map", "1:a", "-c:a", "copy"] if audio else []
        return [*arguments, "-map", "0:v", "-vf", _tagged(self.video), "-c:v", "libx264", "-preset", "veryfast",
                "-crf", "18", "-g", str(max(1, round(self.rate * 2))), *derivatives.CLEAN,
                "-movflags", "+faststart", "-f", "mp4", str(target)]
        # fmt: on


def _tagged(video: VideoStream) -> str:
    """Return the filter that says of raw frames how their colours are meant: as the source's were."""
    colours: Colours = ("bt709", "bt709", "bt709") if video.hdr else video.colours
    names = ("colorspace", "color_primaries", "color_trc")
    told = [f"{name}={colour}" for name, colour in zip(names, colours, strict=True) if colour not in UNTOLD]
    return ":".join(["setparams=range=tv", *told])
