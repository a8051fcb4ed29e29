"""What a playlist for streaming promises, counted once more from its segments (RFC 8216): seconds and bytes."""

from collections.abc import Sequence
from itertools import accumulate
from pathlib import Path

import m3u8

Segment = tuple[float, int]
"""Seconds and bytes."""


def segments_of(playlist: Path) -> list[Segment]:
    """Return the segments of a media playlist, each a range of bytes of one file."""
    return [(float(each.duration), int(each.byterange.split("@")[0])) for each in m3u8.load(str(playlist)).segments]


def peak(segments: Sequence[Segment], target: float) -> float:
    """Return the peak bit rate, bits a second (section 4.1).

    That is the largest mean of any neighbours that last half to one and a half target durations together; of a stream
    too short for that, its mean.
    """
    times = [0.0, *accumulate(seconds for seconds, _ in segments)]
    sizes = [0, *accumulate(size for _, size in segments)]
    rates = [
        8 * (sizes[end] - sizes[start]) / (times[end] - times[start])
        for start in range(len(segments))
        for end in range(start + 1, len(times))
        if target / 2 <= times[end] - times[start] <= 1.5 * target
    ]
    return max(rates, default=8 * sizes[-1] / times[-1])


def largest_distance(segments: Sequence[Segment], seconds: float) -> float:
    """Return how far the worst segment is from the length that was asked for; the last one may be shorter."""
    *whole, (last, _) = segments
    return max([*(abs(length - seconds) for length, _ in whole), max(0.0, last - seconds)])
