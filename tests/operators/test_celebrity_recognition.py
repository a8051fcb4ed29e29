"""celebrity-recognition: the persons of a gallery are called by their names, everybody else is left unnamed."""

from typing import Any

import pytest

from tests.operators import media
from tests.operators.examples import frames_zip
from tests.operators.galleries import gallery
from tests.operators.runs import run

pytestmark = pytest.mark.slow

SEEN = ("biden", "obama-speaking", "chelsea", "obama-listening")
PEOPLE = {
    "potus-44": {"Name": "Barack Obama", "Id": "Q76", "Urls": ["www.wikidata.org/wiki/Q76"], "KnownGender": "Male"}
}


def known() -> dict[str, Any]:
    return gallery(PEOPLE, **{"potus-44": "obama", "Eileen Collins": "astronaut"})


def test_the_persons_of_a_gallery_are_named_when_they_are_to_be_seen() -> None:
    frames = frames_zip([media.fetch(name) for name in SEEN])
    result = run("celebrity-recognition", {"frames": frames, "gallery": known()}).result
    named = {it["Timestamp"]: it["Celebrity"] for it in result["Celebrities"]}
    assert list(named) == [1000, 3000]
    for celebrity in named.values():
        said = {key: celebrity[key] for key in ("Name", "Id", "Urls")}
        assert said | {"KnownGender": celebrity["KnownGender"]["Type"]} == PEOPLE["potus-44"]
        assert 90 <= celebrity["Confidence"] <= 100
        assert 0 < celebrity["Face"]["BoundingBox"]["Width"] < 1
    assert result["VideoMetadata"]["DurationMillis"] == 4000


def test_whom_the_gallery_says_nothing_about_has_the_name_it_was_indexed_under() -> None:
    found = [
        run("celebrity-recognition", {"frames": media.fetch("astronaut"), "gallery": known()}).result["CelebrityFaces"]
        for _ in range(2)
    ]
    assert found[0] == found[1]
    (face,) = found[0]
    assert (face["Name"], face["Urls"]) == ("Eileen Collins", [f"urn:uuid:{face['Id']}"])
    assert "KnownGender" not in face
    assert face["MatchConfidence"] > 99
    assert face["Id"]


def test_a_stranger_stays_one() -> None:
    result = run("celebrity-recognition", {"frames": media.fetch("biden"), "gallery": known()}).result
    assert result["CelebrityFaces"] == []
    assert len(result["UnrecognizedFaces"]) == 1


def test_a_picture_without_faces_and_a_gallery_without_persons_are_both_fine() -> None:
    empty = {"Id": "new", "Version": 1, "Faces": []}
    result = run("celebrity-recognition", {"frames": media.fetch("chelsea"), "gallery": empty}).result
    assert (result["CelebrityFaces"], result["UnrecognizedFaces"]) == ([], [])
