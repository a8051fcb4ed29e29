"""A face belongs to the smallest person around it, at the nearest moment that was looked at."""

from typing import Any

import pytest

from media_insights.results.bodies import with_bodies, with_faces

Box = tuple[float, float, float, float]
WIDE, NARROW, ASIDE = (0.0, 0.0, 1.0, 1.0), (0.1, 0.1, 0.4, 0.8), (0.6, 0.1, 0.3, 0.8)
HEAD = (0.2, 0.2, 0.1, 0.1)


def box(of: Box) -> dict[str, float]:
    return dict(zip(("Left", "Top", "Width", "Height"), of, strict=True))


def persons(*seen: tuple[int, Box], rate: float = 5.0) -> dict[str, Any]:
    listed = [
        {"Timestamp": time, "Person": {"Index": index, "BoundingBox": box(where)}}
        for index, (time, where) in enumerate(seen)
    ]
    return {"Persons": listed, "FramesPerSecond": rate}


def celebrities(time: int, **more: Any) -> dict[str, Any]:
    face = {"BoundingBox": box(HEAD), "Confidence": 99.0}
    return {
        "Celebrities": [
            {"Timestamp": time, "Celebrity": {"Name": "Ann", "Id": "1", "Confidence": 90, "Face": face, **more}}
        ]
    }


def faces(*seen: tuple[int, Box]) -> dict[str, Any]:
    return {
        "Faces": [
            {"Timestamp": time, "Face": {"BoundingBox": box(where), "Confidence": 99.0, "Smile": None}}
            for time, where in seen
        ]
    }


@pytest.mark.parametrize(
    ("crowd", "body"),
    [
        (persons((1000, WIDE), (1000, NARROW), (1000, ASIDE)), NARROW),
        (persons((1000, ASIDE)), None),
        (persons((0, ASIDE), (1000, NARROW)), NARROW),
        (persons((900, NARROW), (1100, WIDE)), NARROW),
        (persons((899, NARROW)), None),
        (persons((750, NARROW), rate=0.25), NARROW),
        (persons((749, NARROW), rate=0.25), None),
        (persons(), None),
    ],
    ids=["smallest", "elsewhere", "then", "nearest", "too-early", "slow", "too-early-for-slow", "nobody"],
)
def test_the_body_of_a_celebrity(crowd: dict[str, Any], body: Box | None) -> None:
    (shown,) = with_bodies(celebrities(1000), crowd)["Celebrities"]
    assert shown["Celebrity"].get("BoundingBox") == (box(body) if body else None)


def test_a_body_that_is_there_stays() -> None:
    own = celebrities(0, BoundingBox=box(ASIDE))
    assert with_bodies(own, persons((0, NARROW))) == own


def test_each_person_has_the_largest_face_of_those_in_its_box_without_what_is_estimated() -> None:
    crowd, smaller = persons((0, NARROW), (0, ASIDE), (200, NARROW)), (0.2, 0.5, 0.05, 0.05)
    found = with_faces(crowd, faces((0, HEAD), (0, smaller)))["Persons"]
    assert [each["Person"].get("Face") for each in found] == [
        {"BoundingBox": box(HEAD), "Confidence": 99.0},
        None,
        None,
    ]


def test_what_has_another_shape_stays_as_it_is() -> None:
    image: dict[str, Any] = {"CelebrityFaces": []}
    theirs = {"Persons": "many"}
    assert with_bodies(image, persons()) == image
    assert with_bodies(celebrities(0), theirs) == celebrities(0)
    assert with_faces(theirs, faces()) == theirs
    assert with_faces(persons((0, WIDE)), [faces()]) == persons((0, WIDE))


def test_names_that_are_not_rekognitions_are_another_shape() -> None:
    assert with_bodies({"celebrities": []}, persons((0, WIDE))) == {"celebrities": []}
    assert with_faces({"persons": []}, faces((0, HEAD))) == {"persons": []}
    (entry,) = celebrities(0)["Celebrities"]
    odd = {"Celebrities": [{"Timestamp": 0, "celebrity": entry["Celebrity"]}]}
    assert with_bodies(odd, persons((0, WIDE))) == odd
