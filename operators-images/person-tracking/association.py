"""Who is who: boxes of one frame are given to tracks so that together they overlap most."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import lap
import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


def overlaps(ones: NDArray[Any], others: NDArray[Any]) -> NDArray[np.float64]:
    """Return intersection over union of each of [n, 4] with each of [m, 4]; left, top, right, bottom."""
    low = np.maximum(ones[:, None, :2], others[None, :, :2])
    high = np.minimum(ones[:, None, 2:], others[None, :, 2:])
    shared = np.prod(np.clip(high - low, 0, None), axis=2)
    areas = np.prod(ones[:, 2:] - ones[:, :2], axis=1)[:, None] + np.prod(others[:, 2:] - others[:, :2], axis=1)[None]
    return np.asarray(shared / np.maximum(areas - shared, 1e-9), np.float64)


def pairs(likeness: NDArray[np.float64], least: float) -> list[tuple[int, int]]:
    """Return (row, column) pairs of the largest total likeness (0–1), each at least `least`; every one at most once."""
    if not likeness.size:
        return []
    _, columns, _ = lap.lapjv(1 - likeness, extend_cost=True, cost_limit=1 - least)
    return [(row, int(column)) for row, column in enumerate(columns) if column >= 0]
