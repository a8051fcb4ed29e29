"""face-index: a picture's faces become vectors that are near for one person and far for two, with ids that stay."""

import math
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tests.operators import media
from tests.operators.pictures import changed, drawn, png_that_claims
from tests.operators.runs import run

pytestmark = pytest.mark.slow

SAME = 0.5  # distance below which two faces are one person


@cache
def indexed(item: str) -> dict[str, Any]:
    result: dict[str, Any] = run("face-index", {"image": media.fetch(item)}).result
    return result


def face_in(picture: Path | bytes, **parameters: Any) -> dict[str, Any]:
    (record,) = run("face-index", {"image": picture}, **parameters).result["FaceRecords"]
    return dict(record["Face"])


def vector_of(item: str) -> list[float]:
    (record,) = indexed(item)["FaceRecords"]
    return list(record["Face"]["Embedding"])


@pytest.mark.parametrize("other", ["obama-speaking", "obama-listening"])
def test_one_person_in_two_pictures_is_near(other: str) -> None:
    assert math.dist(vector_of("obama"), vector_of(other)) < SAME


@pytest.mark.parametrize("other", ["biden", "astronaut"])
def test_two_persons_are_far_apart(other: str) -> None:
    assert math.dist(vector_of("obama"), vector_of(other)) > SAME + 0.1


def test_a_record_says_which_face_of_which_picture_it_is() -> None:
    (record,) = indexed("astronaut")["FaceRecords"]
    assert len(record["Face"]["Embedding"]) == 128
    assert record["Face"]["ImageId"] == media.ITEMS["astronaut"].sha256
    assert record["Face"]["BoundingBox"] == record["FaceDetail"]["BoundingBox"]
    assert "ExternalImageId" not in record["Face"]
    assert indexed("astronaut")["Model"]["name"] == "dlib-face-resnet"


def test_the_same_picture_gives_the_same_face_and_another_file_another() -> None:
    again = face_in(media.fetch("astronaut"), externalImageId="Eileen Collins – Космос")
    (first,) = indexed("astronaut")["FaceRecords"]
    assert again == first["Face"] | {"ExternalImageId": "Eileen Collins – Космос"}
    other = face_in(changed("astronaut", "picture.save(out, 'JPEG', quality=90)"))
    assert other["FaceId"] != again["FaceId"]
    assert math.dist(other["Embedding"], again["Embedding"]) < 0.2


def test_a_mirrored_smaller_picture_is_still_the_same_person() -> None:
    small = changed("astronaut", "ImageOps.mirror(picture).resize((300, 300)).save(out, 'JPEG', quality=85)")
    assert math.dist(face_in(small)["Embedding"], vector_of("astronaut")) < SAME


def test_more_faces_than_wanted_are_listed_with_the_reason_the_largest_first() -> None:
    pair = drawn(
        "canvas = Image.new('RGB', (1000, 520), 'grey')\n"
        "canvas.paste(Image.open(sys.argv[1]).convert('RGB'), (0, 0))\n"
        "canvas.paste(Image.open(sys.argv[1]).convert('RGB').resize((340, 340)), (600, 60))\n"
        "canvas.save(out, 'PNG')",
        str(media.fetch("astronaut")),
    )
    result = run("face-index", {"image": pair}, maxFaces=1).result
    (record,), (other,) = result["FaceRecords"], result["UnindexedFaces"]
    assert record["Face"]["BoundingBox"]["Left"] < 0.5 < other["FaceDetail"]["BoundingBox"]["Left"]
    assert other["Reasons"] == ["EXCEEDS_MAX_FACES"]


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("picture.resize((200, 200)).save(out, 'PNG')", "SMALL_BOUNDING_BOX"),
        ("picture.filter(ImageFilter.GaussianBlur(3)).save(out, 'PNG')", "LOW_SHARPNESS"),
        ("picture.point(lambda value: value // 20).save(out, 'PNG')", "LOW_BRIGHTNESS"),
    ],
)
def test_what_would_not_be_known_again_is_left_out_with_its_reason(code: str, reason: str) -> None:
    result = run("face-index", {"image": changed("astronaut", f"from PIL import ImageFilter\n{code}")}).result
    assert result["FaceRecords"] == []
    assert [reason in face["Reasons"] for face in result["UnindexedFaces"]] == [True]


def test_the_bar_is_the_users() -> None:
    small = changed("astronaut", "picture.resize((200, 200)).save(out, 'PNG')")
    assert face_in(small, qualityFilter="NONE")["Embedding"]


def test_a_picture_without_a_face_gives_an_empty_result() -> None:
    result = indexed("chelsea")
    assert (result["FaceRecords"], result["UnindexedFaces"]) == ([], [])


def test_a_bomb_and_a_text_are_refused_in_a_sentence() -> None:
    for words, content in {"16000 x 16000": png_that_claims(16_000, 16_000), "not an image": b"hello"}.items():
        outcome = run("face-index", {"image": content})
        assert (outcome.exit_code, words in outcome.sentence) == (66, True), outcome.sentence
