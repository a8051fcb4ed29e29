"""How a collection of faces changes."""

import math
from functools import partial
from typing import Any

import pytest

from media_insights.domain.known_faces import (
    MOST_CHANGES,
    Collection,
    NameChange,
    faces_of,
    renamed,
    taken_back,
    with_face,
    with_faces,
    without,
)
from media_insights.domain.stored_collection import MOST_REQUESTS, EmbeddingModel, once
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


@pytest.mark.parametrize(
    ("embedding", "told"), [([0.5, math.nan], "not all finite"), ([0.5], "vectors of 2 numbers, but .* read as 1")]
)
def test_faces_that_cannot_be_compared_are_refused(embedding: list[float], told: str) -> None:
    read = result("f2", "f3")
    read["FaceRecords"][1]["Face"]["Embedding"] = embedding
    with pytest.raises(WrongState, match=told):
        with_faces(EMPTY, *faces_of(read, "p2", "Jane"))


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


def change(id_: str, name: str) -> NameChange:
    return NameChange(id=id_, at="2026-05-01T12:00:00Z", by="ann", name=name, before={})


TWO = indexed(indexed(indexed(EMPTY, "p1", "Jane", "f1"), "p2", "Jane D.", "f2"), "p3", "Tom", "f3")


def test_a_merge_is_taken_back_face_by_face() -> None:
    merged = renamed(TWO, ["Jane", "Jane D."], change("1", "Jane Doe"))
    assert (merged.names, merged.version) == ({"Jane Doe": 2, "Tom": 1}, TWO.version + 1)
    assert Collection.model_validate(merged.to_json()) == merged
    back = taken_back(merged, "1")
    assert (back.names, back.name_changes, back.version) == (TWO.names, (), TWO.version + 2)
    with pytest.raises(WrongState, match="has no change 1"):
        taken_back(back, "1")


def test_what_was_named_since_stays_when_a_merge_is_taken_back() -> None:
    merged = renamed(TWO, ["Jane", "Tom"], change("1", "Jane"))
    later = renamed(merged, ["Jane"], change("2", "Joan"))
    assert taken_back(later, "1").names == {"Joan": 2, "Jane D.": 1}
    assert taken_back(taken_back(later, "2"), "1").names == TWO.names


def test_a_name_that_nobody_has_cannot_be_changed_and_the_same_name_is_no_change() -> None:
    with pytest.raises(WrongState, match=r"holds no Nobody; it holds Jane, Jane D\., Tom"):
        renamed(TWO, ["Nobody"], change("1", "Jane"))
    assert renamed(TWO, ["Jane"], change("1", "Jane")) is TWO


def test_nothing_remembers_the_name_of_who_was_taken_out() -> None:
    merged = renamed(TWO, ["Jane D.", "Tom"], change("1", "Jane"))
    assert "Jane D." not in str(without(merged, face="f2").to_json())
    assert without(merged, name="Jane").name_changes == ()


def test_the_newest_changes_can_be_taken_back() -> None:
    found = TWO
    for number in range(MOST_CHANGES + 1):
        old, new = ("Tom", "Tim") if number % 2 == 0 else ("Tim", "Tom")
        found = renamed(found, [old], change(str(number), new))
    assert (len(found.name_changes), found.name_changes[0].id) == (MOST_CHANGES, "1")


def test_one_face_of_an_image_is_added_beside_the_others() -> None:
    model, (first, second) = faces_of(result("f1", "f2"), "p1", "Jane")
    both = with_face(with_face(EMPTY, model, first), model, second.model_copy(update={"external_image_id": "Tom"}))
    assert both.names == {"Jane": 1, "Tom": 1}
    assert with_face(both, model, first) is both


def test_a_request_changes_a_collection_once_whatever_became_of_its_change() -> None:
    merged = once("monday", lambda old: renamed(old, ["Jane"], change("1", "Joan")), TWO)
    assert (merged.requests, merged.version) == (("monday",), TWO.version + 1)
    assert Collection.model_validate(merged.to_json()) == merged
    back = taken_back(merged, "1")
    assert once("monday", lambda old: renamed(old, ["Jane"], change("1", "Joan")), back) is back
    assert once("tuesday", lambda old: renamed(old, ["Jane"], change("2", "Joan")), back).names == merged.names


def test_what_changes_nothing_or_cannot_come_again_is_not_noted() -> None:
    assert once("monday", lambda old: renamed(old, ["Jane"], change("1", "Jane")), TWO) is TWO
    assert once("", lambda old: renamed(old, ["Jane"], change("1", "Joan")), TWO).requests == ()


def test_the_newest_requests_are_known() -> None:
    found = TWO
    for number in range(MOST_REQUESTS + 1):
        name = ("Tim", "Tom")[number % 2]
        named = change(str(number), name)
        found = once(str(number), partial(renamed, originals=list(found.names)[-1:], change=named), found)
    assert (len(found.requests), found.requests[0], found.requests[-1]) == (MOST_REQUESTS, "1", str(MOST_REQUESTS))


SAID = {"Jane": {"Name": "Jane Doe", "Urls": ["www.example.org/jane"], "KnownGender": "Female"}}


def test_what_the_owner_wrote_about_persons_stays_and_goes_with_them() -> None:
    known = indexed(EMPTY.model_copy(update={"people": {**SAID, "Joe": {"Id": "2"}}}), "p1", "Jane", "f1")
    assert known.people == SAID
    assert Collection.model_validate(known.to_json()).people == SAID
    assert indexed(known, "p2", "Joe", "f2").people == SAID
    assert without(known, name="Jane").people == {}
    assert "People" not in indexed(EMPTY, "p1", "Jane", "f1").to_json()


def test_a_new_name_takes_along_what_is_known_of_the_person() -> None:
    known = indexed(EMPTY.model_copy(update={"people": SAID}), "p1", "Jane", "f1").model_copy(update={"people": SAID})
    change = NameChange(id="1", at="2026-05-01T12:00:00Z", by="me", name="Jane D.", before={})
    changed = renamed(known, ["Jane"], change)
    assert changed.people["Jane D."] == SAID["Jane"]
    assert taken_back(changed, "1").people["Jane"] == SAID["Jane"]
    assert without(changed, name="Jane D.").people == {}
