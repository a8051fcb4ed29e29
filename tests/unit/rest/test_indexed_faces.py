"""Which face of an image a request means."""

from typing import Any

import pytest

from media_insights.domain.edits.edit_log import EditBox
from media_insights.rest.indexed_faces import indexed_face
from media_insights.rest.problems import ApiRefusal

LEFT = EditBox(left=0.1, top=0.2, width=0.2, height=0.3)
RIGHT = EditBox(left=0.68, top=0.18, width=0.25, height=0.35)
NOWHERE = EditBox(left=0.4, top=0.7, width=0.1, height=0.1)


def record(name: str, left: float) -> dict[str, Any]:
    box = {"Left": left, "Top": 0.2, "Width": 0.2, "Height": 0.3}
    return {"Face": {"FaceId": name, "ImageId": "i", "BoundingBox": box, "Confidence": 99.0, "Embedding": [0.5]}}


def results(*records: Any) -> dict[str, Any]:
    return {"faceIndex": {"FaceRecords": list(records), "Model": {"name": "net", "sha256": "a" * 64}}}


ONE, TWO = results(record("l", 0.1)), results(record("l", 0.1), record("r", 0.7))


@pytest.mark.parametrize(("found", "box", "face"), [(ONE, None, "l"), (TWO, LEFT, "l"), (TWO, RIGHT, "r")])
def test_the_only_face_or_the_one_in_the_box_is_meant(found: dict[str, Any], box: EditBox | None, face: str) -> None:
    model, chosen = indexed_face(found, "portrait", "Jane", box)
    assert (model.name, chosen.face_id, chosen.image_id, chosen.external_image_id) == ("net", face, "i", "Jane")


@pytest.mark.parametrize(
    ("found", "box", "status", "said"),
    [
        ({}, None, 409, "run the workflow face-index over it"),
        (results(), None, 422, "has no faces: send the box"),
        (TWO, None, 422, "has 2 faces: send the box"),
        (TWO, NOWHERE, 422, "has no faces there"),
        (results({"Face": {}}), None, 409, "cannot be read"),
        ({"faceIndex": []}, None, 409, "cannot be read"),
    ],
)
def test_anything_else_is_refused(found: dict[str, Any], box: EditBox | None, status: int, said: str) -> None:
    with pytest.raises(ApiRefusal, match=said) as refused:
        indexed_face(found, "portrait", "Jane", box)
    assert refused.value.status == status
