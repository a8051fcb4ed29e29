"""Every look at a face in a video or image, with its vector, and who is the same somebody as whom.

Faces of a video are grouped so that each stranger keeps one number: a face joins the group that it is nearest to, or
that it moved on from since the frame before, and opens a new one when it is near to none.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import chain
from typing import TYPE_CHECKING, Any

import numpy as np

from media_kits.vision.batches import batches_of
from media_kits.vision.boxes import overlaps
from media_kits.vision.faces.detection import LONGEST

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from media_kits.vision.faces.detection import DetectedFace, FaceDetector
    from media_kits.vision.faces.embeddings import Embedder
    from media_kits.vision.frames import Frames
    from media_operator import Operator

SAME_PLACE = 0.3  # overlap of a face's box with the one of the frame before, when it stays on
NEXT_FRAME = 1500  # milliseconds; a face in the same place later than that may be somebody else's
ALIKE = 80.0  # Similarity from which two faces are one person
UNLIKE = 20.0  # Similarity below which not even staying in the same place makes two faces one person


@dataclass(frozen=True)
class Sighting:
    """A face at a time: its FaceDetail, its vector (None when it cannot be compared) and its box in pixels."""

    timestamp: int
    detail: dict[str, Any]
    vector: NDArray[np.float32] | None
    box: NDArray[Any]


@dataclass(frozen=True)
class FacePipeline:
    """What looks at images and gives sightings."""

    detector: FaceDetector
    embedder: Embedder

    @property
    def provenance(self) -> list[dict[str, str]]:
        """What a result says about the networks."""
        return [*self.detector.provenance, self.embedder.network.provenance]

    def sightings(self, operator: Operator, frames: Frames) -> Iterator[list[Sighting]]:
        """Yield the sightings of each frame, the largest face first, telling progress."""
        batches = batches_of(frames, LONGEST, self.detector.detector.at_once)
        for number, (frame, pixels) in enumerate(chain.from_iterable(batches), start=1):
            yield [self._sighting(pixels, frame.timestamp, seen) for seen in self.detector.faces_in(pixels)]
            operator.progress(number, len(frames))

    def _sighting(self, pixels: NDArray[np.uint8], timestamp: int, seen: DetectedFace) -> Sighting:
        vector = self.embedder.embedding_of(pixels, seen)
        return Sighting(timestamp, seen.details(pixels), vector, seen.face.box)


@dataclass
class Somebody:
    """One person of the video: a running mean of the vectors, and where and when the last sighting was."""

    index: int
    last: Sighting
    total: NDArray[np.float32] | None = None
    count: int = 0

    def distance_to(self, vector: NDArray[np.float32]) -> float:
        """Return the distance to the mean vector; infinite while none is known."""
        return float("inf") if self.total is None else float(np.linalg.norm(self.total / self.count - vector))

    def add(self, sighting: Sighting) -> None:
        """Take a sighting as this person's."""
        self.last = sighting
        if sighting.vector is not None:
            self.total = sighting.vector.copy() if self.total is None else self.total + sighting.vector
            self.count += 1


@dataclass
class People:
    """The persons of one video so far.

    Nearer than `near`, two faces are one person; further than `far` they are two, even in the same place.
    """

    near: float
    far: float
    known: list[Somebody] = field(default_factory=list)

    @classmethod
    def of(cls, embedder: Embedder) -> People:
        """Return nobody yet, with the distances that this network's vectors ask for."""
        return cls(embedder.meaning.distance_of(ALIKE), embedder.meaning.distance_of(UNLIKE))

    def indices_of(self, sightings: list[Sighting]) -> list[int]:
        """Return the number of the person of each sighting of one frame; nobody is in a frame twice."""
        pairs = [
            (distance, number, somebody)
            for number, sighting in enumerate(sightings)
            for somebody in self.known
            if (distance := self._distance(somebody, sighting)) <= self.near
        ]
        chosen: dict[int, Somebody] = {}
        for _, number, somebody in sorted(pairs, key=lambda pair: (pair[0], pair[1], pair[2].index)):
            if number not in chosen and somebody not in chosen.values():
                chosen[number] = somebody
        for number, sighting in enumerate(sightings):
            if number not in chosen:
                chosen[number] = Somebody(len(self.known), sighting)
                self.known.append(chosen[number])
            chosen[number].add(sighting)
        return [chosen[number].index for number in range(len(sightings))]

    def _distance(self, somebody: Somebody, sighting: Sighting) -> float:
        """Return how unlike a sighting is; a face that only stayed where it was may look less alike."""
        distance = float("inf") if sighting.vector is None else somebody.distance_to(sighting.vector)
        stayed = _stayed(somebody.last, sighting) and (distance <= self.far or np.isinf(distance))
        return min(distance, self.near) if stayed else distance


def _stayed(before: Sighting, now: Sighting) -> bool:
    soon = 0 < now.timestamp - before.timestamp <= NEXT_FRAME
    return soon and float(overlaps(now.box, before.box[None])[0]) >= SAME_PLACE
