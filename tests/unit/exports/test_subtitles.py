"""Subtitles are those that operators write, until somebody edits them; every language that an asset has can be had."""

import json
from pathlib import Path
from typing import Any

import pytest
import webvtt
import yaml

from media_insights.api.v1alpha1.operator_index import Index
from media_insights.domain.edits.edit_log import Anchor, Edit
from media_insights.domain.edits.editing import edited
from media_insights.exports.assets import Asset, Missing, Unfit
from media_insights.exports.captioning.lines import lines_of
from media_insights.exports.captioning.words import words_in
from media_insights.exports.formats import ExportFormat, ExportRequest, pieces_of
from media_insights.exports.subtitles import tracks_of

OPERATORS = Path(__file__).parents[3] / "operators-images"
CAPTIONED = sorted(each.parent for each in OPERATORS.glob("captions/examples/*/out/captions.vtt"))
IMPORTED = OPERATORS / "captions/examples/3-imported/out"
TRANSLATED = OPERATORS / "translate-captions/examples/1-two-languages/out"


def result(folder: Path) -> Any:
    return json.loads((folder / "result.json").read_text("utf-8"))


def asset(**results: Any) -> Asset:
    return Asset(name="clip", results=results)


def text(found: Asset, format_: str, language: str = "") -> str:
    return "".join(pieces_of(found, ExportRequest(ExportFormat(format_), language)))


BOTH = asset(WebCaptions=result(CAPTIONED[0]), TranslateWebCaptions=result(TRANSLATED))


@pytest.mark.parametrize("folder", [each for each in CAPTIONED if each != IMPORTED], ids=lambda path: path.parent.name)
def test_without_edits_subtitles_are_the_operators_byte_for_byte(folder: Path) -> None:
    found = asset(WebCaptions=result(folder))
    assert text(found, "vtt") == (folder / "captions.vtt").read_text("utf-8")
    assert text(found, "srt") == (folder / "captions.srt").read_text("utf-8")


def test_imported_subtitles_keep_times_and_words_and_get_lines_of_our_own() -> None:
    ours = webvtt.from_string(text(asset(WebCaptions=result(IMPORTED)), "vtt")).captions
    theirs = webvtt.read(str(IMPORTED / "captions.vtt")).captions
    assert [(each.start, each.end, each.text.split()) for each in ours] == [
        (each.start, each.end, each.text.split()) for each in theirs
    ]


def test_a_translation_is_the_operators_byte_for_byte() -> None:
    language = tracks_of(BOTH)[1].language
    first = result(TRANSLATED)["CaptionsCollection"][0]["TargetLanguageCode"]
    assert language in {each["TargetLanguageCode"] for each in result(TRANSLATED)["CaptionsCollection"]}
    assert text(BOTH, "vtt", first) == (TRANSLATED / "translated.vtt").read_text("utf-8")
    assert text(BOTH, "srt", first) == (TRANSLATED / "translated.srt").read_text("utf-8")


def test_an_edited_caption_is_written_as_it_was_edited_with_new_lines() -> None:
    stored = result(CAPTIONED[0])
    manifest = yaml.safe_load((OPERATORS / "captions/operator.yaml").read_text("utf-8"))
    index = Index.model_validate(manifest["spec"]["index"])
    first = stored["WebCaptions"][0]
    anchor = Anchor(title=first["caption"], start=round(first["start"] * 1000), end=round(first["end"] * 1000))
    long = "Nobody who has ever written subtitles <by hand> & under pressure would do it again."
    edit = Edit(id="1", at="", by="ann", operation="text", result="WebCaptions", anchor=anchor, value=long)
    found = asset(WebCaptions=edited(stored, index, [edit]).result)
    (cue, *_) = webvtt.from_string(text(found, "vtt")).captions
    assert " ".join(cue.raw_text.split()) == long.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    assert len(cue.raw_text.splitlines()) == 2
    assert text(found, "srt").splitlines()[2].startswith("Nobody who has ever written")


