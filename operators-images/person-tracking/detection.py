"""The persons of a frame, and the frames that are looked at."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import compress, islice
from typing import TYPE_CHECKING

import numpy as np
from appearance import appearance_of
from tracker import Sight

from media_kits.video.decoding import Video, raw_frames
from media_kits.video.normalization import progressive, toned, within
from media_kits.vision import objects
from media_operator import WrongModels

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from fractions import Fraction

    from numpy.typing import NDArray

    from media_kits.vision.networks import Network

PERSON = "Person"
SHORT_SIDE = 416
"""Pixels of the frames that are looked at, at least: the input of the network that ships, so that its closer look is
sharp. A network with a larger input gets larger frames."""
LONGEST = 4
"""Times its shorter side, the longer side of a frame."""


@dataclass
class PersonDetector:
    """Finds up to `most` persons with a score (0–1) of at least `least`; `closely` as in `objects.detect`.

    A frame that is the one before, bit by bit, is not looked at again: slides, and gaps that were filled.
    """

    network: Network
    least: float
    most: int
    closely: bool
    _seen: NDArray[np.uint8] | None = None
    _sights: list[Sight] = field(default_factory=list)

    @property
    def short_side(self) -> int:
        """Pixels of the shorter side of the frames that it shall see."""
        return max(SHORT_SIDE, min(self.network.size))

    def seen(self, frames: Iterable[NDArray[np.uint8]]) -> Iterator[tuple[NDArray[np.uint8], list[Sight]]]:
        """Yield each frame with its persons, the surest first; a GPU sees several frames together."""
        remaining = iter(frames)
        while batch := list(islice(remaining, self.network.at_once)):
            yield from zip(batch, self._sights_in(batch), strict=True)

    def _sights_in(self, batch: Sequence[NDArray[np.uint8]]) -> Iterator[list[Sight]]:
        before = [self._seen, *batch[:-1]]
        new = [one is None or not np.array_equal(one, other) for one, other in zip(before, batch, strict=True)]
        found = objects.detect_each(self.network, list(compress(batch, new)), self.least, closely=self.closely)
        answers = iter(found)
        for pixels, is_new in zip(batch, new, strict=True):
            self._sights = self._persons(pixels, next(answers)) if is_new else self._sights
            yield self._sights
        self._seen = batch[-1]

    def _persons(self, pixels: NDArray[np.uint8], found: Iterable[objects.Detection]) -> list[Sight]:
        names = [each and each["name"] for each in self.network.manifest["labels"]]
        if PERSON not in names:
            raise WrongModels(
                f"labels of the model {self.network.manifest.get('name')!r} have no {PERSON!r}, and only persons are "
                "tracked: a detector that knows them is right"
            )
        label = names.index(PERSON)
        persons = [each for each in found if each.label == label][: self.most]
        return [Sight(each.box, each.score, appearance_of(pixels, each.box)) for each in persons]


def frames_of(video: Video, rate: Fraction, short: int = SHORT_SIDE) -> Iterator[NDArray[np.uint8]]:
    """Yield upright, progressive RGB frames, HDR toned to SDR, `rate` a second.

    Raises UnusableInput when the first cannot be decoded.
    """
    width, height = size_of(video, short)
    small = ",".join((f"scale={width}:{height}:flags=area", *toned(video.stream), "format=rgb24"))
    whole = progressive(video.stream)
    for raw in raw_frames(video, rate, small, 3 * width * height, before=whole):
        yield np.frombuffer(raw, np.uint8).reshape(height, width, 3)


def size_of(video: Video, short: int = SHORT_SIDE) -> tuple[int, int]:
    """Return width and height of the frames that are looked at, even: no larger than the video's, not too long."""
    return within(video.stream.display_size, LONGEST * short, short)
