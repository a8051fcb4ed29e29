"""Parts of an image turned, scaled and moved by an affine map, between its pixels where need be.

A map is a matrix [2, 3] that takes places in the image to places in the result; places are x, y in pixels and whole
numbers are the middles of pixels.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Map = NDArray[np.float64]


def turned(centre: NDArray[Any], degrees: float, scale: float, target: float) -> Map:
    """Return the map that turns counter-clockwise and scales about `centre`, which it takes to (target, target)."""
    cosine, sine = (scale * of(math.radians(degrees)) for of in (math.cos, math.sin))
    turn = np.array([[cosine, sine], [-sine, cosine]])
    return np.concatenate([turn, (target - turn @ centre)[:, None]], axis=1)


def inverse(turn: Map) -> Map:
    """Return the map that leads back."""
    back = np.linalg.inv(turn[:, :2])
    return np.concatenate([back, -(back @ turn[:, 2:])], axis=1)


def warped(pixels: NDArray[np.uint8], turn: Map, size: tuple[int, int], *, edges: bool) -> NDArray[np.uint8]:
    """Return the image [height, width, channels] under a map, cut to `size` (width, height), bilinearly.

    Beyond the image its edge goes on where `edges`; otherwise all is black there. The cost is the result's.
    """
    height, width, channels = pixels.shape
    x, y = _sources(turn, size)
    left, top = np.floor(x).astype(int), np.floor(y).astype(int)
    flat, made = pixels.reshape(-1, channels), np.zeros((x.size, channels), np.float32)
    for column, across in ((left, left + 1 - x), (left + 1, x - left)):
        for row, down in ((top, top + 1 - y), (top + 1, y - top)):
            inside = edges | ((column >= 0) & (column < width) & (row >= 0) & (row < height))
            near = flat.take(row.clip(0, height - 1) * width + column.clip(0, width - 1), axis=0)
            made += (across * down * inside).astype(np.float32)[:, None] * near
    return np.rint(made).astype(np.uint8).reshape(size[1], size[0], channels)


def _sources(turn: Map, size: tuple[int, int]) -> NDArray[np.float64]:
    """Return x and y in the image, [2, width * height], of every pixel of the result, row by row."""
    columns, rows = np.meshgrid(np.arange(size[0]), np.arange(size[1]))
    back = inverse(turn)
    return back[:, :2] @ np.stack([columns.ravel(), rows.ravel()]) + back[:, 2:]
