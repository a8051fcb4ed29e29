"""What not everybody should see, for each frame of a video or for one image."""

from __future__ import annotations

from typing import Any

from moderation import Moderator

from media_kits.vision import images, networks
from media_kits.vision.frames import read_frames
from media_operator import Operator, run

LONGEST = 1280  # pixels; the networks look at 416 and less, more is only needed for aspect


def main(operator: Operator) -> dict[str, Any]:
    """Return Rekognition's GetContentModeration shape for frames, DetectModerationLabels' for an image."""
    moderator = Moderator(
        networks.load(operator.models, "explicit-content"),
        networks.load(operator.models, "object-detection"),
        networks.load(operator.models, "image-classification"),
        operator.parameters["minConfidence"] / 100,
    )
    frames = read_frames(operator, "frames")
    found: list[dict[str, Any]] = []
    for number, frame in enumerate(frames, start=1):
        what = f"the frame at {frame.timestamp} ms" if frames.is_video else "the image"
        labels = moderator.labels_of(images.decode(frame.image, LONGEST, what))
        timed = ({"Timestamp": frame.timestamp, "ModerationLabel": label} for label in labels)
        found += timed if frames.is_video else labels
        operator.progress(number, len(frames))
    result = {"ModerationLabels": found, "ModerationModelVersion": "1.0", "Model": moderator.provenance}
    return {"JobStatus": "SUCCEEDED", "VideoMetadata": frames.video_metadata, **result} if frames.is_video else result


if __name__ == "__main__":
    run(main)
