"""image-embedding: a vector for every image, by which images that look alike are found."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from embedding import Embedder
from vectors import VectorFile

from media_kits.vision.batches import batches_of
from media_kits.vision.frames import read_frames
from media_operator import Operator, run

if TYPE_CHECKING:
    from media_kits.vision.frames import Frames

FILE = "embeddings.npy"
LONGEST = 1280  # pixels; networks of this kind look at a few hundred


def main(operator: Operator) -> dict[str, Any]:
    """Write the vectors to a file of their own and return when each of them is, in the file's order."""
    embedder = Embedder.of(operator.models)
    frames = read_frames(operator, "frames")
    with operator.output(FILE) as target, target.open("wb") as stream:
        file = VectorFile(stream, len(frames), embedder.dimension)
        listed = [_entry(row, time) for row, time in enumerate(_written(operator, frames, embedder, file))]
    result = {"Embeddings": listed, "File": file.description(FILE), "Model": embedder.network.provenance}
    return {"JobStatus": "SUCCEEDED", "VideoMetadata": frames.video_metadata, **result} if frames.is_video else result


def _written(operator: Operator, frames: Frames, embedder: Embedder, file: VectorFile) -> list[int]:
    times: list[int] = []
    for batch in batches_of(frames, LONGEST, embedder.network.at_once):
        for vector in embedder.embeddings_of([pixels for _, pixels in batch]):
            file.add(vector)
        times += [frame.timestamp for frame, _ in batch]
        operator.progress(len(times), len(frames))
    return times


def _entry(row: int, timestamp: int) -> dict[str, int]:
    return {"Timestamp": timestamp, "Index": row}


if __name__ == "__main__":
    run(main)
