"""Small pictures of a film, decoded once at its constant rate."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from media_operator.films.decoding import Film, raw_pictures

Thumb = NDArray[np.uint8]
"""One picture as planes Y, U, V of 27 rows and 48 columns."""

ROWS, COLUMNS = 27, 48


def thumbs_of(film: Film) -> Iterator[Thumb]:
    """Yield every picture of the film at its constant rate. Raises UnusableInput when the first cannot be decoded."""
    small = f"scale={COLUMNS}:{ROWS}:flags=area,format=yuv444p"
    for raw in raw_pictures(film, film.rate, small, 3 * ROWS * COLUMNS):
        yield np.frombuffer(raw, np.uint8).reshape(3, ROWS, COLUMNS)
