"""Faces with landmarks, pose and quality – and, when asked for, apparent age, gender and expression."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Any

from attributes import Appearance

from media_kits.vision import networks
from media_kits.vision.batches import batches_of
from media_kits.vision.faces.detection import LONGEST, FaceDetector
from media_kits.vision.frames import read_frames
from media_operator import Operator, run

ATTRIBUTES = (
    *("AgeRange", "Gender", "Emotions", "Smile", "EyesOpen", "MouthOpen"),
    *("Eyeglasses", "Sunglasses", "Beard", "Mustache"),
)
"""What readers of Rekognition's answers for FaceAttributes ALL take from every face: null where nothing estimated it.

Without them, indexers written for Media Insights Engine drop every face. No network here estimates the last four.
"""

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True)
class Describer:
    """Finds faces and describes them; `appearance` is None unless attributes are wanted."""

    detector: FaceDetector
    appearance: Appearance | None

    def faces_of(self, pixels: NDArray[np.uint8]) -> list[dict[str, Any]]:
        """Return the FaceDetail of each face of an image, the largest first."""
        found = []
        for seen in self.detector.faces_in(pixels):
            details = seen.details(pixels, all_landmarks=self.appearance is not None)
            if self.appearance is not None and seen.mesh is not None:
                details |= self.appearance.attributes_of(pixels, seen.face, seen.mesh)
            found.append({**dict.fromkeys(ATTRIBUTES), **details})
        return found

    @property
    def provenance(self) -> list[dict[str, str]]:
        """What the result says about the networks."""
        return self.detector.provenance + (self.appearance.provenance if self.appearance else [])


def main(operator: Operator) -> dict[str, Any]:
    """Return Rekognition's GetFaceDetection shape for frames, DetectFaces' for an image."""
    describer = _describer(operator)
    frames = read_frames(operator, "frames")
    found: list[dict[str, Any]] = []
    batches = batches_of(frames, LONGEST, describer.detector.detector.at_once)
    for number, (frame, pixels) in enumerate(chain.from_iterable(batches), start=1):
        faces = describer.faces_of(pixels)
        found += [{"Timestamp": frame.timestamp, "Face": face} for face in faces] if frames.is_video else faces
        operator.progress(number, len(frames))
    asked = "ALL" if describer.appearance is not None else "DEFAULT"
    model = {"FaceAttributes": asked, "FaceModelVersion": "1.0", "Model": describer.provenance}
    if frames.is_video:
        return {"JobStatus": "SUCCEEDED", "VideoMetadata": frames.video_metadata, "Faces": found, **model}
    return {"FaceDetails": found, **model}


def _describer(operator: Operator) -> Describer:
    appearance = None
    if operator.parameters["attributes"] == "all":
        appearance = Appearance(
            networks.load(operator.models, "face-age-gender"), networks.load(operator.models, "face-expression")
        )
    return Describer(FaceDetector.of(operator.models, operator.parameters["minConfidence"] / 100), appearance)


if __name__ == "__main__":
    run(main)
