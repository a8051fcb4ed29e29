"""When each caption is spoken, and how fast: never before its time, never over another, never cut off."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

Samples = np.ndarray[Any, np.dtype[np.int16]]
Speak = Callable[[str, float], Samples]

AUDIBLE = 200
"""Of 32768: quieter is the breath before and after speech."""
MARGIN = 0.02
"""Seconds of that breath which stay."""
TRIES = 3
"""Speech at twice the rate is not exactly half as long: it is tried again a little faster."""
SPEEDUP = 1.03


@dataclass(frozen=True)
class Line:
    """What to say, and from when to when it is on the screen (seconds); None: after what came before."""

    text: str
    start: float | None = None
    end: float | None = None


@dataclass(frozen=True)
class Spoken:
    """A line as it is spoken: when it begins (seconds), its samples, how fast, and by how much it runs late."""

    line: Line
    start: float
    samples: Samples
    rate: float
    spill: float


@dataclass(frozen=True)
class Pace:
    """Natural rate, the fastest, samples per second, and the pause (seconds) between lines without times."""

    rate: float
    fastest: float
    samples_per_second: int
    pause: float = 0.3


def spoken(lines: Sequence[Line], speak: Speak, pace: Pace, until: float | None) -> Iterator[Spoken]:
    """Yield the lines in order. A line that is too long is spoken faster, at most at `pace.fastest`.

    What still does not fit runs on, and the next line waits: pauses later make up for it. `until` is the end of all.
    """
    free = 0.0
    for number, line in enumerate(lines):
        begin = free if line.start is None else max(line.start, free)
        following = lines[number + 1].start if number + 1 < len(lines) else until
        room = None if line.start is None or following is None else following - begin
        samples, rate = _fitting(line.text, speak, pace, room)
        end = begin + len(samples) / pace.samples_per_second
        spill = max(0.0, end - following) if following is not None and line.start is not None else 0.0
        yield Spoken(line, begin, samples, rate, spill)
        free = end + (pace.pause if line.start is None and len(samples) else 0)


def _fitting(text: str, speak: Speak, pace: Pace, room: float | None) -> tuple[Samples, float]:
    rate, fastest = pace.rate, max(pace.rate, pace.fastest)
    samples = trimmed(speak(text, rate), pace.samples_per_second)
    for _ in range(TRIES):
        seconds = len(samples) / pace.samples_per_second
        if room is None or seconds <= room or rate >= fastest:
            break
        rate = min(fastest, rate * SPEEDUP * seconds / room) if room > 0 else fastest
        samples = trimmed(speak(text, rate), pace.samples_per_second)
    return samples, rate


def trimmed(samples: Samples, samples_per_second: int) -> Samples:
    """Cut the silence before and after speech, so that it begins when its caption does."""
    loud = np.flatnonzero(np.abs(samples.astype(np.int32)) > AUDIBLE)
    if not len(loud):
        return samples[:0]
    margin = round(MARGIN * samples_per_second)
    return samples[max(0, int(loud[0]) - margin) : int(loud[-1]) + margin]
