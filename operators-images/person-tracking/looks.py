"""What somebody looks like: how the colours of head and trunk are shared out, as a vector of length 1."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

Look = NDArray[np.float32]
"""Square roots of the shares of colours: the product of two looks is their Bhattacharyya coefficient, 0 to 1."""

BINS = (6, 8, 8)
"""Steps of lightness, red against green, blue against yellow (CIE Lab): lightness counts least, for it changes."""
TRUNK = (0.2, 0.1, 0.8, 0.7)
"""The part of a box that is looked at (left, top, right, bottom): little background, no striding legs."""
HABIT = 0.8
"""How much of what somebody looked like stays when there is a new look."""


def look_of(pixels: NDArray[np.uint8], box: NDArray[Any]) -> Look:
    """Return the look of the person in a box of an RGB picture."""
    height, width = pixels.shape[:2]
    sides = np.tile(box[2:] - box[:2], 2) * np.array(TRUNK) + np.tile(box[:2], 2)
    left, top, right, bottom = np.clip(sides.round(), 0, [width - 1, height - 1, width, height]).astype(int)
    trunk = np.ascontiguousarray(pixels[top : max(bottom, top + 1), left : max(right, left + 1)])
    lab = cv2.cvtColor(trunk, cv2.COLOR_RGB2LAB)
    counts = cv2.calcHist([lab], [0, 1, 2], None, list(BINS), [0, 256] * 3).ravel()
    return np.asarray(np.sqrt(counts / counts.sum()), np.float32)


def remembered(before: Look, now: Look) -> Look:
    """Return the look of somebody who looked like `before` and now like `now`."""
    mixed = HABIT * before + (1 - HABIT) * now
    return np.asarray(mixed / np.linalg.norm(mixed), np.float32)
