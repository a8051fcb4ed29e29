"""Stretches of frames for which something holds."""

import numpy as np
from numpy.typing import NDArray


def stretches(held: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """Return the first and last index of every stretch of true values, in order."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], held, [False]]).astype(np.int8)))
    return [(int(start), int(end) - 1) for start, end in edges.reshape(-1, 2)]
