"""my-operator: lists still frames. Replace the loop's body by what the operator is for."""

from typing import Any

from media_kits.vision.frames import read_frames
from media_operator import Operator, run


def main(operator: Operator) -> dict[str, Any]:
    """Return one item for each frame that is large enough, with its time in milliseconds."""
    frames = read_frames(operator, "frames")
    items = []
    for number, frame in enumerate(frames, start=1):
        if len(frame.image) >= operator.parameters["leastBytes"]:
            items.append({"Timestamp": frame.timestamp, "Name": "frame", "Bytes": len(frame.image), "Confidence": 100})
        operator.progress(number, len(frames))
    return {"Items": items, "VideoMetadata": frames.video_metadata}


if __name__ == "__main__":
    run(main)
