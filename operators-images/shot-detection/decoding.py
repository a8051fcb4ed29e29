"""Small frames of a video, decoded once at its constant rate."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from media_kits.video.decoding import Video, raw_frames

Thumb = NDArray[np.uint8]
"""One frame of 27 rows and 48 columns, as planes Y, U, V: [3,27,48]."""

ROWS, COLUMNS = 27, 48


def thumbs_of(video: Video) -> Iterator[Thumb]:
    """Yield every frame of the video. Raises UnusableInput when the first cannot be decoded."""
    scaled = f"scale={COLUMNS}:{ROWS}:flags=area,format=yuv444p"
    for raw in raw_frames(video, video.rate, scaled, 3 * ROWS * COLUMNS):
        yield np.frombuffer(raw, np.uint8).reshape(3, ROWS, COLUMNS)
