"""What somebody looks like: how the colours of head and trunk are shared out, as a vector of length 1."""

from __future__ import annotations

import math
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

Appearance = NDArray[np.float32]
"""Square roots of the shares of colours: the product of two looks is their Bhattacharyya coefficient, 0 to 1."""

BINS = (6, 8, 8)
"""Steps of lightness, red against green, blue against yellow (CIE Lab): lightness counts least, for it changes."""
LOWEST, HIGHEST = np.array([0.0, -128, -128]), np.array([100.0, 128, 128])
"""What those steps divide."""
BITS = 6
"""Of red, green and blue that tell the step: there are few enough colours then to know the steps of all beforehand."""
TO_XYZ = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
"""From linear sRGB to CIE XYZ."""
TRUNK = (0.2, 0.1, 0.8, 0.7)
"""The part of a box that is looked at (left, top, right, bottom): little background, no striding legs."""
HABIT = 0.8
"""How much of what somebody looked like stays when there is a new look."""


def appearance_of(pixels: NDArray[np.uint8], box: NDArray[Any]) -> Appearance:
    """Return the look of the person in a box of an RGB frame."""
    height, width = pixels.shape[:2]
    sides = np.tile(box[2:] - box[:2], 2) * np.array(TRUNK) + np.tile(box[:2], 2)
    left, top, right, bottom = np.clip(sides.round(), 0, [width - 1, height - 1, width, height]).astype(int)
    trunk = pixels[top : max(bottom, top + 1), left : max(right, left + 1)]
    red, green, blue = (trunk >> (8 - BITS)).astype(np.int32).reshape(-1, 3).T
    steps = _steps()[(red << 2 * BITS) + (green << BITS) + blue]
    return np.asarray(np.sqrt(np.bincount(steps, minlength=math.prod(BINS)) / steps.size), np.float32)


@cache
def _steps() -> NDArray[np.int64]:
    """Return of every colour, by its first bits, the number of its step."""
    levels = (np.arange(2**BITS) + 0.5) / 2**BITS
    colours = np.stack(np.meshgrid(levels, levels, levels, indexing="ij"), axis=-1).reshape(-1, 3)
    whole = _lab(colours).round()  # a grey is 0 in two of them, which is where a step begins: not a hair below it
    shares = (whole - LOWEST) / (HIGHEST - LOWEST)
    steps = (shares * BINS).astype(int).clip(0, np.array(BINS) - 1)
    return np.asarray(np.ravel_multi_index(tuple(steps.T), BINS))


def _lab(colours: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return colours [n, 3] in sRGB (0–1, IEC 61966-2-1) as CIE Lab under the same white, D65 (CIE 15)."""
    linear = np.where(colours <= 0.04045, colours / 12.92, ((colours + 0.055) / 1.055) ** 2.4)
    xyz = linear @ (TO_XYZ / TO_XYZ.sum(axis=1, keepdims=True)).T
    x, y, z = np.where(xyz > (6 / 29) ** 3, np.cbrt(xyz), xyz * (29 / 6) ** 2 / 3 + 4 / 29).T
    return np.stack([116 * y - 16, 500 * (x - y), 200 * (y - z)], axis=1)


def remembered(before: Appearance, now: Appearance) -> Appearance:
    """Return the look of somebody who looked like `before` and now like `now`."""
    mixed = HABIT * before + (1 - HABIT) * now
    return np.asarray(mixed / np.linalg.norm(mixed), np.float32)
