"""Faces that a collection knows: who is to be seen when, and which faces of a film are one and the same stranger."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from media_operator import Operator, run
from media_operator.vision.faces.collections import Collection, read_collection
from media_operator.vision.faces.embeddings import Embedder
from media_operator.vision.faces.looking import Looker
from media_operator.vision.faces.sightings import People, Sighting, Watcher

if TYPE_CHECKING:
    from media_operator import Frames

LEAST = 0.5


def main(operator: Operator) -> dict[str, Any]:
    """Return Rekognition's GetFaceSearch shape for frames, SearchFacesByImage's for an image."""
    embedder = Embedder.of(operator.models)
    collection = read_collection(operator.require("faces"), embedder)
    watcher = Watcher(Looker.of(operator.models, LEAST), embedder)
    frames = operator.frames("frames")
    found = _film if frames.is_video else _picture
    made_with = {"Collection": collection.provenance, "FaceModelVersion": "1.0", "Model": watcher.provenance}
    return found(operator, frames, watcher, collection) | made_with


def _film(operator: Operator, frames: Frames, watcher: Watcher, collection: Collection) -> dict[str, Any]:
    people, persons = People.of(watcher.embedder), []
    for sightings in watcher.sightings(operator, frames):
        for index, sighting in zip(people.indices_of(sightings), sightings, strict=True):
            person = {"Index": index, "Face": sighting.detail}
            matches = _matches(operator, sighting, watcher, collection)
            persons.append({"Timestamp": sighting.timestamp, "Person": person, "FaceMatches": matches})
    return {"JobStatus": "SUCCEEDED", "VideoMetadata": frames.video_metadata, "Persons": persons}


def _picture(operator: Operator, frames: Frames, watcher: Watcher, collection: Collection) -> dict[str, Any]:
    """Search the largest face, as Rekognition and MIE do; without a face there is nothing to search."""
    (sightings,) = watcher.sightings(operator, frames)
    if not sightings:
        return {"FaceMatches": []}
    return {
        "SearchedFaceBoundingBox": sightings[0].detail["BoundingBox"],
        "SearchedFaceConfidence": sightings[0].detail["Confidence"],
        "FaceMatches": _matches(operator, sightings[0], watcher, collection),
    }


def _matches(operator: Operator, sighting: Sighting, watcher: Watcher, collection: Collection) -> list[dict[str, Any]]:
    if sighting.vector is None:
        return []
    least, most = operator.parameters["faceMatchThreshold"], operator.parameters["maxMatches"]
    found = collection.matches(sighting.vector, watcher.embedder.meaning, least, most)
    return [match.as_json for match in found]


if __name__ == "__main__":
    run(main)
