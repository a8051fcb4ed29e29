"""What is covered from one time to another because of one thing, and where it may be in between.

- Between two sights it is covered where steady movement would put it, and where the curve through the sights around
  would, a quarter of the time earlier up to a quarter later; the more generously, the longer ago or ahead a sight is.
- What lies so far apart that it may be two things is covered at both places all the time in between, too.
- Before the first sight and after the last it is covered for one sampling interval, or up to the cut: at its place, and
  where it would have come from or gone to at the speed that it had.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from boxes import Box, Sight
    from sampling import Sampling
    from tracks import Track

SLACK = 0.25
"""Share of the time between two sights by which movement may be ahead of a steady one, or behind."""

DOUBT = 0.5
"""Share of its size by which a box grows on each side with every second to the nearest sight."""

CUT = 0.08
"""Seconds that a cover reaches over a cut: two frames, since a cut may be placed a frame early or late."""

Way = tuple[float, float]
"""Where to the right and down, in widths and heights of the image, or those a second."""

REST: Way = (0.0, 0.0)


@dataclass(frozen=True)
class Span:
    """A cover from a time to a time, from a box to a box.

    `slack` are seconds by which the movement may be early or late, `bend` says how the speed at start and end differs
    from a steady one, `sure` are the times of the sights that it goes by.
    """

    start: float
    end: float
    first: Box
    last: Box
    sure: tuple[float, ...]
    slack: float = 0.0
    bend: tuple[Way, Way] = (REST, REST)

    def at(self, time: float, margin: float) -> Box:
        """Return what is covered at a time within the span, with a margin in sizes of the thing."""
        early, late = self._share(time - self.slack), self._share(time + self.slack)
        steady = self.first.towards(self.last, early).hull(self.first.towards(self.last, late))
        doubt = DOUBT * min(abs(time - sight) for sight in self.sure)
        now = self._bent(self._share(time))
        way = steady.hull(self._bent(early)).hull(now).hull(self._bent(late))
        return way.padded((margin + doubt) * now.width, (margin + doubt) * now.height)

    def _share(self, time: float) -> float:
        seconds = self.end - self.start
        return min(1.0, max(0.0, (time - self.start) / seconds)) if seconds > 0 else 0.0

    def _bent(self, share: float) -> Box:
        """Return the box on a cubic curve (Hermite's form, less its steady part)."""
        seconds = self.end - self.start
        leaving, coming = share * (1 - share) ** 2, -(share**2) * (1 - share)
        (right, down), (right_at_end, down_at_end) = self.bend
        across = seconds * (leaving * right + coming * right_at_end)
        along = seconds * (leaving * down + coming * down_at_end)
        return self.first.towards(self.last, share).moved(across, along)


def spans_of(track: Track, sampling: Sampling) -> Iterator[Span]:
    """Yield what is to be covered because of one track."""
    steady = [_speed(earlier, later) for earlier, later in pairwise(track)] or [REST]
    speeds = _speeds(steady)
    for place, (earlier, later) in enumerate(pairwise(track)):
        sure, seconds = (earlier.time, later.time), later.time - earlier.time
        bend = (_less(speeds[place], steady[place]), _less(speeds[place + 1], steady[place]))
        yield Span(*sure, earlier.box, later.box, sure, SLACK * seconds, bend)
        if not earlier.box.touches(later.box):
            yield Span(*sure, earlier.box, earlier.box, sure)
            yield Span(*sure, later.box, later.box, sure)
    yield from _before(track[0], (REST, steady[0], speeds[0]), sampling)
    yield from _after(track[-1], (REST, steady[-1], speeds[-1]), sampling)


def _before(first: Sight, speeds: Sequence[Way], sampling: Sampling) -> Iterator[Span]:
    start = max(0.0, sampling.shot(first.time)[0] - CUT, first.time - sampling.interval)
    for came in _moved(first, speeds, start):
        yield Span(start, first.time, came, first.box, (first.time,), SLACK * sampling.interval)


def _after(last: Sight, speeds: Sequence[Way], sampling: Sampling) -> Iterator[Span]:
    end = min(sampling.shot(last.time)[1] + CUT, last.time + sampling.interval)
    for gone in _moved(last, speeds, end):
        yield Span(last.time, end, last.box, gone, (last.time,), SLACK * sampling.interval)


def _moved(sight: Sight, speeds: Sequence[Way], time: float) -> list[Box]:
    """Return where a thing would be at another time, at each of several speeds."""
    seconds = time - sight.time
    return [sight.box.moved(seconds * across, seconds * along) for across, along in dict.fromkeys(speeds)]


def _speeds(steady: Sequence[Way]) -> list[Way]:
    """Return the speed at each sight: the mean of before and after, at the ends as if it went on changing evenly."""
    within = [((x + u) / 2, (y + v) / 2) for (x, y), (u, v) in pairwise(steady)]
    first, last = (within[0], within[-1]) if within else (steady[0], steady[-1])
    ends = [(2 * one[0] - way[0], 2 * one[1] - way[1]) for one, way in ((steady[0], first), (steady[-1], last))]
    return [ends[0], *within, ends[1]]


def _speed(earlier: Sight, later: Sight) -> Way:
    """Return how fast a thing goes, in widths and heights of the image a second."""
    (left, top), (right, bottom) = earlier.box.centre, later.box.centre
    seconds = later.time - earlier.time
    return (right - left) / seconds, (bottom - top) / seconds


def _less(way: Way, other: Way) -> Way:
    return way[0] - other[0], way[1] - other[1]
