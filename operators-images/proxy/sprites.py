"""Small images of a whole video on one sheet, for players to show while somebody seeks. Pure: facts in, a layout out.

Players (video.js, Shaka, JW Player) read a WebVTT file whose cues name parts of the sheet: `sprites.jpg#xywh=x,y,w,h`,
a media fragment (W3C Media Fragments URI 1.0, 4.2.2), relative to the address of the WebVTT file.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

SIDE = 160
"""Longer side of a tile in pixels. 600 of them make a sheet of at most 4096 by 4096, which any browser can decode."""

FINE = (200, 500, 1000)
"""Intervals of short videos in milliseconds; those of longer videos are whole seconds."""


@dataclass(frozen=True)
class Tiling:
    """Tiles of `tile` (width, height), one every `interval` milliseconds, `most` at most."""

    tile: tuple[int, int]
    interval: int
    most: int

    def layout(self, count: int) -> tuple[int, int]:
        """Return columns and rows of a sheet of so many tiles that is about as wide as high."""
        width, height = self.tile
        columns = min(count, math.ceil(math.sqrt(count * height / width)))
        return columns, math.ceil(count / columns)


def tiling_of(size: tuple[int, int], seconds: float, rate: float, most: int) -> Tiling:
    """Return the tiling of a video of frames of this `size`, `rate` a second, with the finest interval that fits."""
    least = max(1000 * seconds / most, 1000 / rate)
    interval = next((fine for fine in FINE if fine >= least), math.ceil(least / 1000) * 1000)
    scale = SIDE / max(size)
    return Tiling((_even(size[0] * scale), _even(size[1] * scale)), interval, most)


def vtt_of(tiling: Tiling, times: Sequence[int], end: int, sheet: str) -> str:
    """Return the WebVTT index of the tiles taken at these `times`: each holds until the next, the last to the `end`."""
    columns, _ = tiling.layout(len(times))
    marks = [0, *times[1:], max(end, times[-1] + 1)]
    cues = [
        f"{_clock(start)} --> {_clock(stop)}\n{sheet}#xywh={_place(number, columns, tiling.tile)}\n"
        for number, (start, stop) in enumerate(pairwise(marks))
    ]
    return "\n".join(["WEBVTT\n", *cues])


def _place(number: int, columns: int, tile: tuple[int, int]) -> str:
    row, column = divmod(number, columns)
    return f"{column * tile[0]},{row * tile[1]},{tile[0]},{tile[1]}"


def _even(pixels: float) -> int:
    return max(2, round(pixels / 2) * 2)


def _clock(millis: int) -> str:
    # WebVTT's, which the kit `captions` writes too: an edit of that kit must not make every proxy anew
    seconds, rest = divmod(millis, 1000)
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}.{rest:03}"
