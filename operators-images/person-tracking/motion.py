"""How a box moves: a Kalman filter with constant velocity for its centre and for the logarithms of its sides.

The four numbers (centre x, centre y, ln width, ln height) are filtered each for itself: their errors hardly depend on
each other, and so no matrix is needed. Sides are taken as logarithms because whoever comes nearer grows by a factor,
and because a side then never falls below zero. Noise is told in heights of the person: a tall box jumps by more pixels.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Box = NDArray[Any]
"""Left, top, right, bottom in pixels."""

PLACE_NOISE = 0.06
"""Standard deviation of a detected centre, in heights."""
SIDE_NOISE = 0.12
"""Standard deviation of the logarithm of a detected side: boxes of persons breathe with their arms and legs."""
PLACE_PUSH = 1.5
"""Standard deviation of the acceleration of a centre, in heights per square second: starting to walk is about 1."""
SIDE_PUSH = 0.5
"""Standard deviation of the acceleration of the logarithm of a side, per square second."""
FIRST_SPEED = 1.0
"""Standard deviation of the unknown speed of somebody new, in heights (or logarithm of a side) per second."""


@dataclass(frozen=True)
class Motion:
    """What is believed of four numbers: their values and speeds, and how uncertain these are together.

    `spread` has a row of (variance of the value, covariance, variance of the speed) for each.
    """

    values: NDArray[np.float64]
    speeds: NDArray[np.float64]
    spread: NDArray[np.float64]

    @property
    def box(self) -> Box:
        """Where it is believed to be."""
        half = np.exp(self.values[2:]) / 2
        return np.concatenate([self.values[:2] - half, self.values[:2] + half])

    @property
    def height(self) -> float:
        """The height of the box in pixels."""
        return float(np.exp(self.values[3]))


def first(box: Box) -> Motion:
    """Return what is believed of somebody who was seen once."""
    values = _numbers_of(box)
    noise = _scaled(PLACE_NOISE, SIDE_NOISE, float(box[3] - box[1]))
    speed = _scaled(FIRST_SPEED, SIDE_PUSH, float(box[3] - box[1]))
    return Motion(values, np.zeros(4), np.stack([noise**2, np.zeros(4), speed**2], axis=1))


def later(motion: Motion, seconds: float) -> Motion:
    """Return what is believed after so many seconds without looking."""
    place, covariance, speed = motion.spread.T
    push = _scaled(PLACE_PUSH, SIDE_PUSH, motion.height) ** 2
    spread = [
        place + 2 * seconds * covariance + seconds**2 * speed + seconds**4 / 4 * push,
        covariance + seconds * speed + seconds**3 / 2 * push,
        speed + seconds**2 * push,
    ]
    return Motion(motion.values + seconds * motion.speeds, motion.speeds, np.stack(spread, axis=1))


def kept_in_size(moved: Motion, before: Motion) -> Motion:
    """Return the motion with the sides that it had before, at rest."""
    values, speeds = moved.values.copy(), moved.speeds.copy()
    values[2:], speeds[2:] = before.values[2:], 0.0
    return Motion(values, speeds, moved.spread)


def seen(motion: Motion, box: Box) -> Motion:
    """Return what is believed after a look found it at `box`."""
    place, covariance, speed = motion.spread.T
    total = place + _scaled(PLACE_NOISE, SIDE_NOISE, motion.height) ** 2
    surprise = _numbers_of(box) - motion.values
    spread = [place - place**2 / total, covariance - place * covariance / total, speed - covariance**2 / total]
    return Motion(
        motion.values + place / total * surprise,
        motion.speeds + covariance / total * surprise,
        np.stack(spread, axis=1),
    )


def _numbers_of(box: Box) -> NDArray[np.float64]:
    sides = np.maximum(box[2:] - box[:2], 1.0)
    return np.concatenate([(box[:2] + box[2:]) / 2, np.log(sides)]).astype(np.float64)


def _scaled(place: float, side: float, height: float) -> NDArray[np.float64]:
    return np.array([place * height, place * height, side, side])
