"""The face mesh: 468 points that confirm that a candidate is a face and say how it is turned and what it does.

Point numbers are those of MediaPipe's canonical face model; left and right in their names are the person's own.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from media_kits.vision import warps
from media_kits.vision.answers import reading

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from media_kits.vision.faces.detectors import Face
    from media_kits.vision.networks import Network

POINTS_OF_A_MESH = 468
MARGIN = 1.5  # of the candidate's larger side: what the mesh was trained to see

# Rekognition's names are from the viewer's point of view: eyeLeft is the eye on the left of the picture of a face.
POINTS: dict[str, tuple[int, ...]] = {
    "eyeLeft": (33, 133, 159, 145),
    "eyeRight": (263, 362, 386, 374),
    "mouthLeft": (61,),
    "mouthRight": (291,),
    "nose": (1,),
    "leftEyeBrowLeft": (70,),
    "leftEyeBrowRight": (107,),
    "leftEyeBrowUp": (105,),
    "rightEyeBrowLeft": (336,),
    "rightEyeBrowRight": (300,),
    "rightEyeBrowUp": (334,),
    "leftEyeLeft": (33,),
    "leftEyeRight": (133,),
    "leftEyeUp": (159,),
    "leftEyeDown": (145,),
    "rightEyeLeft": (362,),
    "rightEyeRight": (263,),
    "rightEyeUp": (386,),
    "rightEyeDown": (374,),
    "noseLeft": (129,),
    "noseRight": (358,),
    "mouthUp": (0,),
    "mouthDown": (17,),
    "upperJawlineLeft": (127,),
    "midJawlineLeft": (172,),
    "chinBottom": (152,),
    "midJawlineRight": (397,),
    "upperJawlineRight": (356,),
}
FIRST_FIVE = ("eyeLeft", "eyeRight", "mouthLeft", "mouthRight", "nose")


@dataclass(frozen=True)
class Mesh:
    """A face's points [468, 3] in pixels of the image (z towards the back, same unit) and how surely it is a face."""

    points: NDArray[Any]
    flag: float

    def at(self, name: str) -> NDArray[Any]:
        """Return the x, y of one of `POINTS`."""
        return np.asarray(self.points[list(POINTS[name]), :2].mean(axis=0))

    def apart(self, first: int, second: int) -> float:
        """Return the distance of two points in the image."""
        return float(np.linalg.norm(self.points[first, :2] - self.points[second, :2]))

    @property
    def pose(self) -> dict[str, float]:
        """Return Roll, Yaw and Pitch in degrees.

        Roll > 0 leans to the viewer's right (clockwise), Yaw > 0 looks to the viewer's right, Pitch > 0 looks up.
        """
        across = self.points[454] - self.points[234]
        down = self.points[152] - self.points[10]
        roll = math.degrees(math.atan2(across[1], across[0]))
        yaw = math.degrees(math.atan2(across[2], math.hypot(across[0], across[1])))
        pitch = -math.degrees(math.atan2(down[2], math.hypot(down[0], down[1])))
        return {"Roll": roll, "Yaw": yaw, "Pitch": pitch}


def mesh_of(network: Network, pixels: NDArray[np.uint8], face: Face) -> Mesh:
    """Fit the mesh to a candidate, turned upright by its eyes first."""
    size = network.size[0]
    centre, side = (face.box[:2] + face.box[2:]) / 2, max(face.box[2:] - face.box[:2]) * MARGIN
    eyes = face.landmarks[1] - face.landmarks[0]
    angle = math.degrees(math.atan2(eyes[1], eyes[0]))
    turn = warps.turned(centre, angle, size / max(side, 1.0), size / 2)
    upright = warps.warped(pixels, turn, (size, size), edges=True)
    answers = network.run(network.normalised(upright)[None])
    with reading(network, answers):
        points, flag = answers["mesh"].reshape(POINTS_OF_A_MESH, 3).astype(np.float64), answers["flag"].reshape(-1)[0]
    back = warps.inverse(turn)
    flat = points[:, :2] @ back[:, :2].T + back[:, 2]
    depth = points[:, 2:] * (side / size)
    return Mesh(np.concatenate([flat, depth], axis=1), float(flag))
