"""Nothing of an archive takes another's place: captions by language, lookups beside labels, operators' own results."""

import json
from typing import Any

import pytest

from media_insights.errors import InvalidImport
from media_insights.exports import subtitles
from media_insights.exports.assets import Asset
from media_insights.imports.archives import results_of
from media_insights.imports.documents import File
from media_insights.imports.lookups import FrameSize, frame_size_of
from media_insights.results.validation import problem_of
from tests.unit.imports import answers

HD = FrameSize(1280, 720)
SPANISH = {"WebCaptions": [{"start": 0.5, "end": 2.0, "caption": "Hola", "sourceCaption": "Hello"}]}
PIXELS = {"BoundingBox": {"Left": 640, "Top": 180, "Width": 128, "Height": 72}, "Confidence": 0.57}
LOOKUP = {"Labels": [{"Timestamp": 40, "Label": {"Name": "Logo", "Confidence": 0.57, "Instances": [PIXELS]}}]}
LISTED = {
    "CaptionsCollection": [
        {
            "OperatorName": "TranslateWebCaptions_es",
            "TargetLanguageCode": "es",
            "TranslationText": {"S3Bucket": "b", "S3Key": "k"},
        }
    ]
}
WORDS = {"Results": {"hello": 1, "world": "2.0"}}


def read(files: dict[str, Any], wanted: str = "", frame: FrameSize | None = None) -> dict[str, Any]:
    found = [File(name=name, content=json.dumps(each).encode()) for name, each in files.items()]
    return {each.name: each.content for each in results_of(found, wanted, frame)}


def refusal(files: dict[str, Any], wanted: str = "") -> str:
    with pytest.raises(InvalidImport) as caught:
        read(files, wanted)
    return str(caught.value)


def kept(name: str, document: Any) -> Any:
    """Return a result as MIE's data plane answers with it."""
    return {"asset_id": "1", "operator": name, "results": document}


def test_captions_of_two_languages_are_two_results_by_file_name_and_by_what_the_data_plane_says() -> None:
    found = read({"a/WebCaptions_en.json": answers.CAPTIONS, "a/WebCaptions_es.json": SPANISH})
    assert found == {"WebCaptions_en": answers.CAPTIONS, "WebCaptions_es": SPANISH}
    told = {"1.json": kept("WebCaptions_en", answers.CAPTIONS), "2.json": kept("WebCaptions_es", SPANISH)}
    assert read(told) == found
    assert read({"captions.json": SPANISH}, wanted="WebCaptions_pt-BR") == {"WebCaptions_pt-BR": SPANISH}
    assert list(read({"captions.json": SPANISH})) == ["WebCaptions"]


def test_captions_by_language_have_the_shape_of_captions() -> None:
    wrong = {"WebCaptions": [{"start": "soon", "end": 2, "caption": ""}]}
    assert "WebCaptions[0].start is 'soon'" in refusal({"WebCaptions_en.json": wrong})


def test_imported_captions_are_exported_in_their_language_and_by_default_in_the_spoken_one() -> None:
    found = read({"WebCaptions_es.json": SPANISH, "WebCaptions_en.json": answers.CAPTIONS})
    asset = Asset(name="film", results=found)
    assert "Hello" in "".join(subtitles.vtt_of(asset))
    assert "Hola" in "".join(subtitles.vtt_of(asset, "es"))


def test_a_lookup_stays_one_beside_labels_and_its_units_become_ours() -> None:
    found = read({"GenericDataLookup.json": LOOKUP, "labelDetection.json": answers.LABELS}, frame=HD)
    assert list(found) == ["genericDataLookup", "labelDetection"]
    assert found["labelDetection"] == answers.LABELS
    label = found["genericDataLookup"]["Labels"][0]["Label"]
    assert label["Confidence"] == pytest.approx(57)
    box = {"Left": 0.5, "Top": 0.25, "Width": 0.1, "Height": 0.1}
    assert label["Instances"] == [{"BoundingBox": pytest.approx(box), "Confidence": pytest.approx(57)}]


def test_boxes_in_pixels_are_a_lookup_whatever_the_file_is_called_unless_the_user_says_labels() -> None:
    assert list(read({"x.json": LOOKUP}, frame=HD)) == ["genericDataLookup"]
    found = read({"x.json": LOOKUP}, wanted="labelDetection", frame=HD)
    assert problem_of("labelDetection", found["labelDetection"]) == ""
    declared = LOOKUP | {"VideoMetadata": {"FrameWidth": "1280", "FrameHeight": 720}}
    assert (
        read({"x.json": declared})["genericDataLookup"]["Labels"]
        == read({"x.json": LOOKUP}, frame=HD)["genericDataLookup"]["Labels"]
    )


