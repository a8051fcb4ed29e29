"""Small pictures of a film, decoded once at its constant rate."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from media_operator import UnusableInput
from media_operator.films import ffmpeg, limits, segments, sources

Thumb = NDArray[np.uint8]
"""One picture as planes Y, U, V of 27 rows and 48 columns."""

ROWS, COLUMNS = 27, 48
BYTES = 3 * ROWS * COLUMNS


@dataclass(frozen=True)
class Film:
    """The video stream that is looked at; `rate` is constant, in pictures a second."""

    path: Path
    picture: sources.Picture
    rate: Fraction


def film_of(path: Path) -> Film:
    """Return the film in `path`. Raises UnusableInput when there is none that can be decoded."""
    picture = sources.measure(path, timed=False).picture
    if picture is None:
        raise UnusableInput("the file has no picture, only sound")
    return Film(path, picture, segments.rate_of(picture))


def thumbs_of(film: Film) -> Iterator[Thumb]:
    """Yield every picture of the film at its constant rate. Raises UnusableInput when the first cannot be decoded."""
    filters = f"fps={film.rate}:start_time=0,scale={COLUMNS}:{ROWS}:flags=area,format=yuv444p"
    # fmt: off
    arguments = [*ffmpeg.guarded(film.path), "-map", f"0:{film.picture.number}", "-vf", filters,
                 "-t", str(limits.MAX_SECONDS), "-f", "rawvideo", "pipe:1"]
    # fmt: on
    for raw in ffmpeg.blocks(arguments, BYTES):
        yield np.frombuffer(raw, np.uint8).reshape(3, ROWS, COLUMNS)
