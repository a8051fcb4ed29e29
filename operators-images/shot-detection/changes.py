"""Where shots begin, by what a network says about every frame: pure decisions on probabilities."""

from bisect import bisect_left
from dataclasses import dataclass

import numpy as np
from boundaries import Boundary
from numpy.typing import NDArray
from stretches import stretches

LEAST, MOST = 0.02, 0.98
"""Bounds of the threshold: at 0 every frame would be a change, at 1 none."""

SHORT = 8
"""Of a change of fewer frames, the likeliest one is its place: a cut in a restless video has uncertain neighbours."""


@dataclass(frozen=True)
class Probabilities:
    """Two probabilities, 0–1, for every frame that was looked at: the first and each `stride` frames after it.

    `change`: it is where the shot changes, the last frame before a cut or the middle of a gradual change. `changing`:
    it is anywhere within a change. `steps`: of all frames, how much each differs from the one before.
    """

    change: NDArray[np.float32]
    changing: NDArray[np.float32]
    steps: NDArray[np.float32]
    stride: int

    @property
    def count(self) -> int:
        """Number of frames of the video."""
        return len(self.steps)

    def begin_after(self, seen: int) -> int:
        """Return the first frame of the shot that begins between this one that was looked at and the next."""
        first = seen * self.stride + 1
        between = self.steps[first : first + self.stride]
        return first + (int(between.argmax()) if len(between) else 0)

    def middle_of(self, start: int, end: int) -> int:
        """Return the first frame of the second half of the stretch between these two that were looked at."""
        return ((start + end + 1) * self.stride - 1) // 2 + 1


def changes_of(probabilities: Probabilities, sensitivity: float = 50.0) -> list[Boundary]:
    """Return the first frames of all shots but the first, in order; `sensitivity` 50 is a probability of 0.5.

    A change is where both answers agree: flashes raise the first one only. Its place is the middle of all frames
    around that are changing, which of a dissolve are many.
    """
    least = min(max(1.0 - sensitivity / 100.0, LEAST), MOST)
    extents = stretches(probabilities.changing >= least)
    found: dict[int, float] = {}
    for first, last in stretches(probabilities.change >= least):
        at = bisect_left(extents, first, key=lambda extent: extent[1])
        if at < len(extents) and extents[at][0] <= last:
            likeliest = first + int(probabilities.change[first : last + 1].argmax())
            start, end = extents[at]
            short = end - start < SHORT
            frame = probabilities.begin_after(likeliest) if short else probabilities.middle_of(start, end)
            found[frame] = max(float(probabilities.change[likeliest]), found.get(frame, 0.0))
    inside = (frame for frame in sorted(found) if frame < probabilities.count)
    return [Boundary(frame, round(100 * found[frame], 2)) for frame in inside]
