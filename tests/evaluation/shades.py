"""Reads from the shades of pictures of a made film which of its pictures they are."""

from pathlib import Path

from tests.evaluation.made_films import DARKEST, ONE, TEN
from tests.operators import media

WIDTH, HEIGHT = 8, 2
"""Pixels that a picture is looked at in; the second from either side lies well within its half."""


def numbers_of(source: Path) -> list[int]:
    """Return the numbers of all pictures of a film; of a still, its one."""
    raw = source.with_suffix(".grey")
    shades = f"scale={WIDTH}:{HEIGHT}:flags=area:out_range=tv,format=yuv420p,extractplanes=y"
    media.ffmpeg("-i", source, "-fps_mode", "passthrough", "-vf", shades, "-f", "rawvideo", raw)
    levels, size = raw.read_bytes(), WIDTH * HEIGHT
    return [number_of(*pair) for pair in zip(levels[1::size], levels[WIDTH - 2 :: size], strict=True)]


def number_of(left: int, right: int) -> int:
    """Return the number that two luminances mean: tens are on the right."""
    return round((left - DARKEST) / ONE) + 10 * round((right - DARKEST) / TEN)
