"""Which language is spoken when. A language changes only where what is heard is sure of it."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from changes import likeliest
from speech import Region, Window

from media_kits.audio.recordings import RATE, Samples

Probabilities = Mapping[str, float]
"""ISO 639 code → how probable it is that this language is spoken."""

ENOUGH = 4 * RATE
"""Samples of speech that count in full: shorter ones count by their length, as less says little."""
CHANGE = 2.5
"""What a change of language costs, as the logarithm of odds: a stretch amid another language pays for two."""
SURE = 0.8
"""Probability from which on some speech is told to be in a language."""
UNLIKELY = 1e-3
"""Probabilities below are not told apart, so that no single stretch decides about its neighbours."""


@dataclass(frozen=True)
class Sample:
    """Some speech, and where in the whole audio it begins and ends."""

    region: Region
    samples: Samples


@dataclass(frozen=True)
class Heard:
    """How probable each language is in some speech, where that is in the whole audio, and how many samples it has."""

    region: Region
    length: int
    probabilities: Probabilities

    @property
    def likeliest(self) -> str:
        """The language that is the most probable."""
        return max(self.probabilities, key=lambda code: self.probabilities[code])

    def is_sure(self) -> bool:
        """Return whether one language is so probable that no second one is likely to be in it."""
        return self.probabilities[self.likeliest] >= SURE


@dataclass(frozen=True)
class Languages:
    """When which language begins, in samples and in order; the first holds from the start."""

    starts: tuple[int, ...]
    codes: tuple[str, ...]
    are_told_apart: bool = True
    """Whether words say in which language they are: one that was only heard for the whole is told once."""

    def parts_of(self, window: Window) -> Iterator[tuple[Window, str]]:
        """Yield the speech of a window by language, in order: windows of the same audio with fewer regions."""
        edges = [*self.starts, max(window.end, self.starts[-1]) + 1]
        for (first, last), code in zip(pairwise(edges), self.codes, strict=True):
            regions = tuple(
                Region(max(it.start, first), min(it.end, last))
                for it in window.regions
                if it.start < last and it.end > first
            )
            if regions:
                yield replace(window, regions=regions), code


def only(code: str) -> Languages:
    """Return one language from the beginning to the end."""
    return Languages((0,), (code,), are_told_apart=False)


def spoken_in(heard: Sequence[Heard], codes: Sequence[str] = ()) -> Languages:
    """Return which languages are spoken when, by what was heard in order; of `codes` alone if there are any."""
    codes = codes or list(heard[0].probabilities)
    scores = [[_weight_of(each) * _logarithm_of(each.probabilities[code]) for code in codes] for each in heard]
    path = likeliest(np.array(scores), [CHANGE] * (len(heard) - 1))
    changes = [0, *(at for at, (before, now) in enumerate(pairwise(path), start=1) if now != before)]
    starts = (0, *(heard[at].region.start for at in changes[1:]))
    return Languages(starts, tuple(codes[path[at]] for at in changes))


def _weight_of(heard: Heard) -> float:
    return min(1.0, heard.length / ENOUGH)


def _logarithm_of(probability: float) -> float:
    return math.log(max(probability, UNLIKELY))
