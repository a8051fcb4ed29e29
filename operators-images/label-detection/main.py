"""Labels: objects with boxes, and what the whole image shows, for each frame of a video or for one image."""

from __future__ import annotations

from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from labels import Labeller, Wanted
from sights import Observer, together

from media_kits.vision import networks
from media_kits.vision.batches import batches_of
from media_kits.vision.frames import read_frames
from media_kits.vision.shots import ShotCounter
from media_operator import Operator, run

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sights import Sight

    from media_kits.vision.frames import Frames

LONGEST = 1280  # pixels; the networks look at 416, more is only needed for aspect


def main(operator: Operator) -> dict[str, Any]:
    """Return Rekognition's GetLabelDetection shape for frames, DetectLabels' for an image."""
    labeller = Labeller(_observer(operator), _wanted(operator))
    frames = read_frames(operator, "frames")
    found: list[dict[str, Any]] = []
    for _, shot in groupby(_sights(operator, labeller.observer, frames), key=itemgetter(0)):
        for timestamp, sight in together([(timestamp, sight) for _, timestamp, sight in shot]):
            labels = labeller.labels_of(sight)
            found += [{"Timestamp": timestamp, "Label": label} for label in labels] if frames.is_video else labels
    result = {
        "Labels": found,
        "LabelModelVersion": "1.0",
        "Model": [network.provenance for network in labeller.observer.networks],
    }
    return {"JobStatus": "SUCCEEDED", "VideoMetadata": frames.video_metadata, **result} if frames.is_video else result


def _sights(operator: Operator, observer: Observer, frames: Frames) -> Iterator[tuple[int, int, Sight]]:
    """Yield of each frame the number of its shot, its time in milliseconds, and what is seen in it."""
    done, shots = 0, ShotCounter()
    for batch in batches_of(frames, LONGEST, observer.at_once):
        for (frame, pixels), sight in zip(batch, observer.sights_of([pixels for _, pixels in batch]), strict=True):
            yield shots.shot_of(frame, pixels), frame.timestamp, sight
        done += len(batch)
        operator.progress(done, len(frames))


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