SPOKEN = {
    "jobName": "j",
    "status": "COMPLETED",
    "results": {
        "language_code": "en",
        "transcripts": [{"transcript": "Hello there. Good morning!"}],
        "items": [
            {
                "id": number,
                "type": "pronunciation",
                "start_time": float(number),
                "end_time": number + 0.5,
                "alternatives": [{"content": content, "confidence": 0.9}],
                "speaker_label": speaker,
            }
            for number, (content, speaker) in enumerate(
                [("Hello", "Ann"), ("there.", "Ann"), ("Good", "Bob"), ("morning!", "Bob")]
            )
        ],
    },
}


def test_a_transcript_has_a_line_for_each_sentence_and_who_says_it() -> None:
    found = asset(TranscribeVideo=SPOKEN, WebCaptions=result(CAPTIONED[0]))
    assert text(found, "txt") == "Ann: Hello there.\nBob: Good morning!\n"
    assert text(found, "txt", "en") == text(found, "txt")
    assert tracks_of(found)[0].language == "en"
    assert text(found, "vtt", "en") == text(found, "vtt")


def test_a_language_means_that_of_any_region() -> None:
    american = json.loads(json.dumps(SPOKEN).replace('"en"', '"en-US"'))
    found = asset(TranscribeVideo=american, WebCaptions=result(CAPTIONED[0]))
    assert text(found, "txt", "en") == text(found, "txt", "en-US") == text(found, "txt")
    assert text(found, "vtt", "en") == text(found, "vtt", "en-US") == text(found, "vtt")
    with pytest.raises(Missing, match="no captions in en-GB; it has: en-US"):
        text(found, "txt", "en-GB")


def test_a_text_in_another_language_is_the_translation_or_else_its_captions() -> None:
    translation = {
        "SourceLanguageCode": "en",
        "TargetLanguageCode": "de",
        "TranslatedText": "Hallo.\nGuten Morgen!\n",
        "Segments": [],
    }
    found = asset(TranscribeVideo=SPOKEN, Translate=translation, TranslateWebCaptions=result(TRANSLATED))
    assert text(found, "txt", "de") == "Hallo.\nGuten Morgen!\n"
    assert "oficina" in text(found, "txt", "es")


@pytest.mark.parametrize(
    ("found", "language", "said"),
    [
        (asset(), "", "clip has no captions: run captions"),
        (BOTH, "ja", "clip has no captions in ja; it has: the one that is spoken, "),
        (asset(TranslateWebCaptions=result(TRANSLATED)), "", "clip has no captions of what is said"),
    ],
)
def test_what_is_not_there_is_said_with_what_is(found: Asset, language: str, said: str) -> None:
    with pytest.raises(Missing, match=said):
        text(found, "vtt", language)


def test_formats_without_a_language_refuse_one() -> None:
    with pytest.raises(Unfit, match="vtt, srt, txt take a language"):
        text(BOTH, "csv", "es")


@pytest.mark.parametrize(("limit", "width"), [(10**9, 100), (1e15, 100), (0, 1), (42, 42)])
def test_lines_are_never_wider_than_operators_make_them(limit: float, width: int) -> None:
    """Of a width without a bound there are more ways to break a long caption than anybody can count."""
    words = " ".join(f"word{number}" for number in range(400))
    rules = [
        {"Rule": rule, "Limit": limit, "Unit": "columns", "Broken": 0, "Of": 1, "Source": "forged"}
        for rule in ("LineLength", "Lines")
    ]
    caption = {**result(CAPTIONED[0])["WebCaptions"][0], "Caption": words}
    found = asset(WebCaptions={**result(CAPTIONED[0]), "WebCaptions": [caption], "Conformance": rules})
    assert tracks_of(found)[0].style.columns == width
    assert text(found, "srt").split("\n\n")[0].replace("\n", " ").split()[-1]


def test_a_caption_that_three_lines_do_not_hold_is_filled_line_by_line() -> None:
    """As many columns would be enough, but not of these words; divisions into four lines are too many."""
    words = words_in(" ".join(["w" * 60] * 3 + ["x"] * 55), 0, 1)
    assert [len(line) for line in lines_of(words, 100)] == [60, 60, 100, 69]
