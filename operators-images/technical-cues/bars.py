"""Colour bars: white, yellow, cyan, green, magenta, red, blue side by side, as SMPTE's and EBU's patterns have them."""

from itertools import groupby

import numpy as np
from numpy.typing import NDArray

Small = NDArray[np.uint8]
"""A small frame: rows, columns, and red, green and blue from 0 to 255."""

ORDER = (7, 6, 3, 2, 5, 4, 1)
"""The seven colours from left to right; bits 4, 2 and 1 say whether red, green and blue are on."""

ROWS_EXAMINED = (0.12, 0.5)
"""Every pattern has the bars in full in this part of its height; SMPTE's have other fields below."""

ON, OFF = 140, 70
"""A channel of 75 % bars is at 191 or 0; between these two it is neither on nor off."""

AGREEING_ROWS = 0.75
LEAST_WIDTH = 0.4
EVENNESS = 1.6


def agreement_of(frame: Small) -> float:
    """Return 0 when the frame shows no colour bars, else the share of the looked-at pixels that agree with them."""
    height, width = frame.shape[:2]
    codes = _codes(frame[int(ROWS_EXAMINED[0] * height) : int(ROWS_EXAMINED[1] * height)])
    shares = np.stack([(codes == code).mean(axis=0) for code in range(8)])
    best = np.where(shares.max(axis=0) >= AGREEING_ROWS, shares.argmax(axis=0), -1)
    runs = [(code, len(list(columns))) for code, columns in groupby(best.tolist())]
    # Between two bars a column may be a mixture: a run that narrow says nothing.
    wide = [(code, length) for code, length in runs if length > max(1, width // 32)]
    if not _has_the_bars(wide, width):
        return 0.0
    return float(shares.max(axis=0)[best >= 0].mean())


def _codes(rows: Small) -> NDArray[np.int64]:
    on, off = rows >= ON, rows <= OFF
    code = on.astype(np.int64) @ np.array([4, 2, 1])
    return np.where((on | off).all(axis=2), code, -1)


def _has_the_bars(runs: list[tuple[int, int]], width: int) -> bool:
    for start in range(len(runs) - len(ORDER) + 1):
        part = runs[start : start + len(ORDER)]
        lengths = [length for _, length in part]
        if tuple(code for code, _ in part) == ORDER:
            return sum(lengths) >= LEAST_WIDTH * width and max(lengths) <= EVENNESS * min(lengths)
    return False
