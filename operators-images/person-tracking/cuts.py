"""Where the shot changes between two of the frames that are looked at: nobody's number goes on across a cut.

Exact cuts come from shot-detection, whose result is used where it is there. Otherwise the frames themselves tell, a
few a second: a cut changes either the colours of the frame or far more of it than the frames before did. What is
taken for a cut and is none – a flash, say – costs a number; what is missed can give one number to two persons, and
that only when they stand in the same place.
"""

from __future__ import annotations

from bisect import bisect
from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Self

import numpy as np
from PIL import Image

from media_operator import UnusableInput

if TYPE_CHECKING:
    from numpy.typing import NDArray

ROWS, COLUMNS, BINS = 27, 48, 8
LEAST = 12.0
"""Smallest mean difference (of 255) of a cut that shows by how much of the frame changes."""
STANDS_OUT = 3.0
"""How many times the usual difference that is."""
OTHER_COLOURS = 0.33
"""Share of the frame that has other colours after a cut."""
USUAL = 5
"""So many differences before tell what is usual."""


@dataclass
class CutDetector:
    """Tells of each frame whether it begins a new shot."""

    _thumb: NDArray[np.int16] | None = None
    _differences: deque[float] = field(default_factory=lambda: deque(maxlen=USUAL))

    def begins(self, _number: int, pixels: NDArray[np.uint8]) -> bool:
        """Return whether a shot begins with this frame (RGB), which follows the one given last."""
        thumb, before = _thumb_of(pixels), self._thumb
        self._thumb = thumb
        if before is None:
            return False
        difference = float((np.abs(thumb - before).mean(axis=(0, 1)) @ np.array([1, 2, 2])) / 3)
        usual = max(float(np.median(self._differences)) if self._differences else 0.0, 1.0)
        self._differences.append(difference)
        recoloured = float(np.abs(_palette(thumb) - _palette(before)).sum() / 2)
        return decide_cut(difference, usual, recoloured)


def decide_cut(difference: float, usual: float, recoloured: float) -> bool:
    """Return whether two frames belong to different shots.

    `difference` is their mean difference (0–255), `usual` that of the frames before, at least 1; `recoloured` the
    share (0–1) of the frame whose colours are not those of the one before, wherever they were.
    """
    if difference >= LEAST and difference >= STANDS_OUT * usual:
        return True
    return recoloured >= OTHER_COLOURS and difference >= STANDS_OUT / 2 * usual


@dataclass(frozen=True)
class Known:
    """The shots as shot-detection found them: where each begins, and the time between frames; milliseconds."""

    starts: tuple[float, ...]
    step: float

    @classmethod
    def of(cls, shots: Any, seconds: float) -> Self:
        """Read a result of shot-detection, for frames so many seconds apart. Raises UnusableInput for any other."""
        try:
            starts = sorted(int(shot["StartTimestampMillis"]) for shot in shots["Segments"])
        except (KeyError, TypeError, ValueError, OverflowError) as error:
            wanted = "Segments[].StartTimestampMillis"
            raise UnusableInput(f"the input 'shots' is no result of shot-detection: it needs {wanted}") from error
        return cls(tuple(starts), 1000 * seconds)

    def begins(self, number: int, _pixels: NDArray[np.uint8]) -> bool:
        """Return whether a shot begins after the frame before `number`, and not after this one."""
        return number > 0 and bisect(self.starts, self.step * number) != bisect(self.starts, self.step * (number - 1))


def _thumb_of(pixels: NDArray[np.uint8]) -> NDArray[np.int16]:
    small = Image.fromarray(pixels).resize((COLUMNS, ROWS), Image.Resampling.BOX)
    return np.asarray(small.convert("YCbCr"), np.int16)


def _palette(thumb: NDArray[np.int16]) -> NDArray[np.float64]:
    coarse = (thumb * BINS // 256).reshape(-1, 3)
    counts = np.bincount(coarse @ np.array([BINS * BINS, BINS, 1]), minlength=BINS**3)
    return np.asarray(counts / counts.sum(), np.float64)
