"""Places in an image, and what was seen there."""

from __future__ import annotations

import math
from dataclasses import dataclass


@dataclass(frozen=True)
class Box:
    """A rectangle in fractions of the image; it may reach outside."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        """From left to right."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """From top to bottom."""
        return self.bottom - self.top

    @property
    def centre(self) -> tuple[float, float]:
        """The middle."""
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2

    def hull(self, other: Box) -> Box:
        """Return the smallest box around both."""
        return Box(
            min(self.left, other.left),
            min(self.top, other.top),
            max(self.right, other.right),
            max(self.bottom, other.bottom),
        )

    def grown(self, margin: float) -> Box:
        """Return the box enlarged by a share of its size on every side."""
        return self.padded(margin * self.width, margin * self.height)

    def padded(self, across: float, along: float) -> Box:
        """Return the box enlarged by so much on every side."""
        return Box(self.left - across, self.top - along, self.right + across, self.bottom + along)

    def moved(self, across: float, along: float) -> Box:
        """Return the box at another place."""
        return Box(self.left + across, self.top + along, self.right + across, self.bottom + along)

    def towards(self, other: Box, share: float) -> Box:
        """Return what it is after a share, 0 to 1, of a steady way to another box."""
        return Box(
            self.left + share * (other.left - self.left),
            self.top + share * (other.top - self.top),
            self.right + share * (other.right - self.right),
            self.bottom + share * (other.bottom - self.bottom),
        )

    def touches(self, other: Box) -> bool:
        """Whether they overlap."""
        across = min(self.right, other.right) - max(self.left, other.left)
        return across > 0 and min(self.bottom, other.bottom) - max(self.top, other.top) > 0

    def distance(self, other: Box) -> float:
        """Return how unlike they are: the way between their middles in sizes, and how much larger one is."""
        size = max(1e-6, (self.width + self.height + other.width + other.height) / 4)
        return math.dist(self.centre, other.centre) / size + abs(math.log(self.growth(other)))

    def growth(self, other: Box) -> float:
        """Return how many times as large the other one is."""
        return max(1e-6, other.width + other.height) / max(1e-6, self.width + self.height)


WHOLE = Box(0, 0, 1, 1)


@dataclass(frozen=True)
class Sight:
    """Something seen at a time in seconds; `who` numbers it where the detector tells one from another, else ""."""

    time: float
    box: Box
    who: str = ""
