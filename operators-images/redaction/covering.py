"""Which places are covered at which time. Pure: what was seen at some times goes in, boxes at any time come out.

Detectors look once a second or so; what they saw has to stay covered in between. When in doubt, more is covered:

- What is seen at two times is taken for one thing that moved: by its number, else by place, even from far away.
- In between it is covered where steady movement would put it, and where the curve through the sights around would, a
  quarter of the time earlier up to a quarter later; and the more generously, the longer ago or ahead a sight is.
- What lies so far apart that it may be two things is covered at both places all the time in between, too.
- Before the first sight and after the last it is covered for one sampling interval, or up to the cut: at its place, and
  where it would have come from or gone to at the speed that it had.
- A thing that was missed in between, but is found again near its place, was there.
"""

import bisect
import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

BRIDGED = 3.0
"""Sampling intervals that a thing may be missed for before it counts as gone."""

NEXT = 1.5
"""Sampling intervals within which something far away may still be the same thing."""

ALIKE = 2.5
"""How many times larger the same thing may appear at the next sample, when it is far away."""

SLACK = 0.25
"""Share of the time between two sights by which movement may be ahead of a steady one, or behind."""

DOUBT = 0.5
"""Share of its size by which a box grows on each side with every second to the nearest sight."""

CUT = 0.08
"""Seconds that a cover reaches over a cut: two frames, since a cut may be placed a frame early or late."""

ROUNDING = 0.01
"""Seconds by which a sample that was taken at a cut may seem to lie before it."""


@dataclass(frozen=True)
class Box:
    """A rectangle in fractions of the picture; it may reach outside."""

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

    def hull(self, other: "Box") -> "Box":
        """Return the smallest box around both."""
        return Box(
            min(self.left, other.left),
            min(self.top, other.top),
            max(self.right, other.right),
            max(self.bottom, other.bottom),
        )

    def grown(self, margin: float) -> "Box":
        """Return the box enlarged by a share of its size on every side."""
        return self.padded(margin * self.width, margin * self.height)

    def padded(self, across: float, along: float) -> "Box":
        """Return the box enlarged by so much on every side."""
        return Box(self.left - across, self.top - along, self.right + across, self.bottom + along)

    def moved(self, across: float, along: float) -> "Box":
        """Return the box at another place."""
        return Box(self.left + across, self.top + along, self.right + across, self.bottom + along)

    def towards(self, other: "Box", share: float) -> "Box":
        """Return what it is after a share, 0 to 1, of a steady way to another box."""
        return Box(
            self.left + share * (other.left - self.left),
            self.top + share * (other.top - self.top),
            self.right + share * (other.right - self.right),
            self.bottom + share * (other.bottom - self.bottom),
        )

    def touches(self, other: "Box") -> bool:
        """Whether they overlap."""
        across = min(self.right, other.right) - max(self.left, other.left)
        return across > 0 and min(self.bottom, other.bottom) - max(self.top, other.top) > 0

    def distance(self, other: "Box") -> float:
        """Return how unlike they are: the way between their middles in sizes, and how much larger one is."""
        size = max(1e-6, (self.width + self.height + other.width + other.height) / 4)
        return math.dist(self.centre, other.centre) / size + abs(math.log(self.growth(other)))

    def growth(self, other: "Box") -> float:
        """Return how many times as large the other one is."""
        return max(1e-6, other.width + other.height) / max(1e-6, self.width + self.height)


WHOLE = Box(0, 0, 1, 1)


@dataclass(frozen=True)
class Sight:
    """Something seen at a time in seconds; `who` numbers it where the detector tells one from another, else ""."""

    time: float
    box: Box
    who: str = ""


@dataclass(frozen=True)
class Sampling:
    """How often was looked, in seconds, and where shots begin (0 is implied)."""

    interval: float
    cuts: tuple[float, ...] = ()

    def shot(self, time: float) -> tuple[float, float]:
        """Return start and end of the shot that a sample shows."""
        index = bisect.bisect_right(self.cuts, time + ROUNDING)
        start = self.cuts[index - 1] if index else 0.0
        return start, self.cuts[index] if index < len(self.cuts) else math.inf


Track = list[Sight]
"""The same thing at several times, ascending."""


Way = tuple[float, float]
"""Where to the right and down, in pictures or pictures a second."""

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


def tracks_of(sights: Iterable[Sight], sampling: Sampling) -> list[Track]:
    """Return the sights joined to tracks, in order of their first sight."""
    tracks: list[Track] = []
    current: list[Track] = []
    ordered = sorted(sights, key=lambda sight: (sight.time, sight.box.left, sight.box.top, sight.who))
    for time, seen in groupby(ordered, key=lambda sight: sight.time):
        current = [track for track in current if time - track[-1].time <= BRIDGED * sampling.interval + ROUNDING]
        begun = _joined(current, list(seen), sampling)
        tracks += begun
        current += begun
    return tracks


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


class Cover:
    """All that is covered; asked for times in ascending order it is quick."""

    def __init__(self, spans: Iterable[Span], margin: float) -> None:
        """Take spans in any order; `margin` enlarges every box."""
        self.spans = sorted(spans, key=lambda span: (span.start, span.end))
        self.margin = margin
        self._next, self._time = 0, -math.inf
        self._open: list[Span] = []

    def at(self, time: float) -> list[Box]:
        """Return the boxes that are covered at a time in seconds."""
        if time < self._time:
            self._next, self._open = 0, []
        self._time = time
        while self._next < len(self.spans) and self.spans[self._next].start <= time:
            self._open.append(self.spans[self._next])
            self._next += 1
        self._open = [span for span in self._open if span.end >= time]
        return list(dict.fromkeys(span.at(time, self.margin) for span in self._open))


def stretches_of(spans: Iterable[tuple[float, float]]) -> list[tuple[float, float]]:
    """Return when anything is covered: starts and ends, ascending, joined where they touch."""
    joined: list[tuple[float, float]] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    return joined


def _joined(tracks: Sequence[Track], seen: Sequence[Sight], sampling: Sampling) -> list[Track]:
    """Put each sight at the end of the track that it fits best, and return the tracks that begin with the others."""
    pairs = sorted(
        (track[-1].box.distance(sight.box), old, new)
        for old, track in enumerate(tracks)
        for new, sight in enumerate(seen)
        if _follows(track[-1], sight, sampling)
    )
    taken: set[int] = set()
    placed: set[int] = set()
    for _, old, new in pairs:
        if old not in taken and new not in placed:
            taken.add(old)
            placed.add(new)
            tracks[old].append(seen[new])
    return [[sight] for new, sight in enumerate(seen) if new not in placed]


def _follows(last: Sight, sight: Sight, sampling: Sampling) -> bool:
    if sampling.shot(last.time) != sampling.shot(sight.time):
        return False
    if last.who or sight.who:
        return last.who == sight.who
    if last.box.grown(0.5).touches(sight.box.grown(0.5)):
        return True
    near = sight.time - last.time <= NEXT * sampling.interval
    return near and 1 / ALIKE <= last.box.growth(sight.box) <= ALIKE


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
    """Return how fast a thing goes, in pictures a second."""
    (left, top), (right, bottom) = earlier.box.centre, later.box.centre
    seconds = later.time - earlier.time
    return (right - left) / seconds, (bottom - top) / seconds


def _less(way: Way, other: Way) -> Way:
    return way[0] - other[0], way[1] - other[1]
