"""Tracks from frame to frame: pure decisions in the manner of ByteTrack (Zhang et al. 2022, arXiv 2110.06864).

Sure boxes look for their tracks first, all of them, also those that were lost a while ago. What is left of the tracks
that were in sight then looks among the unsure boxes: somebody half hidden is still there, and a false alarm seldom lies
where a person was just going. Last, who was lost may be found again within reach by the colours: behind a pillar people
do not go on as they went. Only sure boxes begin a track, and only a track that was seen several times is told.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import appearance
import association
import motion
import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from typing import Any

    from appearance import Appearance
    from motion import Box, Motion
    from numpy.typing import NDArray

    Likeness = Callable[[Sequence["Track"], Sequence["Sight"]], NDArray[Any]]

NEAR = 0.1
"""Least overlap, times score, of a sure box with the place where its track is expected: at 5 frames a second people
move far, and whoever is nearest is the one even when the boxes hardly touch."""
NEAR_UNSURE = 0.5
"""Least overlap of an unsure box with that place."""
ALIKE = 0.9
"""Least likeness of the colours of somebody who is found again: two persons reach it in one case of eight."""
REACH, REACH_PER_SECOND = 0.5, 1.0
"""How far from the expected place somebody may be found again, in heights: at once, and more for each second."""
AS_TALL = 1.6
"""By which factor somebody may have grown or shrunk meanwhile."""
APART = 0.2
"""A box that overlaps another one more does not tell what somebody looks like: it shows two."""


@dataclass(frozen=True)
class Sight:
    """A person in one frame: where in pixels, how sure (0–1), and the look."""

    box: Box
    score: float
    appearance: Appearance


@dataclass(frozen=True)
class Rules:
    """What the tracker goes by: `sure` and `unsure` are scores, `step` and `patience` seconds."""

    sure: float
    unsure: float
    step: float
    patience: float
    hits: int


@dataclass(frozen=True)
class Track:
    """Somebody on the way: `number` counts tracks from 0, `missed` the frames since the last sight."""

    number: int
    motion: Motion
    appearance: Appearance
    hits: int = 1
    missed: int = 0


@dataclass(frozen=True)
class Scene:
    """The tracks that are alive, and the number of the next one."""

    tracks: tuple[Track, ...] = ()
    following: int = 0


@dataclass(frozen=True)
class Moved:
    """What a frame changed: the scene after it, and each sight that belongs to a track, by the track's number."""

    scene: Scene
    sights: dict[int, Sight] = field(default_factory=dict)


def step(scene: Scene, sights: Sequence[Sight], rules: Rules) -> Moved:
    """Return the scene one frame later."""
    expected = [_expected(track, rules.step) for track in scene.tracks]
    found = _found(expected, sights, rules)
    born = [sight for sight in _left(sights, found) if sight.score >= rules.sure]
    new = [
        Track(scene.following + index, motion.first(sight.box), sight.appearance) for index, sight in enumerate(born)
    ]
    begun = {track.number: sight for track, sight in zip(new, born, strict=True)}
    alone = _alone(sights)
    tracks = [*(_after(track, found.get(track.number), alone) for track in expected), *new]
    alive = tuple(track for track in tracks if _is_alive(track, rules))
    return Moved(Scene(alive, scene.following + len(new)), found | begun)


def _found(tracks: Sequence[Track], sights: Sequence[Sight], rules: Rules) -> dict[int, Sight]:
    sure = [sight for sight in sights if sight.score >= rules.sure]
    unsure = [sight for sight in sights if rules.unsure <= sight.score < rules.sure]
    found = _matched(tracks, sure, _nearness_of_sure, NEAR)
    in_sight = [track for track in tracks if track.number not in found and not track.missed]
    found |= _matched(in_sight, unsure, _nearness, NEAR_UNSURE)
    lost = [track for track in tracks if track.number not in found and track.hits >= rules.hits]
    return found | _matched(lost, _left(sure, found), lambda ones, others: _alike(ones, others, rules.step), ALIKE)


def _matched(tracks: Sequence[Track], sights: Sequence[Sight], likeness: Likeness, least: float) -> dict[int, Sight]:
    if not tracks or not sights:
        return {}
    pairs = association.pairs(likeness(tracks, sights), least)
    return {tracks[row].number: sights[column] for row, column in pairs}


def _nearness(tracks: Sequence[Track], sights: Sequence[Sight]) -> NDArray[Any]:
    return association.overlaps(_stacked(track.motion.box for track in tracks), _stacked(it.box for it in sights))


def _nearness_of_sure(tracks: Sequence[Track], sights: Sequence[Sight]) -> NDArray[Any]:
    return np.asarray(_nearness(tracks, sights) * np.array([sight.score for sight in sights]))


def _alike(tracks: Sequence[Track], sights: Sequence[Sight], seconds: float) -> NDArray[Any]:
    places = np.stack([motion.first(sight.box).values for sight in sights])
    believed = np.stack([track.motion.values for track in tracks])
    ways = np.linalg.norm(places[None, :, :2] - believed[:, None, :2], axis=2)
    reach = [(REACH + REACH_PER_SECOND * seconds * (it.missed + 1)) * it.motion.height for it in tracks]
    taller = np.abs(places[None, :, 3] - believed[:, None, 3])
    alike = np.stack([track.appearance for track in tracks]) @ np.stack([sight.appearance for sight in sights]).T
    return np.where((ways <= np.array(reach)[:, None]) & (taller <= np.log(AS_TALL)), alike, 0.0)


def _expected(track: Track, seconds: float) -> Track:
    # Who is hidden keeps the size: what was seen last was a part of a body, shrinking behind an edge.
    moved = motion.later(track.motion, seconds)
    return replace(track, motion=motion.kept_in_size(moved, track.motion) if track.missed else moved)


def _after(track: Track, sight: Sight | None, alone: frozenset[int]) -> Track:
    if sight is None:
        return replace(track, missed=track.missed + 1)
    seen = appearance.remembered(track.appearance, sight.appearance) if id(sight) in alone else track.appearance
    return replace(track, motion=motion.seen(track.motion, sight.box), appearance=seen, hits=track.hits + 1, missed=0)


def _is_alive(track: Track, rules: Rules) -> bool:
    # Who was hardly seen is not waited for: false alarms flicker.
    if track.hits < rules.hits:
        return track.missed == 0
    return track.missed * rules.step <= rules.patience


def _left(sights: Sequence[Sight], found: dict[int, Sight]) -> list[Sight]:
    taken = {id(sight) for sight in found.values()}
    return [sight for sight in sights if id(sight) not in taken]


def _alone(sights: Sequence[Sight]) -> frozenset[int]:
    if not sights:
        return frozenset()
    boxes = _stacked(sight.box for sight in sights)
    shared = association.overlaps(boxes, boxes) - np.eye(len(sights))
    return frozenset(id(sight) for sight, most in zip(sights, shared.max(axis=1), strict=True) if most < APART)


def _stacked(boxes: Iterable[Box]) -> Box:
    return np.stack(list(boxes))
