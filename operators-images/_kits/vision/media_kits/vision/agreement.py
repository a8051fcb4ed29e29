"""How likely a name is in a frame, given what the frames around it in the same shot show.

A network that errs on one frame seldom errs on the next in the same way, and what is shown for less than a second or
two is seldom named. A frame counts as much as two others: those before it, those after it, or one on either side,
whichever say most for the name, so that what comes into a shot or leaves it is named while it is there.
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

LEAST, MOST = 0.05, 0.999
"""What a name counts that a network does not give, and at most: nothing is impossible, and nothing certain."""
APART = 500
"""Milliseconds between frames from which on they are two opinions; nearer ones show the same moment."""
OWN = 2
"""How many other frames a frame's own opinion counts as much as."""
OTHERS = 2
"""Frames around it that count."""

Name = TypeVar("Name", bound=Hashable)


@dataclass(frozen=True)
class Opinion(Generic[Name]):
    """How likely names are in one frame, 0–1, whose time is in milliseconds; what is not listed is unlikely."""

    timestamp: int
    likely: Mapping[Name, float]


def agreed(shot: Sequence[Opinion[Name]]) -> list[dict[Name, float]]:
    """Return of each frame of a shot, in the order of their times, how likely the names are that it lists itself."""
    before, after = _steps(shot, -1), _steps(shot, 1)
    return [
        {name: _agreed(shot, name, at, (before, after)) for name in opinion.likely} for at, opinion in enumerate(shot)
    ]


def _agreed(
    shot: Sequence[Opinion[Name]], name: Name, at: int, steps: tuple[Sequence[int | None], Sequence[int | None]]
) -> float:
    own = _logit(shot[at].likely.get(name, 0.0))
    before, after = ([_logit(shot[it].likely.get(name, 0.0)) for it in _chain(at, way)] for way in steps)
    choices = [[*before[:left], *after[: OTHERS - left]] for left in range(OTHERS + 1)]
    most = max(map(len, choices))
    best = max((sum(choice) for choice in choices if len(choice) == most), default=0.0)
    return _logistic((OWN * own + best) / (OWN + most)) if most else shot[at].likely.get(name, 0.0)


def _chain(at: int, step: Sequence[int | None]) -> list[int]:
    """Return the next frames in one direction, as many as count."""
    found: list[int] = []
    following = step[at]
    while following is not None and len(found) < OTHERS:
        found.append(following)
        following = step[following]
    return found


def _steps(shot: Sequence[Opinion[Name]], direction: int) -> list[int | None]:
    """Return for each frame the nearest in a direction that shows another moment, None where there is none."""
    found: list[int | None] = [None] * len(shot)
    order = range(len(shot)) if direction > 0 else range(len(shot) - 1, -1, -1)
    candidate = order[0] if shot else 0
    for at in order:
        while 0 <= candidate < len(shot) and direction * (shot[candidate].timestamp - shot[at].timestamp) < APART:
            candidate += direction
        found[at] = candidate if 0 <= candidate < len(shot) else None
    return found


def _logit(likely: float) -> float:
    bounded = min(max(likely, LEAST), MOST)
    return math.log(bounded / (1 - bounded))


def _logistic(value: float) -> float:
    return 1 / (1 + math.exp(-value))
