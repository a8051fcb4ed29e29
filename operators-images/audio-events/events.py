"""From the trace of a recording to events: hysteresis, short gaps bridged, short events dropped."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from traces import MILLIS_PER_LEVEL, Trace

Mask = np.ndarray[Any, np.dtype[np.bool_]]
Floats = np.ndarray[Any, np.dtype[np.float32]]

RELEASE = 0.6
"""An event that begins at the confidence c ends below this share of c: it does not flicker around c."""


@dataclass(frozen=True)
class Type:
    """A kind of event: its column, smoothing, the gaps that do not end it, and how long it must be sure at least."""

    name: str
    column: int
    smooth_millis: int
    bridge_millis: int
    least_millis: int
    parents: tuple[str, ...] = ()
    """What it is a kind of, from the most general to the nearest."""


SPEECH = Type("Speech", 0, smooth_millis=100, bridge_millis=800, least_millis=200)
MUSIC = Type("Music", 2, smooth_millis=500, bridge_millis=3000, least_millis=1000)
SINGING = Type("Singing", 1, smooth_millis=500, bridge_millis=2000, least_millis=2000)
TYPES = (SPEECH, MUSIC, SINGING)
"""Music and singing last: what is shorter is more often an instrument that sounds like a voice, or a ringing glass."""


@dataclass(frozen=True)
class Rules:
    """What a user may set: confidence 0 to 1 that begins an event, level and length of silence, gaps in speech."""

    confidence: float
    silence_decibels: float
    silence_millis: int
    bridge_millis: int


@dataclass(frozen=True)
class Event:
    """One event, in milliseconds from the start; confidence 0 to 100."""

    name: str
    start: int
    end: int
    confidence: float
    parents: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Return the event in the result's shape."""
        parents = {"Parents": [{"Name": parent} for parent in self.parents]} if self.parents else {}
        return {
            "Type": self.name,
            **parents,
            "StartTimestampMillis": self.start,
            "EndTimestampMillis": self.end,
            "DurationMillis": self.end - self.start,
            "Confidence": round(self.confidence, 1),
        }


def events_of(trace: Trace, type_: Type, rules: Rules) -> Iterator[Event]:
    """Yield the events of a type by time. The confidence is the mean probability where it is heard."""
    step = trace.step_millis
    likely = smoothed(trace.probabilities[:, type_.column].astype(np.float32), int(type_.smooth_millis / step))
    heard = held(likely, rules.confidence, rules.confidence * RELEASE)
    gap = rules.bridge_millis if type_.name == SPEECH.name else type_.bridge_millis
    for first, after in bridged(runs_of(heard), int(gap / step)):
        sure_frames = np.count_nonzero(likely[first:after] >= rules.confidence)
        if sure_frames * step >= type_.least_millis:
            sure = float(likely[first:after][heard[first:after]].mean())
            end = min(round(after * step), trace.millis)
            yield Event(type_.name, round(first * step), end, 100 * sure, type_.parents)


def silences_of(trace: Trace, rules: Rules) -> Iterator[Event]:
    """Yield stretches whose level stays below the rule's: measured, so the confidence is 100."""
    for first, after in runs_of(trace.levels < rules.silence_decibels):
        if (after - first) * MILLIS_PER_LEVEL >= rules.silence_millis:
            yield Event("Silence", first * MILLIS_PER_LEVEL, min(after * MILLIS_PER_LEVEL, trace.millis), 100)


def smoothed(values: Floats, width: int) -> Floats:
    """Return the running mean over `width` frames around each; at the edges over those that there are."""
    totals = np.concatenate([np.zeros(1), np.cumsum(values, dtype=np.float64)])
    places = np.arange(len(values))
    first, after = np.maximum(places - width // 2, 0), np.minimum(places + width // 2 + 1, len(values))
    means: Floats = ((totals[after] - totals[first]) / (after - first)).astype(np.float32)
    return means


def held(values: Floats, rise: float, fall: float) -> Mask:
    """Return where values are above `fall` and have been at `rise` or above in the same unbroken stretch."""
    above = values >= fall
    stretches = np.cumsum(np.diff(above, prepend=False) & above)
    risen = np.zeros(int(stretches[-1]) + 1 if len(values) else 1, np.bool_)
    risen[stretches[values >= rise]] = True
    mask: Mask = above & risen[stretches]
    return mask


def runs_of(mask: Mask) -> list[tuple[int, int]]:
    """Return (first, after the last) of each unbroken stretch of true."""
    edges = np.flatnonzero(np.diff(mask.astype(np.int8), prepend=0, append=0))
    return [(int(first), int(after)) for first, after in edges.reshape(-1, 2)]


def bridged(runs: list[tuple[int, int]], gap: int) -> list[tuple[int, int]]:
    """Return the runs with those joined that stand at most `gap` frames apart."""
    joined: list[tuple[int, int]] = []
    for first, after in runs:
        if joined and first - joined[-1][1] <= gap:
            joined[-1] = (joined[-1][0], after)
        else:
            joined.append((first, after))
    return joined
