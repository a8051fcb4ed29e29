"""The picture of a film, decoded once, at a constant rate and in a size of one's own."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from media_kits.video import ffmpeg, limits, normalization, segments, sources
from media_operator.errors import UnusableInput


@dataclass(frozen=True)
class Film:
    """The video stream that is looked at; `rate` is its own constant rate in pictures a second."""

    path: Path
    picture: sources.Picture
    rate: Fraction
    seconds: float


def film_of(path: Path) -> Film:
    """Return the film in `path`. Raises UnusableInput when there is none that can be decoded."""
    source = sources.measure(path, timed=False)
    if source.picture is None:
        raise UnusableInput("the file has no picture, only sound")
    return Film(path, source.picture, segments.rate_of(source.picture), source.seconds)


def raw_pictures(film: Film, rate: Fraction, filters: str, size: int, *, before: Sequence[str] = ()) -> Iterator[bytes]:
    """Yield pictures of `size` bytes, `rate` a second, after ffmpeg's `filters`, which end in a pixel format.

    `before` are filters that need every picture of the film, such as `normalization.progressive`. Raises UnusableInput
    when the first cannot be decoded.
    """
    graph = ",".join((*normalization.forgotten(film.picture), *before, f"fps={rate}:start_time=0", filters))
    arguments = [*ffmpeg.guarded(film.path), "-map", f"0:{film.picture.number}", "-vf", graph]
    arguments += ["-t", str(limits.MAX_SECONDS), "-f", "rawvideo", "pipe:1"]
    return ffmpeg.blocks(arguments, size)
