"""Readers of the engine find captions by language, and where the text of a transcript lies."""

from typing import Any

import pytest

from media_insights.rest.mie.engine_results import captions_in, completed

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
