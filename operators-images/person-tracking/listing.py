"""What is told of a video: every track, and where everybody was, in a list that does not grow with the video.

Whether somebody is told is known only when the track is over, so its sightings wait until then. When more than
`MOST` sightings have come together, every second frame is left out of the list, and of the rest of the video too:
a video of any length gives a list of the same order, and the tracks lose nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from tracker import Moved, Sight

MOST = 200_000
"""Sightings that are kept: 40 MB of JSON; somebody in view for eleven hours, or five persons for two."""


class Sighting(NamedTuple):
    """Somebody in one frame: its number, the box as fractions (left, top, right, bottom), and percent."""

    frame: int
    box: tuple[float, float, float, float]
    confidence: float


@dataclass
class Trail:
    """One track from its first frame to its last; `sightings` may be thinned out, the other figures never are."""

    first: int
    last: int
    count: int = 0
    scores: float = 0.0
    sightings: list[Sighting] = field(default_factory=list)

    @property
    def mean(self) -> float:
        """Mean score, 0–1."""
        return self.scores / self.count


@dataclass(frozen=True)
class Worth:
    """What a track needs to be told: so many sights, frames from first to last, and such a mean score (0–1)."""

    hits: int
    frames: int
    score: float

    def holds(self, trail: Trail) -> bool:
        """Return whether the track is told."""
        long = trail.count >= self.hits and trail.last - trail.first + 1 >= self.frames
        return long and trail.mean >= self.score


@dataclass
class Listing:
    """Collects the trails of a video; `stride` says that every so many frames' sightings are listed."""

    worth: Worth
    size: tuple[int, int]
    most: int = MOST
    stride: int = 1
    told: list[Trail] = field(default_factory=list)
    _open: dict[int, Trail] = field(default_factory=dict)
    _kept: int = 0

    def add(self, frame: int, moved: Moved) -> None:
        """Add the sights of a frame, and close the tracks that are not alive after it."""
        for number, sight in moved.sights.items():
            trail = self._open.setdefault(number, Trail(frame, frame))
            trail.last, trail.count, trail.scores = frame, trail.count + 1, trail.scores + sight.score
            if frame % self.stride == 0:
                trail.sightings.append(Sighting(frame, self._fractions(sight), 100 * sight.score))
                self._kept += 1
        self._close({track.number for track in moved.scene.tracks})
        while self._kept > self.most and self._thinned_out():
            pass

    def _close(self, alive: set[int]) -> None:
        for number in [number for number in self._open if number not in alive]:
            trail = self._open.pop(number)
            if self.worth.holds(trail):
                self.told.append(trail)
            else:
                self._kept -= len(trail.sightings)

    def trails(self) -> list[Trail]:
        """Close everything; return the tracks in the order of their first frames, from left to right."""
        self._close(set())
        return sorted(self.told, key=lambda trail: (trail.first, trail.sightings[:1]))

    def _thinned_out(self) -> bool:
        """Leave out every second sighting, but the last one of nobody; say whether that left out any."""
        self.stride *= 2
        before, trails = self._kept, (*self.told, *self._open.values())
        for trail in trails:
            kept = [sighting for sighting in trail.sightings if sighting.frame % self.stride == 0]
            trail.sightings = kept or trail.sightings[:1]
        self._kept = sum(len(trail.sightings) for trail in trails)
        return self._kept < before

    def _fractions(self, sight: Sight) -> tuple[float, float, float, float]:
        width, height = self.size
        left, top, right, bottom = (float(side) for side in sight.box)
        return (_inside(left / width), _inside(top / height), _inside(right / width), _inside(bottom / height))


def _inside(fraction: float) -> float:
    # Ten thousandths of the frame are finer than any detector, and keep the list small.
    return round(min(max(fraction, 0.0), 1.0), 4)
