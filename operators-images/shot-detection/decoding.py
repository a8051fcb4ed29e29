"""Small pictures of a film, decoded once at its constant rate."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from media_kits.video.decoding import Film, raw_pictures

Thumb = NDArray[np.uint8]
"""One picture of 27 rows and 48 columns: as planes Y, U, V, or as pixels of R, G, B."""

ROWS, COLUMNS = 27, 48


def thumbs_of(film: Film) -> Iterator[Thumb]:
    """Yield every picture of the film as planes [3,27,48]. Raises UnusableInput when the first cannot be decoded."""
    for raw in _scaled(film, "flags=area,format=yuv444p"):
        yield np.frombuffer(raw, np.uint8).reshape(3, ROWS, COLUMNS)


def pixels_of(film: Film) -> Iterator[Thumb]:
    """Yield every picture of the film as pixels [27,48,3]. Raises UnusableInput when the first cannot be decoded."""
    for raw in _scaled(film, "flags=bicubic,format=rgb24"):
        yield np.frombuffer(raw, np.uint8).reshape(ROWS, COLUMNS, 3)


def _scaled(film: Film, how: str) -> Iterator[bytes]:
    return raw_pictures(film, film.rate, f"scale={COLUMNS}:{ROWS}:{how}", 3 * ROWS * COLUMNS)
