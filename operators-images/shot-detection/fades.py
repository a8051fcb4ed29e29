"""Fades through black, white or any one colour: pure decisions on signals.

A frame that fades loses its contrast everywhere alike, until there is nothing left to see; then another one gains it.
What passes in front of the camera hides one place after the other instead; a light that goes out and on again shows the
same frame afterwards.
"""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from differences import Signals, difference
from numpy.typing import NDArray
from stretches import stretches

LEAST = 6.0
"""Smallest difference of two shots, of 255: below it a change is not seen as one."""

RETURNS = 0.4
"""A frame came back when it differs from the one before by less than this share of what lay between."""

EMPTY = 0.2
"""Of the contrast of the frames on either side, what is left of it at the bottom of a fade."""

NOTHING = 3.0
"""A standard deviation of luma, of 255: with less, nothing is to be seen, however long it lasts."""

FULL = 0.9
"""Of the highest contrast around, what a frame has before it begins to fade."""

UNEVEN = 0.25
"""How far a frame on its way may be from one that pales evenly, as a share of what is lost in all."""

LEVELS = (0.75, 0.5, 0.33)
"""Of the full contrast: where on its way a frame is looked at."""

REACH_SECONDS = 2.0
STEPS = 2
"""A fade takes at least so many frames on either side; faster than that it is a cut."""


@dataclass(frozen=True)
class Fade:
    """From the last frame before it to the first after it; `middle` is where nothing is to be seen."""

    start: int
    middle: int
    end: int
    difference: float
    """Of the frames before and after, 0–255; 0 when the same frame came back."""


def fades_of(signals: Signals, cuts: list[int]) -> list[Fade]:
    """Return the fades, in order; none reaches across one of the `cuts`."""
    reach = round(REACH_SECONDS * signals.rate)
    edges = [0, *cuts, signals.count]
    shots = [(start, end) for start, end in pairwise(edges) if end - start > 2 * STEPS]
    return [fade for shot in shots for fade in _fades_in(signals, shot, reach)]


def _fades_in(signals: Signals, shot: tuple[int, int], reach: int) -> list[Fade]:
    contrast = signals.contrast[shot[0] : shot[1]]
    before, after = _highest_before(contrast, reach), _highest_before(contrast[::-1], reach)[::-1]
    found: list[Fade] = []
    for first, last in stretches(contrast <= np.maximum(NOTHING, EMPTY * np.minimum(before, after))):
        brightest = min(before[first], after[last])
        if contrast[first : last + 1].min() > EMPTY * brightest or brightest < LEAST:
            continue
        start = int(np.flatnonzero(contrast[: first + 1] >= FULL * before[first])[-1])
        end = last + int(np.flatnonzero(contrast[last:] >= FULL * after[last])[0])
        fade = _judged(signals, shot[0] + start, (shot[0] + first, shot[0] + last), shot[0] + end)
        if fade is not None and (not found or found[-1].end <= fade.start):
            found.append(fade)
    return found


def _judged(signals: Signals, start: int, bottom: tuple[int, int], end: int) -> Fade | None:
    middle = (bottom[0] + bottom[1] + 1) // 2
    before, between, after = (signals.layout[frame].astype(np.int16) for frame in (start, middle, end))
    changed, lost = difference(before, after), difference(before, between)
    gradual = bottom[0] - start > STEPS and end - bottom[1] > STEPS
    even = _pales_evenly(signals, start, bottom[0]) and _pales_evenly(signals, end, bottom[1])
    return Fade(start, middle, end, changed if changed >= RETURNS * lost else 0.0) if gradual and even else None


def _pales_evenly(signals: Signals, full: int, empty: int) -> bool:
    """Whether the frames on the way from the full one to the empty one lie between the two in every place alike.

    What passes in front of the camera takes one place after the other instead.
    """
    step = 1 if empty > full else -1
    way = signals.contrast[full:empty:step] / signals.contrast[full]
    start, nothing = (signals.layout[frame].astype(np.float32) for frame in (full, empty))
    lost = float(np.abs(start - nothing).mean())
    for level in LEVELS:
        at = int(np.abs(way - level).argmin())
        expected = nothing + way[at] * (start - nothing)
        if float(np.abs(signals.layout[full + step * at] - expected).mean()) > UNEVEN * lost:
            return False
    return True


def _highest_before(values: NDArray[np.float32], reach: int) -> NDArray[np.float32]:
    padded = np.concatenate([np.zeros(reach, np.float32), values])
    return np.asarray(np.lib.stride_tricks.sliding_window_view(padded, reach + 1).max(axis=1), np.float32)
