"""Labels: objects with boxes, and what the whole image shows, for each frame of a video or for one image."""

from __future__ import annotations

from typing import Any

from labels import Labeller, Wanted
from sights import Observer

from media_kits.vision import networks
from media_kits.vision.batches import batches_of
from media_kits.vision.frames import read_frames
from media_operator import Operator, run

LONGEST = 1280  # pixels; the networks look at 416, more is only needed for aspect


def main(operator: Operator) -> dict[str, Any]:
    """Return Rekognition's GetLabelDetection shape for frames, DetectLabels' for an image."""
    labeller = Labeller(_observer(operator), _wanted(operator))
    frames = read_frames(operator, "frames")
    found: list[dict[str, Any]] = []
    done = 0
    for batch in batches_of(frames, LONGEST, labeller.observer.at_once):
        for (frame, _), sight in zip(batch, labeller.observer.sights_of([pixels for _, pixels in batch]), strict=True):
            labels = labeller.labels_of(sight)
            timed = [{"Timestamp": frame.timestamp, "Label": label} for label in labels]
            found += timed if frames.is_video else labels
        done += len(batch)
        operator.progress(done, len(frames))
    result = {
        "Labels": found,
        "LabelModelVersion": "1.0",
        "Model": [network.provenance for network in labeller.observer.networks],
    }
    return {"JobStatus": "SUCCEEDED", "VideoMetadata": frames.video_metadata, **result} if frames.is_video else result


def _observer(operator: Operator) -> Observer:
    """Load what the model folder has: a mounted one may hold a detector alone, or a tagger alone."""
    classifier = networks.load_if_any(operator.models, "image-classification")
    load = networks.load if classifier is None else networks.load_if_any
    return Observer(load(operator.models, "object-detection"), classifier)


def _wanted(operator: Operator) -> Wanted:
    given = operator.parameters
    parents = given.get("parentLabels", False)
    return Wanted(given["minConfidence"], given["maxLabels"], frozenset(given["includeLabels"]), parents)


if __name__ == "__main__":
    run(main)
