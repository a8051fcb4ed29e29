"""What not everybody should see, for each frame of a video or for one image."""

from __future__ import annotations

from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from moderation import Least, Moderator

from media_kits.vision import networks
from media_kits.vision.agreement import Opinion, agreed
from media_kits.vision.batches import batches_of
from media_kits.vision.frames import read_frames
from media_kits.vision.shots import ShotCounter
from media_operator import Operator, run

if TYPE_CHECKING:
    from collections.abc import Iterator

    from moderation import Reason

    from media_kits.vision.frames import Frames

LONGEST = 1280  # pixels; the networks look at 416 and less, more is only needed for aspect


def main(operator: Operator) -> dict[str, Any]:
    """Return Rekognition's GetContentModeration shape for frames, DetectModerationLabels' for an image."""
    moderator = Moderator(
        networks.load(operator.models, "explicit-content"),
        networks.load(operator.models, "object-detection"),
        networks.load(operator.models, "image-classification"),
        _least(operator.parameters),
    )
    frames = read_frames(operator, "frames")
    found: list[dict[str, Any]] = []
    for _, shot in groupby(_opinions(operator, moderator, frames), key=itemgetter(0)):
        opinions = [opinion for _, opinion in shot]
        for opinion, scores in zip(opinions, agreed(opinions), strict=True):
            labels = moderator.labels_of(scores)
            timed = ({"Timestamp": opinion.timestamp, "ModerationLabel": label} for label in labels)
            found += timed if frames.is_video else labels
    result = {"ModerationLabels": found, "ModerationModelVersion": "1.0", "Model": moderator.provenance}
    return {"JobStatus": "SUCCEEDED", "VideoMetadata": frames.video_metadata, **result} if frames.is_video else result


def _opinions(operator: Operator, moderator: Moderator, frames: Frames) -> Iterator[tuple[int, Opinion[Reason]]]:
    """Yield of each frame the number of its shot, and how likely each reason is."""
    done, shots = 0, ShotCounter()
    for batch in batches_of(frames, LONGEST, moderator.at_once):
        for (frame, pixels), scores in zip(batch, moderator.scores_of([pixels for _, pixels in batch]), strict=True):
            yield shots.shot_of(frame, pixels), Opinion(frame.timestamp, scores)
        done += len(batch)
        operator.progress(done, len(frames))


def _least(given: dict[str, Any]) -> Least:
    percent = given["minConfidence"]
    return Least(max(percent, given.get("minExplicitConfidence", 80)) / 100, percent / 100)


if __name__ == "__main__":
    run(main)
