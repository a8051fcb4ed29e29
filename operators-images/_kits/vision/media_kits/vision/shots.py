"""Which frames belong to one shot, as far as frames tell it.

A shot begins at a frame that `proxy` took because the scene changed, and at one whose colours are others than those of
the frame before: what moves, or is moved past, keeps most of its colours from one second to the next. When in doubt a
shot begins: what is told of one shot is then told of less, and never of two.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from media_kits.vision.frames import Frame

    Pixels = NDArray[np.uint8]
    Palette = NDArray[np.float64]

AT_CHANGES = "shot"
"""The reason of a frame that was taken because the scene changed."""
ALIKE = 0.6
"""Share of two frames that has the same colours, 0–1, from which on they may be of one shot."""
FAR = 10_000
"""Milliseconds between frames beyond which nothing says that they are of one shot."""
SIZE = (48, 27)
BLACK = 16
"""Of 255: bars beside what is shown are darker in all three channels."""
LEVELS = 6
"""Shades of each channel that are told apart."""


@dataclass
class ShotCounter:
    """Numbers the shots of frames that come in their order, from 0."""

    number: int = -1
    _timestamp: int = field(default=0, init=False)
    _palette: Palette | None = field(default=None, init=False)

    def shot_of(self, frame: Frame, pixels: Pixels) -> int:
        """Return the number of the shot to which the next frame belongs."""
        palette, before = palette_of(pixels), self._palette
        far = frame.timestamp - self._timestamp > FAR
        if before is None or far or frame.reason == AT_CHANGES or likeness(before, palette) < ALIKE:
            self.number += 1
        self._timestamp, self._palette = frame.timestamp, palette
        return self.number


def palette_of(pixels: Pixels) -> Palette:
    """Return the share of each colour, without the black bars around what is shown; they are blind to where it is."""
    small = np.asarray(Image.fromarray(pixels).resize(SIZE, Image.Resampling.BOX)).reshape(-1, 3)
    lit = small[(small > BLACK).any(axis=1)]
    shades = (lit if len(lit) else small).astype(np.int64) * LEVELS // 256
    counts = np.bincount(shades @ (LEVELS * LEVELS, LEVELS, 1), minlength=LEVELS**3)
    return np.asarray(counts / counts.sum(), np.float64)


def likeness(one: Palette, other: Palette) -> float:
    """Return the share of colours that two palettes have in common, 0–1."""
    return float(np.minimum(one, other).sum())
