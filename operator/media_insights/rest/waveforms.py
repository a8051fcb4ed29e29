"""Waveforms as ``proxy`` stores them (version 2 of audiowaveform's format), and any part of one in fewer points."""

import struct
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from media_insights.errors import Damaged

HEADER = struct.Struct("<iIiiIi")
"""Version, flags, sample rate, samples of a point, points, channels."""
_EIGHT_BITS = 1
_MOST_POINTS = 2**26
"""More than fifteen days at 50 points a second: beyond, a header is wrong."""


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


def peaks_of(content: bytes, first: int, edges: Sequence[int]) -> tuple[list[int], list[int]]:
    """Return least and greatest sample between each two edges, which are numbers of points; 0 where there is none.

    ``content`` holds the points from number ``first`` on.
    """
    values = struct.unpack(f"{len(content)}b", content)
    lows, highs = values[0::2], values[1::2]
    spans = [(begin - first, end - first) for begin, end in pairwise(edges)]
    return (
        [min(lows[begin:end], default=0) for begin, end in spans],
        [max(highs[begin:end], default=0) for begin, end in spans],
    )
