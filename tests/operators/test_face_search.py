"""face-search: known faces are found under their name, strangers are told apart, and nobody is made up."""

from typing import Any

import pytest

from tests.operators import media
from tests.operators.examples import frames_zip
from tests.operators.galleries import gallery
from tests.operators.pictures import drawn
from tests.operators.runs import Outcome, run

pytestmark = pytest.mark.slow

SEEN = ("biden", "obama-speaking", "chelsea", "astronaut", "obama-listening", "biden")


@pytest.fixture(scope="module")
def film() -> Outcome:
    frames = frames_zip([media.fetch(name) for name in SEEN])
    return run("face-search", {"frames": frames, "faces": gallery(Obama="obama", Collins="astronaut")})


def persons_at(outcome: Outcome, second: int) -> list[dict[str, Any]]:
    return [it for it in outcome.result["Persons"] if it["Timestamp"] == 1000 * second]


def names_at(outcome: Outcome, second: int) -> list[list[str]]:
    return [[match["Face"]["ExternalImageId"] for match in it["FaceMatches"]] for it in persons_at(outcome, second)]


@pytest.mark.parametrize(("second", "name"), [(1, "Obama"), (3, "Collins"), (4, "Obama")])
def test_who_is_in_the_collection_is_found_in_other_pictures(film: Outcome, second: int, name: str) -> None:
    assert names_at(film, second) == [[name]]
    (match,) = persons_at(film, second)[0]["FaceMatches"]
    assert match["Similarity"] > 90


def test_a_stranger_matches_nobody_and_a_cat_is_no_person(film: Outcome) -> None:
    assert [names_at(film, second) for second in (0, 2, 5)] == [[[]], [], [[]]]


def test_the_same_somebody_keeps_one_number(film: Outcome) -> None:
    index = {second: it["Person"]["Index"] for second in (0, 1, 3, 4, 5) for it in persons_at(film, second)}
    assert index[0] == index[5]
    assert index[1] == index[4]
    assert len({index[0], index[1], index[3]}) == 3


def test_a_match_names_the_picture_and_never_shows_the_vector(film: Outcome) -> None:
    (match,) = persons_at(film, 3)[0]["FaceMatches"]
    assert match["Face"]["ImageId"] == media.ITEMS["astronaut"].sha256
    assert "Embedding" not in str(film.result)
    assert film.result["Collection"] == {"Id": "test", "Version": 2, "FaceCount": 2}


def test_a_threshold_that_nothing_reaches_leaves_the_faces_without_matches() -> None:
    known = gallery(Obama="obama")
    found = run("face-search", {"frames": media.fetch("obama-speaking"), "faces": known}, faceMatchThreshold=100)
    assert found.result["FaceMatches"] == []
    assert found.result["SearchedFaceConfidence"] > 80


def test_an_image_searches_its_largest_face() -> None:
    pair = drawn(
        "small = Image.open(sys.argv[1]).convert('RGB').resize((360, 360))\n"
        "large = Image.open(sys.argv[2]).convert('RGB').resize((720, 720))\n"
        "canvas = Image.new('RGB', (1100, 720), 'grey')\n"
        "canvas.paste(small, (0, 100))\n"
        "canvas.paste(large, (370, 0))\n"
        "canvas.save(out, 'JPEG', quality=92)",
        str(media.fetch("astronaut")),
        str(media.fetch("obama")),
    )
    result = run("face-search", {"frames": pair, "faces": gallery(Obama="obama", Collins="astronaut")}).result
    assert [match["Face"]["ExternalImageId"] for match in result["FaceMatches"]] == ["Obama"]
    assert result["SearchedFaceBoundingBox"]["Left"] > 0.33


@pytest.mark.parametrize("item", ["obama", "chelsea"])
def test_an_empty_collection_is_a_collection(item: str) -> None:
    known = {"Id": "new", "Kind": "faces", "Version": 1, "Faces": []}
    result = run("face-search", {"frames": media.fetch(item), "faces": known}).result
    assert result["FaceMatches"] == []
    assert ("SearchedFaceBoundingBox" in result) == (item == "obama")


FACE = {"FaceId": "a", "Embedding": [0.0] * 128}
BROKEN = {
    "indexed with the model 'other'": {"Model": {"name": "other", "sha256": "0" * 64}, "Faces": [FACE]},
    "Faces must be a list": {"Faces": [{"FaceId": "a", "Embedding": [True]}]},
    "not JSON": b"{",
    "one JSON object": [1],
}


@pytest.mark.parametrize(("words", "known"), BROKEN.items(), ids=BROKEN)
def test_what_is_no_collection_is_refused_in_a_sentence(words: str, known: Any) -> None:
    outcome = run("face-search", {"frames": media.fetch("chelsea"), "faces": known})
    assert (outcome.exit_code, words in outcome.sentence) == (66, True), outcome.sentence
