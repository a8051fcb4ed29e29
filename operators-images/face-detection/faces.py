"""The faces of one picture in Rekognition's shape: found, confirmed by the mesh, measured."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from finder import find, is_new
from mesh import FIRST_FIVE, POINTS, mesh_of
from quality import quality_of

from media_operator.vision.boxes import bounding_box

if TYPE_CHECKING:
    import numpy as np
    from attributes import Appearance
    from finder import Face
    from mesh import Mesh
    from numpy.typing import NDArray

    from media_operator.vision.networks import Network

MESHABLE = 24  # pixels; a mesh on a smaller face is guesswork, so the detector has to be surer and speaks alone
SURE_ALONE = 0.75


@dataclass(frozen=True)
class Faces:
    """The networks; `appearance` is None unless attributes are wanted. `least` is a score in 0–1."""

    detector: Network
    mesh: Network
    appearance: Appearance | None
    least: float

    def faces_of(self, pixels: NDArray[np.uint8]) -> list[dict[str, Any]]:
        """Return the faces of a picture, each once, the largest first."""
        known: list[Face] = []
        described: list[dict[str, Any]] = []
        for face in find(self.detector, pixels, self.least):
            # Confirmed before it may hide others: of several looks at one face, the surest is not always a good one.
            details = self._described(pixels, face) if is_new(face, known) else None
            if details is not None:
                known.append(face)
                described.append(details)
        return sorted(described, key=lambda details: -_area(details["BoundingBox"]))

    def _described(self, pixels: NDArray[np.uint8], face: Face) -> dict[str, Any] | None:
        """Return what is known of a candidate, None when it is not a face after all.

        Detector and mesh judge separately: the confidence is the product of what both believe.
        """
        if min(face.box[2:] - face.box[:2]) < MESHABLE:
            return self._details(pixels, face, None, face.score) if face.score >= SURE_ALONE else None
        mesh = mesh_of(self.mesh, pixels, face)
        score = face.score * mesh.flag
        return self._details(pixels, face, mesh, score) if score >= self.least else None

    def _details(self, pixels: NDArray[np.uint8], face: Face, mesh: Mesh | None, score: float) -> dict[str, Any]:
        height, width = pixels.shape[:2]
        details: dict[str, Any] = {
            "BoundingBox": bounding_box(face.box, width, height),
            "Confidence": score * 100,
            "Landmarks": _landmarks(face, mesh, (width, height), everything=self.appearance is not None),
            "Quality": quality_of(pixels, face.box),
        }
        if mesh is not None:
            details["Pose"] = mesh.pose
            details |= self.appearance.attributes_of(pixels, face, mesh) if self.appearance else {}
        return details


def _landmarks(face: Face, mesh: Mesh | None, size: tuple[int, int], *, everything: bool) -> list[dict[str, Any]]:
    """Return named points as fractions of the picture: the mesh's or, for a tiny face, the detector's eyes and nose."""
    if mesh is not None:
        points = {name: mesh.at(name) for name in (POINTS if everything else FIRST_FIVE)}
    else:
        points = dict(zip(("eyeLeft", "eyeRight", "nose"), face.landmarks[:3], strict=True))
    return [{"Type": name, "X": float(x) / size[0], "Y": float(y) / size[1]} for name, (x, y) in points.items()]


def _area(box: dict[str, float]) -> float:
    return box["Width"] * box["Height"]
