"""How often other operators looked, and where shots begin."""

from __future__ import annotations

import bisect
import math
from dataclasses import dataclass
from itertools import pairwise
from statistics import median_low
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from boxes import Sight

USUAL = 1.0
"""Seconds between two still frames when nobody says otherwise: proxy's default."""

LONGEST = 10.0
"""Seconds between two looks that are believed when they are only guessed from what was seen."""

ROUNDING = 0.01
"""Seconds by which a sample that was taken at a cut may seem to lie before it."""


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


def sampling_of(sights: Sequence[Sight], proxy: Any, shots: Any, *, of_frames: bool) -> Sampling:
    """Return the sampling of one result: by what proxy did for still frames, else guessed from the times of sights."""
    told = _frame_interval(proxy) if of_frames else None
    least = USUAL if of_frames else 0.0
    return Sampling(told or min(LONGEST, max(least, _usual_gap(sights))), tuple(_cuts(shots)))


def _frame_interval(proxy: Any) -> float | None:
    frames = proxy.get("Frames") if isinstance(proxy, dict) else None
    rate = frames.get("FramesPerSecond") if isinstance(frames, dict) else None
    return 1 / float(rate) if isinstance(rate, int | float) and rate > 0 else None


def _usual_gap(sights: Sequence[Sight]) -> float:
    gaps = [later - earlier for earlier, later in pairwise(sorted({sight.time for sight in sights}))]
    return median_low(gaps) if gaps else USUAL


def _cuts(shots: Any) -> Iterable[float]:
    segments = shots.get("Segments") if isinstance(shots, dict) else None
    starts = {one.get("StartTimestampMillis") for one in segments or () if one.get("Type") == "SHOT"}
    return sorted(start / 1000 for start in starts if isinstance(start, int) and start > 0)
