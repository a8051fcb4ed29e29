"""Text in images: lines and words with their places, for each frame of a video or for one image."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import reader
from changes import ChangeDetector
from detections import detections_of
from following import read_at, track_of
from tracks import Follower

from media_kits.vision import images
from media_kits.vision.frames import read_frames
from media_operator import Operator, run

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

LONGEST = 2560  # pixels; a page of small print is legible at that


@dataclass
class Attention:
    """Reads an image when it differs from the last one, and repeats the last answer when it does not."""

    reader: reader.Reader
    least: float
    changes: ChangeDetector = field(default_factory=ChangeDetector)
    known: list[dict[str, Any]] = field(default_factory=list)

    def texts_of(self, pixels: NDArray[np.uint8]) -> list[dict[str, Any]]:
        if self.changes.changed(pixels):
            lines = self.reader.lines_of(pixels, self.least)
            self.known = detections_of(lines, (pixels.shape[1], pixels.shape[0]))
        return self.known


def main(operator: Operator) -> dict[str, Any]:
    """Return Rekognition's GetTextDetection shape for frames, DetectText's for an image."""
    frames = read_frames(operator, "frames")
    detail = operator.parameters["detail"]
    fine = detail == "fine" or (detail == "auto" and not frames.is_video)
    parameters = operator.parameters
    reading = reader.load(operator.models, parameters.get("script", ""), fine=fine)
    attention = Attention(reading, parameters["minConfidence"] / 100)
    found: list[dict[str, Any]] = []
    follower = Follower()
    for number, frame in enumerate(frames, start=1):
        what = f"the frame at {frame.timestamp} ms" if frames.is_video else "the image"
        texts = attention.texts_of(images.decode(frame.image, LONGEST, what))
        found += [{"Timestamp": frame.timestamp, "TextDetection": text} for text in texts] if frames.is_video else texts
        follower.follow(read_at(frame.timestamp, texts))
        operator.progress(number, len(frames))
    result = {"TextDetections": found, "TextModelVersion": "1.0", "Model": attention.reader.provenance}
    if not frames.is_video:
        return result
    tracks = [track_of(text) for text in follower.texts(frames.video_metadata.get("DurationMillis", 0))]
    return {"JobStatus": "SUCCEEDED", "VideoMetadata": frames.video_metadata, "TextTracks": tracks, **result}


if __name__ == "__main__":
    run(main)
