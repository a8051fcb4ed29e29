"""Labels: objects with boxes, and what the whole image shows, for each frame of a video or for one image."""

from __future__ import annotations

from typing import Any

from labels import Labeller, Wanted

from media_kits.vision import images, networks
from media_kits.vision.frames import read_frames
from media_operator import Operator, run

LONGEST = 1280  # pixels; the networks look at 416, more is only needed for aspect


def main(operator: Operator) -> dict[str, Any]:
    """Return Rekognition's GetLabelDetection shape for frames, DetectLabels' for an image."""
    labeller = Labeller(
        networks.load(operator.models, "object-detection"),
        networks.load(operator.models, "image-classification"),
        _wanted(operator),
    )
    frames = read_frames(operator, "frames")
    found: list[dict[str, Any]] = []
    for number, frame in enumerate(frames, start=1):
        what = f"the frame at {frame.timestamp} ms" if frames.is_video else "the image"
        labels = labeller.labels_of(images.decode(frame.image, LONGEST, what))
        found += [{"Timestamp": frame.timestamp, "Label": label} for label in labels] if frames.is_video else labels
        operator.progress(number, len(frames))
    result = {
        "Labels": found,
        "LabelModelVersion": "1.0",
        "Model": [labeller.detector.provenance, labeller.classifier.provenance],
    }
    return {"JobStatus": "SUCCEEDED", "VideoMetadata": frames.video_metadata, **result} if frames.is_video else result


def _wanted(operator: Operator) -> Wanted:
    parameters = operator.parameters
    return Wanted(parameters["minConfidence"], parameters["maxLabels"], frozenset(parameters["includeLabels"]))


if __name__ == "__main__":
    run(main)
