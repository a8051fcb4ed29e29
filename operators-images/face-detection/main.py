"""Faces with landmarks, pose and quality – and, when asked for, apparent age, gender and expression."""

from __future__ import annotations

from typing import Any

from attributes import Appearance
from faces import Faces

from media_operator import Operator, run
from media_operator.vision import networks, pictures

LONGEST = 1920  # pixels; tiles of it show faces down to about 1.5 % of the width


def main(operator: Operator) -> dict[str, Any]:
    """Return Rekognition's GetFaceDetection shape for frames, DetectFaces' for an image."""
    finder = _finder(operator)
    frames = operator.frames("frames")
    found: list[dict[str, Any]] = []
    for number, frame in enumerate(frames, start=1):
        what = f"the frame at {frame.timestamp} ms" if frames.is_video else "the image"
        faces = finder.faces_of(pictures.decode(frame.image, LONGEST, what))
        found += [{"Timestamp": frame.timestamp, "Face": face} for face in faces] if frames.is_video else faces
        operator.progress(number, len(frames))
    model = {"FaceModelVersion": "1.0", "Model": _provenance(finder)}
    if frames.is_video:
        return {"JobStatus": "SUCCEEDED", "VideoMetadata": frames.video_metadata, "Faces": found, **model}
    return {"FaceDetails": found, **model}


def _finder(operator: Operator) -> Faces:
    appearance = None
    if operator.parameters["attributes"] == "all":
        appearance = Appearance(
            networks.load(operator.models, "face-age-gender"), networks.load(operator.models, "face-expression")
        )
    return Faces(
        networks.load(operator.models, "face-detection"),
        networks.load(operator.models, "face-mesh"),
        appearance,
        operator.parameters["minConfidence"] / 100,
    )


def _provenance(finder: Faces) -> list[dict[str, str]]:
    extra = (finder.appearance.age_gender, finder.appearance.expression) if finder.appearance else ()
    return [network.provenance for network in (finder.detector, finder.mesh, *extra)]


if __name__ == "__main__":
    run(main)
