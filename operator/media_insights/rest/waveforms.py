"""Waveforms as ``proxy`` stores them (version 2 of audiowaveform's format), and any part of one in fewer points."""

import struct
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from media_insights.errors import Damaged

HEADER = struct.Struct("<iIiiIi")
"""Version, flags, sample rate, samples of a point, points, channels."""
_EIGHT_BITS = 1
_MOST_POINTS = 2**26
"""More than fifteen days at 50 points a second: beyond, a header is wrong."""
AT_ONCE = 2**18
"""Points that are read and reduced at once: an hour and a half of them."""
_ZERO = 128
_ABOVE_ZERO = bytes((value + _ZERO) % 256 for value in range(256))
"""Makes signed bytes unsigned, in their order."""


@dataclass(frozen=True, slots=True)
class StoredWaveform:
    """What the header of a stored waveform says: one channel of 8-bit points."""

    rate: int
    """Samples a second."""
    samples: int
    """Samples of a point."""
    points: int

    @property
    def millis(self) -> int:
        """Length in milliseconds."""
        return -(-self.points * self.samples * 1000 // self.rate)

    def range(self, start: int, end: int) -> tuple[int, int]:
        """Return the points that a span of milliseconds touches: the first, and the one after the last."""
        first = start * self.rate // (1000 * self.samples)
        last = -(-end * self.rate // (1000 * self.samples))
        return min(first, self.points), min(max(last, first), self.points)

    def place(self, first: int, last: int) -> tuple[int, int]:
        """Return offset and length of points in the file."""
        return HEADER.size + 2 * first, 2 * (last - first)

    def time_of(self, point: int) -> float:
        """Return the time at which a point begins, in milliseconds."""
        return point * self.samples * 1000 / self.rate


def parse_waveform(header: bytes, key: str) -> StoredWaveform:
    """Return what a header says. Raises Damaged for one that is none."""
    if len(header) >= HEADER.size:
        version, flags, rate, samples, points, channels = HEADER.unpack_from(header)
        known = version == 2 and flags & _EIGHT_BITS and channels == 1
        if known and rate > 0 and samples > 0 and points <= _MOST_POINTS:
            return StoredWaveform(rate, samples, points)
    raise Damaged(f"{key} is no waveform of 8 bits and one channel")


def peaks_of(read: Callable[[int, int], bytes], edges: Sequence[int]) -> tuple[list[int], list[int]]:
    """Return least and greatest sample between each two edges, which are numbers of points; 0 where there is none.

    ``read`` returns the points from one number to another, and is asked for at most :data:`AT_ONCE`: a bucket need not
    fit into memory, however long the audio says it is.
    """
    found = dict[int, list[tuple[int, int]]]()
    for first, last in parts_of(edges):
        values = read(first, last).translate(_ABOVE_ZERO)
        for number in range(bisect_right(edges, first) - 1, bisect_left(edges, last)):
            begin, end = max(edges[number], first), min(edges[number + 1], last)
            points = values[2 * (begin - first) : 2 * (end - first)]
            found.setdefault(number, []).append((_first(min, points[0::2]), _first(max, points[1::2])))
    buckets = [found[number] for number in sorted(found)]
    return [min(low for low, _ in each) for each in buckets], [max(high for _, high in each) for each in buckets]


def parts_of(edges: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield from where to where points are read at once; buckets may be in several parts."""
    for first in range(edges[0], edges[-1], AT_ONCE) if edges else ():
        yield first, min(first + AT_ONCE, edges[-1])


def _first(chosen: Callable[[set[int]], int], samples: bytes) -> int:
    """Return the least or the greatest of samples; of few different ones, which a set finds at C's speed."""
    return chosen(set(samples)) - _ZERO if samples else 0
