"""A face as a vector: near vectors are alike faces.

The network's manifest says where it wants the points of a face (`alignment`), how its vectors compare (`decoder`) and
what their distances mean (`match`), so that another network is a mounted folder. The vector is the output that
`output` names, else `embedding`, else the only one that is a vector: exports call it fc1, output or 683.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

import numpy as np

from media_kits.vision import fitting, networks, warps
from media_kits.vision.answers import vector_in

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from numpy.typing import NDArray

    from media_kits.vision.faces.detection import DetectedFace
    from media_kits.vision.networks import Network

EYES_APART = 0.3
"""Detector and mesh may disagree about an eye by this share of the distance of the eyes. Of 29 faces looked at, 28 were
below 0.18 and right; the one above, of a head hanging to the side, was cut out as an arm."""
NAMES = ("eyeLeft", "eyeRight", "nose", "mouthLeft", "mouthRight")


@dataclass(frozen=True)
class Meaning:
    """What a distance means: at `half` two faces are as likely alike as not; `width` is how sharply that changes."""

    half: float
    width: float

    def similarity_of(self, distance: float) -> float:
        """Return Similarity, 0–100: falls with distance, is 50 at `half` (a logistic curve)."""
        exponent = min(max((distance - self.half) / self.width, -60.0), 60.0)
        return 100 / (1 + math.exp(exponent))

    def distance_of(self, similarity: float) -> float:
        """Return the largest distance that still has this Similarity; the inverse of `similarity_of`."""
        share = min(max(similarity / 100, 1e-12), 1 - 1e-12)
        return self.half + self.width * math.log(1 / share - 1)


@dataclass(frozen=True)
class Embedder:
    """The network that tells faces apart."""

    network: Network

    @classmethod
    def of(cls, models: Path) -> Self:
        """Load the network for the task `face-embedding` from a model folder."""
        return cls(networks.load(models, "face-embedding"))

    @property
    def meaning(self) -> Meaning:
        """What distances between this network's vectors mean."""
        match = self.network.manifest["match"]
        return Meaning(float(match["half"]), float(match["width"]))

    def embedding_of(self, pixels: NDArray[np.uint8], seen: DetectedFace) -> NDArray[np.float32] | None:
        """Return the vector of a face, None when its eyes are not where they can be relied upon."""
        if not has_clear_eyes(seen):
            return None
        given = self.network.manifest["input"]
        face = aligned(pixels, seen, self.network.manifest["alignment"], self.network.size)
        vector = vector_in(self.network, next(self.network.answers_of([fitting.fitted(given, face)])))
        return DECODERS[self.network.manifest["decoder"]](vector)


def has_clear_eyes(seen: DetectedFace) -> bool:
    """Whether detector and mesh agree about the eyes; a face too small for a mesh has nobody to disagree."""
    if seen.mesh is None:
        return True
    eyes, others = seen.face.landmarks[:2], np.stack([seen.mesh.at(name) for name in NAMES[:2]])
    apart = float(np.linalg.norm(eyes[1] - eyes[0]))
    return bool(np.abs(eyes - others).max() <= EYES_APART * max(apart, 1e-6))


def aligned(
    pixels: NDArray[np.uint8], seen: DetectedFace, places: dict[str, list[float]], size: tuple[int, int]
) -> NDArray[np.uint8]:
    """Return the face turned, scaled and moved so that its points come as near to `places` (pixels) as they can."""
    points = dict(zip(NAMES, seen.face.landmarks, strict=True))
    if seen.mesh is not None:  # the detector knows only the middle of the mouth
        points |= {name: seen.mesh.at(name) for name in NAMES[3:]}
    turn = _similarity(np.stack([points[name] for name in places]), np.array(list(places.values()), np.float64))
    return warps.warped(pixels, turn, size, edges=False)


def _similarity(source: NDArray[Any], target: NDArray[Any]) -> warps.Map:
    """Return the 2 by 3 matrix of the rotation, scale and shift that takes points to others, by least squares."""
    rows = [([x, -y, 1, 0], [y, x, 0, 1]) for x, y in source]
    solution = np.linalg.lstsq(np.array(rows, np.float64).reshape(-1, 4), target.reshape(-1), rcond=None)[0]
    a, b, right, down = solution
    return np.array([[a, -b, right], [b, a, down]])


def _as_it_is(vector: NDArray[np.float32]) -> NDArray[np.float32]:
    return vector


def _of_length_one(vector: NDArray[np.float32]) -> NDArray[np.float32]:
    return np.asarray(vector / max(float(np.linalg.norm(vector)), 1e-12), np.float32)


DECODERS: dict[str, Callable[[NDArray[np.float32]], NDArray[np.float32]]] = {
    "euclidean": _as_it_is,
    "cosine": _of_length_one,
}
"""By the name that manifests use. Vectors that are compared by angle are scaled to length 1: their Euclidean distance
then grows with the angle, and everything else stays the same."""
