"""Readers of the engine find captions by language, and where the text of a transcript lies."""

from typing import Any

import pytest

from media_insights.errors import Damaged, NoSuchObject
from media_insights.rest.mie.engine_results import captions_in, completed, joined

ENGLISH = {"WebCaptions": [{"start": 0, "end": 1, "caption": "One"}]}
SPANISH = [{"start": 0, "end": 1, "caption": "Uno"}]
STORED: dict[str, Any] = {
    "TranscribeVideo": {"results": {"language_code": "en"}},
    "WebCaptions": ENGLISH,
    "TranslateWebCaptions": {"CaptionsCollection": [{"TargetLanguageCode": "es", "WebCaptions": SPANISH}]},
}


def found(name: str, stored: dict[str, Any] = STORED) -> Any:
    return captions_in(name, dict.fromkeys(stored, ""), stored.__getitem__)


@pytest.mark.parametrize(
    ("name", "captions"),
    [
        ("WebCaptions_es", {"WebCaptions": SPANISH}),
        ("WebCaptions_en", ENGLISH),
        ("WebCaptions_en-US", ENGLISH),
        ("WebCaptions_fr", None),
        ("labelDetection", None),
        ("WebCaptionsTranslate_es", None),
    ],
)
def test_captions_are_found_by_language(name: str, captions: Any) -> None:
    assert found(name) == captions


def test_captions_without_a_transcript_or_results_of_another_shape_are_of_no_language() -> None:
    assert found("WebCaptions_en", {"WebCaptions": ENGLISH}) is None
    assert found("WebCaptions_en", {"WebCaptions": ENGLISH, "TranscribeVideo": []}) is None
    assert found("WebCaptions_es", {"TranslateWebCaptions": {"CaptionsCollection": ["es"]}}) is None


def test_a_transcript_says_where_its_text_lies_and_keeps_what_it_says_itself() -> None:
    own = {"TextTranscriptUri": {"S3Bucket": "b", "S3Key": "own.txt"}}
    said = completed("TranscribeVideo", {"jobName": "x"}, "media", "private/a/transcript.txt")
    assert said["TextTranscriptUri"] == {"S3Bucket": "media", "S3Key": "private/a/transcript.txt"}
    assert said["accountId"] == "000000000000"
    assert completed("TranscribeVideo", own, "media", "other.txt")["TextTranscriptUri"] == own["TextTranscriptUri"]
    assert "TextTranscriptUri" not in completed("TranscribeVideo", {}, "media", "")
    assert completed("labelDetection", {"Labels": []}, "media", "x") == {"Labels": []}


BOX = {"Left": 0.1, "Top": 0.1, "Width": 0.5, "Height": 0.8}
FACE = {"BoundingBox": {"Left": 0.2, "Top": 0.2, "Width": 0.1, "Height": 0.1}, "Confidence": 99.0}
JOINED: dict[str, Any] = {
    "celebrityRecognition": {
        "Celebrities": [{"Timestamp": 0, "Celebrity": {"Name": "Ann", "Id": "1", "Confidence": 90, "Face": FACE}}]
    },
    "personTracking": {"Persons": [{"Timestamp": 0, "Person": {"Index": 0, "BoundingBox": BOX}}]},
    "faceDetection": {"Faces": [{"Timestamp": 0, "Face": FACE}]},
}


def joint(name: str, stored: dict[str, Any] = JOINED) -> Any:
    return joined(name, stored[name], dict.fromkeys(stored, ""), stored.__getitem__)


def test_celebrities_have_bodies_and_persons_faces() -> None:
    assert joint("celebrityRecognition")["Celebrities"][0]["Celebrity"]["BoundingBox"] == BOX
    assert joint("personTracking")["Persons"][0]["Person"]["Face"] == FACE
    assert joint("faceDetection") == JOINED["faceDetection"]


@pytest.mark.parametrize("name", ["celebrityRecognition", "personTracking"])
def test_what_stands_alone_stays_as_it_is(name: str) -> None:
    assert joint(name, {name: JOINED[name]}) == JOINED[name]
    assert joint(name, {name: [1]}) == [1]


@pytest.mark.parametrize("problem", [NoSuchObject("gone"), Damaged("cut")], ids=["gone", "damaged"])
@pytest.mark.parametrize("name", ["celebrityRecognition", "personTracking"])
def test_another_result_that_cannot_be_read_takes_nothing_away(name: str, problem: Exception) -> None:
    def read(_: str) -> Any:
        raise problem

    assert joined(name, JOINED[name], dict.fromkeys(JOINED, ""), read) == JOINED[name]
