"""Frames decoded ahead of the network that sees several of them together.

On a GPU decoding is the slower half: threads decode the next frames while the network sees the last ones. On a CPU,
where both would share the cores, a frame is decoded when it is wanted, and memory stays at one.
"""

from __future__ import annotations

from collections import deque
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from typing import TYPE_CHECKING

from media_kits.vision import images
from media_operator.cpus import cpus

if TYPE_CHECKING:
    from collections.abc import Iterator
    from concurrent.futures import Future

    import numpy as np
    from numpy.typing import NDArray

    from media_kits.vision.frames import Frame, Frames

    Pixels = NDArray[np.uint8]
    Batch = list[tuple[Frame, Pixels]]

MOST_THREADS = 8
"""Threads that decode: a core decodes about a hundred frames of 720p a second."""


def batches_of(frames: Frames, longest: int, size: int) -> Iterator[Batch]:
    """Yield the frames, decoded to pixels whose longer side is at most `longest`, so many together, in their order.

    Raises UnusableInput for a frame that cannot be decoded.
    """
    remaining = _decoded(frames, longest) if size == 1 else _decoded_ahead(frames, longest, size)
    while batch := list(islice(remaining, size)):
        yield batch


def _decoded(frames: Frames, longest: int) -> Iterator[tuple[Frame, Pixels]]:
    for frame in frames:
        yield frame, _pixels(frame, longest, is_video=frames.is_video)


def _decoded_ahead(frames: Frames, longest: int, size: int) -> Iterator[tuple[Frame, Pixels]]:
    """Hold two batches at most: one that is seen and one that is decoded."""
    waiting: deque[tuple[Frame, Future[Pixels]]] = deque()
    with ThreadPoolExecutor(min(cpus(), MOST_THREADS), "decode") as threads:
        try:
            for frame in frames:
                waiting.append((frame, threads.submit(_pixels, frame, longest, is_video=frames.is_video)))
                if len(waiting) > size:
                    yield _first(waiting)
            while waiting:
                yield _first(waiting)
        finally:
            threads.shutdown(wait=False, cancel_futures=True)


def _first(waiting: deque[tuple[Frame, Future[Pixels]]]) -> tuple[Frame, Pixels]:
    frame, pixels = waiting.popleft()
    return frame, pixels.result()


def _pixels(frame: Frame, longest: int, *, is_video: bool) -> Pixels:
    return images.decode(frame.image, longest, f"the frame at {frame.timestamp} ms" if is_video else "the image")
