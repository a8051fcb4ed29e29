"""What is covered at which time. Pure: what was seen at some times goes in, boxes at any time come out.

Detectors look once a second or so; what they saw has to stay covered in between. When in doubt, more is covered.
Sights of one thing are joined to a track (tracks.py), each track says what is covered until its next sight (spans.py),
and here all spans together answer for any time.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from boxes import Box
    from spans import Span


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
