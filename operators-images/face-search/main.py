"""Faces that a collection knows: who is to be seen when, and which faces of a video are one and the same stranger."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from media_kits.vision.faces.collections import Collection, read_collection
from media_kits.vision.faces.detection import FaceDetector
from media_kits.vision.faces.embeddings import Embedder
from media_kits.vision.faces.sightings import FacePipeline, People, Sighting
from media_kits.vision.frames import read_frames
from media_operator import Operator, run

if TYPE_CHECKING:
    from media_kits.vision.frames import Frames

LEAST = 0.5


def main(operator: Operator) -> dict[str, Any]:
    """Return Rekognition's GetFaceSearch shape for frames, SearchFacesByImage's for an image."""
    embedder = Embedder.of(operator.models)
    collection = read_collection(operator.require("faces"), embedder)
    pipeline = FacePipeline(FaceDetector.of(operator.models, LEAST), embedder)
    frames = read_frames(operator, "frames")
    found = _video if frames.is_video else _image
    made_with = {"Collection": collection.provenance, "FaceModelVersion": "1.0", "Model": pipeline.provenance}
    return found(operator, frames, pipeline, collection) | made_with


def _video(operator: Operator, frames: Frames, pipeline: FacePipeline, collection: Collection) -> dict[str, Any]:
    people, persons = People.of(pipeline.embedder), []
    for sightings in pipeline.sightings(operator, frames):
        for index, sighting in zip(people.indices_of(sightings), sightings, strict=True):
            person = {"Index": index, "Face": sighting.detail}
            matches = _matches(operator, sighting, pipeline, collection)
            persons.append({"Timestamp": sighting.timestamp, "Person": person, "FaceMatches": matches})
    return {"JobStatus": "SUCCEEDED", "VideoMetadata": frames.video_metadata, "Persons": persons}


def _image(operator: Operator, frames: Frames, pipeline: FacePipeline, collection: Collection) -> dict[str, Any]:
    """Search the largest face, as Rekognition and MIE do; without a face there is nothing to search."""
    (sightings,) = pipeline.sightings(operator, frames)
    if not sightings:
        return {"FaceMatches": []}
    return {
        "SearchedFaceBoundingBox": sightings[0].detail["BoundingBox"],
        "SearchedFaceConfidence": sightings[0].detail["Confidence"],
        "FaceMatches": _matches(operator, sightings[0], pipeline, collection),
    }


def _matches(
    operator: Operator, sighting: Sighting, pipeline: FacePipeline, collection: Collection
) -> list[dict[str, Any]]:
    if sighting.vector is None:
        return []
    least, most = operator.parameters["faceMatchThreshold"], operator.parameters["maxMatches"]
    found = collection.matches(sighting.vector, pipeline.embedder.meaning, least, most)
    return [match.as_json for match in found]


if __name__ == "__main__":
    run(main)
