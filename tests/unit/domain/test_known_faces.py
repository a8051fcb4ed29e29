"""How a collection of faces changes."""

from typing import Any

import pytest

from media_insights.domain.known_faces import Collection, EmbeddingModel, faces_of, with_faces, without
from media_insights.errors import WrongState

MODEL = EmbeddingModel(name="net", sha256="a" * 64)
EMPTY = Collection(id="staff", kind="faces", created="2026-05-01T12:00:00Z")
BOX = {"Left": 0.1, "Top": 0.2, "Width": 0.3, "Height": 0.4}


def result(*ids: str, model: str = "a") -> dict[str, Any]:
    records = [
        {
            "Face": {"FaceId": each, "BoundingBox": BOX, "Confidence": 99.5, "Embedding": [0.5, 0.25]},
            "FaceDetail": {"Quality": {"Brightness": 80.0, "Sharpness": 70.0}},
        }
        for each in ids
    ]
    return {"FaceRecords": records, "UnindexedFaces": [], "Model": {"name": "net", "sha256": model * 64}}


def indexed(collection: Collection, picture: str, name: str, *ids: str) -> Collection:
    return with_faces(collection, *faces_of(result(*ids), picture, name))


def test_a_picture_s_faces_get_the_name_that_is_given() -> None:
    (face,) = indexed(EMPTY, "p1", "Jané Doe", "f1").faces
    assert (face.face_id, face.external_image_id, face.image_id, face.embedding) == (
        "f1",
        "Jané Doe",
        "p1",
        (0.5, 0.25),
    )
    assert face.quality == {"Brightness": 80.0, "Sharpness": 70.0}


def test_the_same_picture_again_changes_nothing() -> None:
    once = indexed(EMPTY, "p1", "Jane", "f1")
    assert indexed(once, "p1", "Jane", "f1") is once
    assert (once.version, once.model) == (1, MODEL)


def test_the_same_picture_under_another_name_replaces_the_name() -> None:
    again = indexed(indexed(EMPTY, "p1", "Jane", "f1"), "p1", "Joan", "f1")
    assert (again.names, again.version) == ({"Joan": 1}, 2)


def test_faces_of_another_network_are_refused_with_what_to_do() -> None:
    once = indexed(EMPTY, "p1", "Jane", "f1")
    with pytest.raises(WrongState, match="cannot be compared; make a new collection"):
        with_faces(once, *faces_of(result("f2", model="b"), "p2", "Jane"))


def test_an_emptied_collection_takes_any_network() -> None:
    emptied = without(indexed(EMPTY, "p1", "Jane", "f1"), name="Jane")
    assert (emptied.faces, emptied.model) == ((), None)
    assert with_faces(emptied, *faces_of(result("f2", model="b"), "p2", "Jane")).names == {"Jane": 1}


def test_a_person_or_a_face_is_removed_and_only_that() -> None:
    both = indexed(indexed(EMPTY, "p1", "Jane", "f1", "f2"), "p2", "Tom", "f3")
    assert without(both, name="Jane").names == {"Tom": 1}
    assert without(both, face="f2").names == {"Jane": 1, "Tom": 1}
    with pytest.raises(WrongState, match="holds Jane, Tom"):
        without(both, name="Nobody")


def test_what_is_written_is_read_back() -> None:
    once = indexed(EMPTY, "p1", "Jane", "f1")
    assert Collection.model_validate(once.to_json()) == once
    assert set(once.to_json()) == {"Format", "Id", "Kind", "Version", "Model", "Created", "Faces"}
