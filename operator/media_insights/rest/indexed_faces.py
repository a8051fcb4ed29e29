"""Faces that the operator ``face-index`` read in an image, and the one that a request means."""

from collections.abc import Mapping
from typing import Any

from media_insights.domain.edits.edit_log import EditBox
from media_insights.domain.known_faces import CollectedFace, faces_of
from media_insights.domain.stored_collection import EmbeddingModel
from media_insights.rest.problems import ApiRefusal

RESULT = "faceIndex"
_LEAST_SHARED = 0.25
"""Of the area of two rectangles together: people draw generously."""


def indexed_face(
    results: Mapping[str, Any], image: str, name: str, box: EditBox | None
) -> tuple[EmbeddingModel, CollectedFace]:
    """Return the one face of an image, or the one in a box, under a name. Raises ApiRefusal for none or several."""
    if RESULT not in results:
        raise ApiRefusal(409, "result-missing", f"{image} has no result {RESULT}: run the workflow face-index over it")
    try:
        model, faces = _faces(results[RESULT], name)
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise ApiRefusal(409, "result-damaged", f"the result {RESULT} of {image} cannot be read") from error
    chosen = [each for each in faces if box is None or _shared(each.bounding_box, box) >= _LEAST_SHARED]
    if box is not None:
        chosen = sorted(chosen, key=lambda each: -_shared(each.bounding_box, box))[:1]
    if len(chosen) != 1:
        said = (
            f"{image} has {len(chosen) or 'no'} faces{' there' if box else ''}: send the box of the one that is meant"
        )
        raise ApiRefusal(422, "invalid", said, at=[("/box", said)])
    return model, chosen[0]


def _faces(result: Any, name: str) -> tuple[EmbeddingModel, list[CollectedFace]]:
    found: list[CollectedFace] = []
    for record in result["FaceRecords"]:
        _, (face,) = faces_of({**result, "FaceRecords": [record]}, record["Face"]["ImageId"], name)
        found.append(face)
    return faces_of({**result, "FaceRecords": []}, "", name)[0], found


def _shared(one: Mapping[str, float], other: EditBox) -> float:
    left, top, width, height = (one[side] for side in ("Left", "Top", "Width", "Height"))
    across = min(left + width, other.left + other.width) - max(left, other.left)
    down = min(top + height, other.top + other.height) - max(top, other.top)
    common = max(0.0, across) * max(0.0, down)
    return common / (width * height + other.width * other.height - common)
