"""Which sights are of one thing: by its number, else by place.

A thing that was missed in between, but is found again near its place, was there. Far away only the next sample counts,
and nothing goes on over a cut.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from boxes import Sight
from sampling import ROUNDING, Sampling

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

BRIDGED = 3.0
"""Sampling intervals that a thing may be missed for before it counts as gone."""

NEXT = 1.5
"""Sampling intervals within which something far away may still be the same thing."""

ALIKE = 2.5
"""How many times larger the same thing may appear at the next sample, when it is far away."""

Track = list[Sight]
"""The same thing at several times, ascending."""


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
