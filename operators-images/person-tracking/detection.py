"""The persons of a frame, and the frames that are looked at."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from appearance import appearance_of
from tracker import Sight

from media_kits.video.decoding import Video, raw_frames
from media_kits.video.normalization import progressive, toned, within
from media_kits.vision import objects

if TYPE_CHECKING:
    from collections.abc import Iterator
    from fractions import Fraction

    from numpy.typing import NDArray

    from media_kits.vision.networks import Network

PERSON = "Person"
SHORT_SIDE = 416
"""Pixels of the frames that are looked at: the input of the network that ships, so that its closer look is sharp."""
LONGEST = 4 * SHORT_SIDE


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

    def sights_of(self, pixels: NDArray[np.uint8]) -> list[Sight]:
        """Return the persons, the surest first."""
        if self._seen is None or not np.array_equal(pixels, self._seen):
            self._seen, self._sights = pixels, self._found(pixels)
        return self._sights

    def _found(self, pixels: NDArray[np.uint8]) -> list[Sight]:
        label = [each and each["name"] for each in self.network.manifest["labels"]].index(PERSON)
        found = objects.detect(self.network, pixels, self.least, closely=self.closely)
        persons = [each for each in found if each.label == label][: self.most]
        return [Sight(each.box, each.score, appearance_of(pixels, each.box)) for each in persons]


def frames_of(video: Video, rate: Fraction) -> Iterator[NDArray[np.uint8]]:
    """Yield upright, progressive RGB frames, HDR toned to SDR, `rate` a second.

    Raises UnusableInput when the first cannot be decoded.
    """
    width, height = size_of(video)
    small = ",".join((f"scale={width}:{height}:flags=area", *toned(video.stream), "format=rgb24"))
    whole = progressive(video.stream)
    for raw in raw_frames(video, rate, small, 3 * width * height, before=whole):
        yield np.frombuffer(raw, np.uint8).reshape(height, width, 3)


def size_of(video: Video) -> tuple[int, int]:
    """Return width and height of the frames that are looked at, even: no larger than the video's, not too long."""
    return within(video.stream.display_size, LONGEST, SHORT_SIDE)
