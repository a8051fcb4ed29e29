"""Lanes of a timeline: the moments of a result, or of one title of it, as stretches of time, or counted by buckets."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from media_insights.exports.stretches import Frames, frames_of
from media_insights.results.moments import Moment

UNKNOWN = -1.0
"""Confidence of a stretch whose moments have none."""


@dataclass(frozen=True, slots=True)
class LaneKey:
    """What a lane is of."""

    result: str
    operator: str
    title: str = ""
    """Empty: of everything in the result."""


@dataclass(frozen=True, slots=True)
class CoveredTime:
    """A stretch in which something was found without a gap."""

    start: int
    end: int
    confidence: float
    """The highest of its moments."""
    moments: int = 1


@dataclass(frozen=True, slots=True)
class TimelineLane:
    """One lane; its stretches are in order and do not touch."""

    key: LaneKey
    moments: int
    stretches: tuple[CoveredTime, ...]

    def within(self, start: int, end: int | None) -> "TimelineLane":
        """Return the lane with those stretches only that reach into a span of time."""
        shown = tuple(each for each in self.stretches if each.end >= start and (end is None or each.start < end))
        return TimelineLane(self.key, sum(each.moments for each in shown), shown)

    def counts(self, start: int, width: int, buckets: int) -> list[int]:
        """Return how many stretches reach into each of the buckets of ``width`` milliseconds from ``start`` on."""
        counted = [0] * (buckets + 1)
        for each in self.stretches:
            first = max(0, (each.start - start) // width)
            last = min(buckets - 1, (max(each.start, each.end - 1) - start) // width)
            if first <= last:
                counted[first] += 1
                counted[last + 1] -= 1
        return _summed(counted[:-1])


def lanes_of(result: str, moments: Sequence[Moment], *, by_title: bool) -> dict[LaneKey, list[CoveredTime]]:
    """Return what each lane of a result covers, one stretch per moment; moments without time are in none.

    A moment that is a point in time lasts until the operator analysed the next frame.
    """
    frames = frames_of(moments)
    found: dict[LaneKey, list[CoveredTime]] = defaultdict(list)
    for each in moments:
        if each.start is not None:
            key = LaneKey(result, each.operator, each.title if by_title else "")
            found[key].append(_covered(each, each.start, frames))
    return found


def joined_lanes(found: Mapping[LaneKey, list[CoveredTime]]) -> list[TimelineLane]:
    """Return lanes whose stretches are joined where they touch: by result, the fullest first."""
    lanes = [TimelineLane(key, len(covered), tuple(_joined(covered))) for key, covered in found.items()]
    return sorted(lanes, key=lambda lane: (lane.key.result, -lane.moments, lane.key.title))


def _covered(moment: Moment, start: int, frames: Frames) -> CoveredTime:
    begin, end = frames.stretch(start, moment.end)
    return CoveredTime(begin, end, UNKNOWN if moment.confidence is None else moment.confidence)


def _joined(covered: Iterable[CoveredTime]) -> list[CoveredTime]:
    found: list[CoveredTime] = []
    for each in sorted(covered, key=lambda each: (each.start, each.end)):
        if found and each.start <= found[-1].end:
            found[-1] = _both(found[-1], each)
        else:
            found.append(each)
    return found


def _both(one: CoveredTime, other: CoveredTime) -> CoveredTime:
    return CoveredTime(
        one.start, max(one.end, other.end), max(one.confidence, other.confidence), one.moments + other.moments
    )


def _summed(changes: Iterable[int]) -> list[int]:
    total, found = 0, list[int]()
    for change in changes:
        total += change
        found.append(total)
    return found
