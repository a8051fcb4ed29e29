"""Small frames of a video, decoded once at its constant rate."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from media_kits.video.decoding import Video, raw_frames

Thumb = NDArray[np.uint8]
"""One frame of 27 rows and 48 columns: as planes Y, U, V, or as pixels of R, G, B."""

ROWS, COLUMNS = 27, 48


def thumbs_of(video: Video) -> Iterator[Thumb]:
    """Yield every frame of the video as planes [3,27,48]. Raises UnusableInput when the first cannot be decoded."""
    for raw in _scaled(video, "flags=area,format=yuv444p"):
        yield np.frombuffer(raw, np.uint8).reshape(3, ROWS, COLUMNS)


def pixels_of(video: Video) -> Iterator[Thumb]:
    """Yield every frame of the video as pixels [27,48,3]. Raises UnusableInput when the first cannot be decoded."""
    for raw in _scaled(video, "flags=bicubic,format=rgb24"):
        yield np.frombuffer(raw, np.uint8).reshape(ROWS, COLUMNS, 3)


def _scaled(video: Video, how: str) -> Iterator[bytes]:
    return raw_frames(video, video.rate, f"scale={COLUMNS}:{ROWS}:{how}", 3 * ROWS * COLUMNS)
