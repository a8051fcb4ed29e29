"""A collection of known faces: one JSON file in the object store, read here as an input and never written.

`{"Id": …, "Version": …, "Model": {"name", "sha256"}, "Faces": [{"FaceId", "ExternalImageId", "ImageId", "BoundingBox",
"Confidence", "Embedding": […]}], "People": {"<ExternalImageId>": {"Name", "Id", "Urls"}}}`; `People` is optional. It is
a user's file, so nothing in it is believed before it was checked.
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from media_operator.errors import UnusableInput

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from media_kits.vision.faces.embeddings import Embedder, Meaning

MAX_BYTES = 2**30
MAX_FACES = 1_000_000
SHOWN = ("FaceId", "ImageId", "ExternalImageId", "BoundingBox", "Confidence")
"""What a result repeats of a known face; never its vector, which is what makes somebody recognisable elsewhere."""


@dataclass(frozen=True)
class Match:
    """A known face that looks alike, and how alike, 0–100."""

    similarity: float
    face: dict[str, Any]

    @property
    def as_json(self) -> dict[str, Any]:
        """Return Rekognition's FaceMatch."""
        return {"Similarity": self.similarity, "Face": {key: self.face[key] for key in SHOWN if key in self.face}}


@dataclass(frozen=True)
class Collection:
    """Known faces and their vectors [faces, dimensions] in the same order."""

    name: str
    version: int
    faces: list[dict[str, Any]]
    vectors: NDArray[np.float32]
    people: dict[str, dict[str, Any]]

    @property
    def provenance(self) -> dict[str, Any]:
        """What a result says about the collection that it was compared with."""
        return {"Id": self.name, "Version": self.version, "FaceCount": len(self.faces)}

    def matches(self, vector: NDArray[np.float32], meaning: Meaning, least: float, most: int) -> list[Match]:
        """Return the known faces with a Similarity of at least `least`, the most alike first, at most `most`."""
        if not self.faces:
            return []
        distances = np.linalg.norm(self.vectors - vector, axis=1)
        order = np.argsort(distances, kind="stable")[:most]
        found = (Match(meaning.similarity_of(float(distances[index])), self.faces[index]) for index in order)
        return [match for match in found if match.similarity >= least]


def read_collection(path: Path, embedder: Embedder) -> Collection:
    """Read a collection whose faces were indexed with this embedder's network.

    Raises UnusableInput, naming the field, when it is not a collection or another network's.
    """
    body = _object_of(path)
    faces = body.get("Faces")
    if not isinstance(faces, list) or len(faces) > MAX_FACES or not all(map(_is_face, faces)):
        raise UnusableInput(
            f"the collection's Faces must be a list of at most {MAX_FACES} faces with FaceId and Embedding"
        )
    name = str(body.get("Id", ""))
    _demand_same_model(body, embedder, faces)
    people = body.get("People")
    return Collection(name, _version_of(body), faces, _vectors(faces), _people(people))


def _version_of(body: dict[str, Any]) -> int:
    version = body.get("Version", 0)
    if not isinstance(version, int) or isinstance(version, bool) or version < 0:
        raise UnusableInput(f"the collection's Version is {version!r}; a whole number from 0 is right")
    return version


def _object_of(path: Path) -> dict[str, Any]:
    if path.stat().st_size > MAX_BYTES:
        raise UnusableInput(f"the collection has {path.stat().st_size} bytes; at most {MAX_BYTES} are read")
    try:
        body = json.loads(path.read_bytes())
    except (ValueError, RecursionError) as error:
        raise UnusableInput(f"the collection is not JSON: {error}") from error
    if not isinstance(body, dict):
        raise UnusableInput(f"the collection must be one JSON object, not a {type(body).__name__}")
    return body


def _is_face(face: object) -> bool:
    if not isinstance(face, dict) or not isinstance(face.get("FaceId"), str):
        return False
    vector = face.get("Embedding")
    return isinstance(vector, list) and bool(vector) and all(map(_is_number, vector))


def _is_number(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value)


def _demand_same_model(body: dict[str, Any], embedder: Embedder, faces: list[dict[str, Any]]) -> None:
    """Vectors of two networks lie in two spaces: comparing them gives numbers that mean nothing."""
    ours, model = embedder.network.manifest, body.get("Model")
    theirs = model if isinstance(model, dict) else {}
    if faces and theirs.get("sha256") != ours["sha256"]:
        raise UnusableInput(
            f"the collection was indexed with the model {theirs.get('name', 'unknown')!r} "
            f"({str(theirs.get('sha256', ''))[:12]}), this operator has {ours['name']!r} ({ours['sha256'][:12]}): "
            "index its images again"
        )


def _vectors(faces: list[dict[str, Any]]) -> NDArray[np.float32]:
    lengths = {len(face["Embedding"]) for face in faces}
    if len(lengths) > 1:
        raise UnusableInput(f"the collection's embeddings have different lengths: {sorted(lengths)}")
    return np.array([face["Embedding"] for face in faces], np.float32).reshape(len(faces), max(lengths, default=0))


def _people(people: object) -> dict[str, dict[str, Any]]:
    if people is None:
        return {}
    if not isinstance(people, dict) or not all(isinstance(person, dict) for person in people.values()):
        raise UnusableInput("the collection's People must be an object of objects, by ExternalImageId")
    return people
