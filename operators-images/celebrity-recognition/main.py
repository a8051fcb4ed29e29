"""Known persons of a gallery: names, ids and pages of those whose faces are to be seen."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from media_kits.vision.faces.collections import Collection, Match, read_collection
from media_kits.vision.faces.detection import FaceDetector
from media_kits.vision.faces.embeddings import Embedder
from media_kits.vision.faces.sightings import FacePipeline
from media_kits.vision.frames import read_frames
from media_operator import Operator, run

if TYPE_CHECKING:
    from collections.abc import Iterator

    from media_kits.vision.faces.sightings import Sighting
    from media_kits.vision.frames import Frames

LEAST = 0.5
PERSONS = uuid.UUID("0b6a5df4-52f3-5bb1-8f0e-2f6f0d1c9a37")
"""Namespace of the ids of persons whom the gallery gives none: any constant will do, but it must never change."""


@dataclass(frozen=True)
class Gallery:
    """A collection whose faces have names; `least` is the Similarity from which a face is called by one."""

    collection: Collection
    embedder: Embedder
    least: float

    def recognised(self, sighting: Sighting) -> tuple[dict[str, Any], float] | None:
        """Return who it is – Name, Id, Urls, KnownGender – and how sure that is, None for a stranger."""
        if sighting.vector is None:
            return None
        found = self.collection.matches(sighting.vector, self.embedder.meaning, self.least, most=1)
        return (self._person(found[0]), found[0].similarity) if found else None

    def _person(self, match: Match) -> dict[str, Any]:
        """Return what the gallery says about the person: in `People` by ExternalImageId, else the id itself.

        There is always a URL, since readers take the first: where the gallery has none, the id as a URN.
        """
        key = str(match.face.get("ExternalImageId") or match.face["FaceId"])
        known = self.collection.people.get(key, {})
        made = uuid.uuid5(PERSONS, key)
        gender = known.get("KnownGender")
        return {
            "Name": str(known.get("Name") or key),
            "Id": str(known.get("Id") or made),
            "Urls": [str(url) for url in known.get("Urls") or ()] or [made.urn],
            **({"KnownGender": {"Type": str(gender)}} if gender else {}),
        }


def main(operator: Operator) -> dict[str, Any]:
    """Return Rekognition's GetCelebrityRecognition shape for frames, RecognizeCelebrities' for an image."""
    embedder = Embedder.of(operator.models)
    collection = read_collection(operator.require("gallery"), embedder)
    gallery = Gallery(collection, embedder, operator.parameters["minConfidence"])
    pipeline = FacePipeline(FaceDetector.of(operator.models, LEAST), embedder)
    frames = read_frames(operator, "frames")
    sightings = (sighting for frame in pipeline.sightings(operator, frames) for sighting in frame)
    made_with = {"Collection": collection.provenance, "Model": pipeline.provenance}
    return (_video(frames, sightings, gallery) if frames.is_video else _image(sightings, gallery)) | made_with


def _video(frames: Frames, sightings: Iterator[Sighting], gallery: Gallery) -> dict[str, Any]:
    celebrities = []
    for sighting in sightings:
        if recognised := gallery.recognised(sighting):
            person, confidence = recognised
            celebrity = {**person, "Confidence": confidence, "Face": sighting.detail}
            celebrities.append({"Timestamp": sighting.timestamp, "Celebrity": celebrity})
    return {"JobStatus": "SUCCEEDED", "VideoMetadata": frames.video_metadata, "Celebrities": celebrities}


def _image(sightings: Iterator[Sighting], gallery: Gallery) -> dict[str, Any]:
    known, others = [], []
    for sighting in sightings:
        if recognised := gallery.recognised(sighting):
            person, confidence = recognised
            known.append({**person, "Face": sighting.detail, "MatchConfidence": confidence})
        else:
            others.append(sighting.detail)
    return {"CelebrityFaces": known, "UnrecognizedFaces": others}


if __name__ == "__main__":
    run(main)
