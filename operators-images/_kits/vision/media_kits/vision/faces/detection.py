"""The faces of one image: found by the detector, confirmed by the mesh, described in Rekognition's words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

from media_kits.vision import networks
from media_kits.vision.boxes import bounding_box
from media_kits.vision.faces.candidates import find, is_new
from media_kits.vision.faces.meshes import FIRST_FIVE, POINTS, mesh_of
from media_kits.vision.faces.quality import quality_of

if TYPE_CHECKING:
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from media_kits.vision.faces.detectors import Face
    from media_kits.vision.faces.meshes import Mesh
    from media_kits.vision.networks import Network

LONGEST = 1920  # pixels; tiles of it show faces down to about 1.5 % of the width
MESHABLE = 24  # pixels; a mesh on a smaller face is guesswork, so the detector has to be surer and speaks alone
SURE_ALONE = 0.75


@dataclass(frozen=True)
class DetectedFace:
    """A confirmed face: where the detector saw it, its mesh (None for a tiny one), and the belief of both, 0–1."""

    face: Face
    mesh: Mesh | None
    score: float

    def box_in(self, pixels: NDArray[np.uint8]) -> dict[str, float]:
        """Return the BoundingBox in fractions of the image that it was seen in."""
        return bounding_box(self.face.box, pixels.shape[1], pixels.shape[0])

    def details(self, pixels: NDArray[np.uint8], *, all_landmarks: bool = False) -> dict[str, Any]:
        """Return Rekognition's FaceDetail: box, confidence, landmarks, quality and, where there is a mesh, pose."""
        details: dict[str, Any] = {
            "BoundingBox": self.box_in(pixels),
            "Confidence": self.score * 100,
            "Landmarks": self._landmarks(pixels, POINTS if all_landmarks else FIRST_FIVE),
            "Quality": quality_of(pixels, self.face.box),
        }
        return details if self.mesh is None else details | {"Pose": self.mesh.pose}

    def _landmarks(self, pixels: NDArray[np.uint8], names: dict[str, Any] | tuple[str, ...]) -> list[dict[str, Any]]:
        """Return named points as fractions of the image: the mesh's or, for a tiny face, the detector's three."""
        if self.mesh is not None:
            points = {name: self.mesh.at(name) for name in names}
        else:
            points = dict(zip(("eyeLeft", "eyeRight", "nose"), self.face.landmarks[:3], strict=True))
        height, width = pixels.shape[:2]
        return [{"Type": name, "X": float(x) / width, "Y": float(y) / height} for name, (x, y) in points.items()]


@dataclass(frozen=True)
class FaceDetector:
    """The two networks that find faces; `least` is the score in 0–1 below which a candidate is no face."""

    detector: Network
    mesh: Network
    least: float

    @classmethod
    def of(cls, models: Path, least: float) -> Self:
        """Load the networks for the tasks `face-detection` and `face-mesh` from a model folder."""
        return cls(networks.load(models, "face-detection"), networks.load(models, "face-mesh"), least)

    @property
    def provenance(self) -> list[dict[str, str]]:
        """What a result says about the networks."""
        return [self.detector.provenance, self.mesh.provenance]

    def faces_in(self, pixels: NDArray[np.uint8]) -> list[DetectedFace]:
        """Return the faces of an image, each once, the largest first."""
        known: list[DetectedFace] = []
        for face in find(self.detector, pixels, self.least):
            # Confirmed before it may hide others: of several looks at one face, the surest is not always a good one.
            seen = self._confirmed(pixels, face) if is_new(face, [other.face for other in known]) else None
            if seen is not None:
                known.append(seen)
        return sorted(known, key=lambda seen: -_area(seen.box_in(pixels)))

    def _confirmed(self, pixels: NDArray[np.uint8], face: Face) -> DetectedFace | None:
        """Return a candidate with its mesh, None when it is not a face after all.

        Detector and mesh judge separately: the confidence is the product of what both believe.
        """
        if min(face.box[2:] - face.box[:2]) < MESHABLE:
            return DetectedFace(face, None, face.score) if face.score >= SURE_ALONE else None
        mesh = mesh_of(self.mesh, pixels, face)
        score = face.score * mesh.flag
        return DetectedFace(face, mesh, score) if score >= self.least else None


def _area(box: dict[str, float]) -> float:
    return box["Width"] * box["Height"]
