"""The faces of one image, ready for a collection: each with a vector by which it can be found again."""

from __future__ import annotations

import hashlib
import uuid
from typing import TYPE_CHECKING, Any

from quality import reasons_against

from media_kits.vision import images
from media_kits.vision.faces.detection import LONGEST, FaceDetector
from media_kits.vision.faces.embeddings import Embedder
from media_operator import Operator, run

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from media_kits.vision.faces.detection import DetectedFace

LEAST = 0.5
FACES = uuid.UUID("5f1ec1a0-6d1a-5c6e-9d0b-3f4c1a5b7e21")
"""Namespace of face ids: any constant will do, but it must never change."""
GRID = 1000
"""Boxes are rounded to thousandths of the image in ids, so that another machine's last digit makes no other face."""


def main(operator: Operator) -> dict[str, Any]:
    """Return Rekognition's IndexFaces shape, with embeddings: the caller merges them into a collection."""
    content = operator.require("image").read_bytes()
    pixels = images.decode(content, LONGEST)
    detector, embedder = FaceDetector.of(operator.models, LEAST), Embedder.of(operator.models)
    image = hashlib.sha256(content).hexdigest()
    records: list[dict[str, Any]] = []
    others: list[dict[str, Any]] = []
    for seen in detector.faces_in(pixels):
        detail = seen.details(pixels)
        reasons = reasons_against(seen, detail, operator.parameters["qualityFilter"])
        if not reasons and len(records) >= operator.parameters["maxFaces"]:
            reasons = ["EXCEEDS_MAX_FACES"]
        if reasons:
            others.append({"Reasons": reasons, "FaceDetail": detail})
        else:
            record = _record(pixels, seen, embedder, image)
            records.append({"Face": record | _named(operator), "FaceDetail": detail})
    return {
        "FaceRecords": records,
        "UnindexedFaces": others,
        "FaceModelVersion": "1.0",
        "Model": embedder.network.provenance,
    }


def _record(pixels: NDArray[np.uint8], seen: DetectedFace, embedder: Embedder, image: str) -> dict[str, Any]:
    box = seen.box_in(pixels)
    return {
        "FaceId": _face_id(image, box),
        "BoundingBox": box,
        "Confidence": seen.score * 100,
        "ImageId": image,
        "Embedding": embedder.embedding_of(pixels, seen),
    }


def _face_id(image: str, box: dict[str, float]) -> str:
    """Return the same id for the same face of the same image, whenever and wherever it is indexed."""
    place = ",".join(str(round(box[side] * GRID)) for side in ("Left", "Top", "Width", "Height"))
    return str(uuid.uuid5(FACES, f"{image}:{place}"))


def _named(operator: Operator) -> dict[str, str]:
    name = operator.parameters["externalImageId"]
    return {"ExternalImageId": name} if name else {}


if __name__ == "__main__":
    run(main)