@pytest.mark.parametrize(
    "rest",
    [
        {"Labels": []},
        {"Labels": [{"Timestamp": 80, "Label": {"Name": "Sun", "Confidence": 0.5, "Instances": []}}]},
        {"Labels": [{"Timestamp": 80, "Label": {"Name": "Sun", "Confidence": 1, "Instances": []}}]},
    ],
)
def test_pages_of_a_lookup_have_one_name_and_one_unit_in_one_file_or_in_several(rest: dict[str, Any]) -> None:
    first = LOOKUP | {"NextToken": "1"}
    whole = read({"x.json": {"Labels": LOOKUP["Labels"] + rest["Labels"]}}, frame=HD)
    assert list(whole) == ["genericDataLookup"]
    assert read({"x.json": [first, rest]}, frame=HD) == whole
    assert read({"1.json": first, "2.json": rest}, frame=HD) == whole
    assert (
        read({"1.json": rest, "2.json": first}, frame=HD)["genericDataLookup"]["Labels"][0]
        in whole["genericDataLookup"]["Labels"]
    )
    assert read({"x.json": [first, rest]}, wanted="labelDetection", frame=HD) == {
        "labelDetection": whole["genericDataLookup"]
    }


def test_pages_of_a_lookup_stay_beside_labels_that_need_no_other_page() -> None:
    first = LOOKUP | {"NextToken": "1"}
    found = read({"a.json": [first, {"Labels": []}], "b.json": answers.LABELS}, frame=HD)
    assert (list(found), found["labelDetection"]) == (["genericDataLookup", "labelDetection"], answers.LABELS)


def test_boxes_in_pixels_of_an_unknown_frame_are_refused_with_what_is_missing() -> None:
    sentence = refusal({"x.json": LOOKUP}, wanted="labelDetection")
    assert "Labels[0], Instances[0], is in pixels" in sentence
    assert "--frame 1280x720" in sentence


def test_labels_in_our_units_stay_labels_and_can_be_asked_for_as_a_lookup() -> None:
    assert read({"x.json": answers.LABELS}) == {"labelDetection": answers.LABELS}
    assert read({"x.json": answers.LABELS}, wanted="genericDataLookup") == {"genericDataLookup": answers.LABELS}


@pytest.mark.parametrize("text", ["1280", "0x720", "1280x", "widexhigh"])
def test_a_frame_is_width_and_height(text: str) -> None:
    with pytest.raises(InvalidImport, match="for instance 1280x720"):
        frame_size_of(text)


def test_translated_captions_of_mie_are_put_together_from_their_languages() -> None:
    found = read({"TranslateWebCaptions.json": LISTED, "WebCaptions_es.json": SPANISH})
    assert list(found) == ["TranslateWebCaptions", "WebCaptions_es"]
    assert problem_of("TranslateWebCaptions", found["TranslateWebCaptions"]) == ""
    (spanish,) = found["TranslateWebCaptions"]["CaptionsCollection"]
    assert spanish["WebCaptions"] == SPANISH["WebCaptions"]
    assert "name WebCaptions_es.json" in refusal({"TranslateWebCaptions.json": LISTED})
    empty = {"TranslateWebCaptions.json": LISTED, "WebCaptions_es.json": {"Other": 1}}
    assert "WebCaptions" in refusal(empty)


def test_our_own_translated_captions_need_no_other_file() -> None:
    own = read({"TranslateWebCaptions.json": LISTED, "WebCaptions_es.json": SPANISH})["TranslateWebCaptions"]
    assert read({"x.json": own}) == {"TranslateWebCaptions": own}


def test_spoken_captions_and_results_of_operators_nobody_knows_stay_as_they_are() -> None:
    spoken = {"CaptionsCollection": [{"TargetLanguageCode": "es", "PollyStatus": "completed", "PollyMessage": None}]}
    assert read({"PollyWebCaptions.json": spoken}) == {"PollyWebCaptions": spoken}
    assert read({"x.json": WORDS}, wanted="Worddist") == {"Worddist": WORDS}
    assert read({"x.json": kept("Worddist", WORDS)}) == {"Worddist": WORDS}
    assert read({"x.json": answers.FACES}, wanted="MyFaces") == {"MyFaces": answers.FACES}
    assert "the name of an operator of your own will do" in refusal({"Worddist.json": WORDS})


@pytest.mark.parametrize(
    ("wanted", "sentence"),
    [("labelDetectoin", "did you mean labelDetection?"), ("plan", "named by a letter"), ("a b", "named by a letter")],
)
def test_slips_and_impossible_names_are_refused(wanted: str, sentence: str) -> None:
    assert sentence in refusal({"x.json": WORDS}, wanted)
