"""Dissolves and wipes: one shot becomes another place by place. Pure decisions on signals.

On its way every place of the frame lies between what it was and what it becomes: in a dissolve all of them together, in
a wipe one after the other. Where the camera moves, places show what neither end has there. Just before and after,
little happens: so much change in so little time is told from what goes on and on.
"""

from dataclasses import dataclass

import numpy as np
from differences import REPEATED, Signals
from fades import NOTHING
from numpy.typing import NDArray

SECONDS = (0.24, 0.32, 0.4, 0.52, 0.68, 0.88, 1.16, 1.52, 2.0)
"""How long a change may take: each of these is tried, and one that is a little longer is found as well."""

LEAST = 10.0
"""Smallest difference of two shots, of 255, averaged over blocks, which differ less than their pixels."""

BEYOND = 0.1
"""Of the difference of both ends, how far places may lie outside of them on the way; moves are far beyond."""

AROUND = 0.5
"""Of the length of a change, how long before and after it there is little change,"""

RESTLESS = 0.3
"""which is at most this share of its difference: a change that goes on for longer has half of it."""

NEW = 0.6
"""Share of new pictures on the way, at least: where each is shown several times, moves have rests."""

ALIKE = 0.9
"""Correlation of the luma of places from which on both ends show the same in another light."""

AT_ONCE = 10_000
"""Frames that are compared at once."""

WEIGHTS = np.array([1, 2, 2], np.float32) / 3
"""Of the planes: colour spans about half of luma's range."""

Layouts = NDArray[np.float32]
"""[..., 3, 3, 6]: what `Signals.layout` holds of frames."""


@dataclass(frozen=True)
class Mixture:
    """A change from the last frame of one shot to the first that shows the next one alone."""

    start: int
    end: int
    difference: float
    """Of both, 0–255."""
    middle: int
    """The first frame that is nearer to the end than to the start."""


def mixtures_of(signals: Signals, others: list[int], factor: float) -> list[Mixture]:
    """Return changes in order, apart from each other and from the frames `others`; `factor` scales the least size."""
    free = np.ones(signals.count, np.bool_)
    free[[frame for frame in others if frame < signals.count]] = False
    found: list[Mixture] = []
    for _, start, end in sorted(_candidates(signals, LEAST * factor), key=lambda each: (-each[0], *each[1:])):
        if not free[start + 1 : end + 1].all():
            continue
        change = _mixture_of(signals, start, end)
        if change:
            free[start + 1 : end + 1] = False
            found.append(change)
    return sorted(found, key=lambda change: change.start)


def _candidates(signals: Signals, least: float) -> list[tuple[float, int, int]]:
    """Return stretches with rest around them: how much of the change lies within, their first and last frames."""
    found: list[tuple[float, int, int]] = []
    for seconds in SECONDS:
        length = max(3, round(seconds * signals.rate))
        near = max(3, round(AROUND * length))
        if signals.count <= length + 2 * near:
            break
        sizes = _distances(signals.layout, length)
        moved = _distances(signals.layout, near)
        within = sizes[near : signals.count - length - near]
        restless = np.maximum(moved[: len(within)], moved[length + near :]) / np.maximum(within, least)
        for index in np.flatnonzero((within >= least) & (restless <= RESTLESS)).tolist():
            start = index + near
            found.append((float(within[index] * (1 - restless[index])), start, start + length))
    return found


def _distances(layout: NDArray[np.uint8], apart: int) -> NDArray[np.float32]:
    """Return how much each frame differs from the one so many later, holding the differences of a few at a time."""
    steps = range(0, len(layout) - apart, AT_ONCE)
    pairs = ((layout[at : at + AT_ONCE], layout[at + apart : at + apart + AT_ONCE]) for at in steps)
    return np.concatenate([_weighed(np.subtract(to, of[: len(to)], dtype=np.float32)) for of, to in pairs])


def _mixture_of(signals: Signals, start: int, end: int) -> Mixture | None:
    """Return the change, if every place lies between both ends, and these show two things, each of them something."""
    if np.mean(signals.content[0][start + 1 : end + 1] >= REPEATED) < NEW:
        return None
    way = signals.layout[start : end + 1].astype(np.float32)
    before, after = way[0], way[-1]
    if min(signals.contrast[start], signals.contrast[end]) < NOTHING or _correlation(before[0], after[0]) >= ALIKE:
        return None
    difference = _weighed(after - before)
    beyond = _weighed(np.maximum(np.minimum(before, after) - way, 0) + np.maximum(way - np.maximum(before, after), 0))
    if beyond.max() > BEYOND * difference:
        return None
    nearer = _weighed(way - after) < _weighed(way - before)
    return Mixture(start, end, float(difference), start + int(np.argmax(nearer)))


def _weighed(layouts: Layouts) -> NDArray[np.float32]:
    """Return the mean size of each layout's values, 0–255."""
    return np.asarray(np.abs(layouts).mean(axis=(-2, -1)) @ WEIGHTS, np.float32)


def _correlation(one: NDArray[np.float32], other: NDArray[np.float32]) -> float:
    one, other = one - one.mean(), other - other.mean()
    return float((one * other).sum() / max(1e-6, float((one * one).sum() * (other * other).sum()) ** 0.5))
