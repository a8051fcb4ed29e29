"""Documents of an archive become results of our shapes, whatever form they were kept in."""

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from media_insights.api.v1alpha1 import MediaOperator
from media_insights.errors import InvalidImport
from media_insights.exports.assets import Asset
from media_insights.exports.tables import csv_of
from media_insights.imports.archives import results_of
from media_insights.imports.documents import File
from media_insights.results.catalogue import RESULTS
from media_insights.results.validation import problem_of
from tests.unit.imports import answers

OPERATORS = Path(__file__).parents[3] / "operators-images"

KINDS = [
    ("labelDetection", answers.LABELS),
    ("labelDetection", answers.SEGMENT_LABELS),
    ("labelDetection", answers.PICTURE_LABELS),
    ("faceDetection", answers.FACES),
    ("faceDetection", answers.PICTURE_FACES),
    ("contentModeration", answers.MODERATION),
    ("contentModeration", answers.PICTURE_MODERATION),
    ("celebrityRecognition", answers.CELEBRITIES),
    ("celebrityRecognition", answers.PICTURE_CELEBRITIES),
    ("personTracking", answers.PERSONS),
    ("faceSearch", answers.SEARCH),
    ("faceSearch", answers.PICTURE_SEARCH),
    ("textDetection", answers.TEXT),
    ("textDetection", answers.PICTURE_TEXT),
    ("TranscribeVideo", answers.TRANSCRIPT),
    ("TranscribeVideo", answers.MODERN_TRANSCRIPT),
    ("entities", answers.ENTITIES),
    ("key_phrases", answers.PHRASES),
    ("sentiment", answers.SENTIMENT),
    ("languageIdentification", answers.LANGUAGES),
    ("Translate", answers.TRANSLATION),
    ("WebCaptions", answers.CAPTIONS),
    ("Mediainfo", answers.MEDIAINFO),
]
IDS = [f"{name}-{number}" for number, (name, _) in enumerate(KINDS)]


def read(*documents: Any, wanted: str = "") -> dict[str, Any]:
    files = [File(name=f"{n}.json", content=json.dumps(each).encode()) for n, each in enumerate(documents)]
    return {each.name: each.content for each in results_of(files, wanted)}


def one(*documents: Any, wanted: str = "") -> Any:
    (found,) = read(*documents, wanted=wanted).values()
    return found


def refusal(*documents: Any, wanted: str = "") -> str:
    with pytest.raises(InvalidImport) as caught:
        read(*documents, wanted=wanted)
    return str(caught.value)


@pytest.mark.parametrize(("name", "document"), KINDS, ids=IDS)
def test_every_kind_is_known_by_itself_and_has_the_shape_of_its_result(name: str, document: Any) -> None:
    found = read(document)
    assert list(found) == [name]
    assert problem_of(name, found[name]) == ""
    assert read(document, wanted=name) == found


@pytest.mark.parametrize(("name", "document"), KINDS, ids=IDS)
def test_what_mie_stored_becomes_the_same(name: str, document: Any) -> None:
    assert read(answers.as_mie_stored_it(document)) == read(document)
    assert read([answers.as_mie_stored_it(document)]) == read(document)


@pytest.mark.parametrize(("name", "document"), KINDS, ids=IDS)
def test_a_result_that_was_imported_can_be_imported_again(name: str, document: Any) -> None:
    found = one(document)
    assert one(found) == found


def test_numbers_are_numbers_and_texts_that_look_like_numbers_stay_texts() -> None:
    stored = answers.as_mie_stored_it(answers.TEXT)
    assert stored["TextDetections"][0]["TextDetection"]["Confidence"] == "95.5"
    found = one(stored)["TextDetections"][0]["TextDetection"]
    assert (found["Confidence"], found["DetectedText"]) == (95.5, "42.0")
    assert found["Geometry"]["BoundingBox"] == answers.BOX


def test_what_is_not_known_stays_what_is_null_goes_and_http_is_forgotten() -> None:
    told = answers.LABELS | {
        "JobTag": None,
        "Video": {"S3Object": {"Bucket": "b"}},
        "ResponseMetadata": {"RetryAttempts": 0},
    }
    assert one(told) == answers.LABELS | {"Video": {"S3Object": {"Bucket": "b"}}}


def pages() -> list[dict[str, Any]]:
    labels = [answers.label(100 * number, f"L{number}") for number in range(5)]
    return [
        answers.film(Labels=labels[:2], NextToken="a"),
        answers.film(Labels=labels[2:4], NextToken="b"),
        answers.film(Labels=labels[4:]),
    ]


def test_pages_become_one_in_time_order_whether_in_one_file_or_in_several() -> None:
    first, second, third = pages()
    found = one(first, second, third)
    assert [each["Label"]["Name"] for each in found["Labels"]] == ["L0", "L1", "L2", "L3", "L4"]
    assert "NextToken" not in found
    assert found["VideoMetadata"] == answers.VIDEO
    assert one([first, second, third]) == found
    assert one(third, first, second)["Labels"] == found["Labels"]
    lines = b"\n".join(json.dumps(each).encode() for each in (first, second, third))
    assert results_of([File(name="x.jsonl", content=lines)])[0].content == found


def test_pages_that_are_there_twice_are_taken_once() -> None:
    first, second, third = pages()
    again = first | {"NextToken": "another"}
    assert one([first, second, again, second, third]) == one([first, second, third])


def test_labels_that_were_aggregated_by_segments_have_their_start_as_their_time() -> None:
    (found,) = one(answers.SEGMENT_LABELS)["Labels"]
    assert (found["Timestamp"], found["StartTimestampMillis"], found["DurationMillis"]) == (500, 500, 1000)


def test_segments_are_two_results_and_one_can_be_asked_for() -> None:
    found = read(answers.SEGMENTS)
    assert list(found) == ["shotDetection", "technicalCueDetection"]
    assert [each["Type"] for each in found["shotDetection"]["Segments"]] == ["SHOT"]
    assert found["technicalCueDetection"]["SelectedSegmentTypes"] == [{"Type": "TECHNICAL_CUE", "ModelVersion": "2.0"}]
    assert all(problem_of(name, each) == "" for name, each in found.items())
    assert list(read(answers.SEGMENTS, wanted="shotDetection")) == ["shotDetection"]
    nothing = answers.SEGMENTS | {"Segments": [], "SelectedSegmentTypes": [{"Type": "SHOT", "ModelVersion": "2.0"}]}
    assert one(nothing)["Segments"] == []


def test_an_old_transcript_gets_sentences_and_numbers() -> None:
    found = one(answers.TRANSCRIPT)["results"]
    assert found["items"][0] == {
        "id": 0,
        "type": "pronunciation",
        "start_time": 0.04,
        "end_time": 0.5,
        "alternatives": [{"confidence": 0.998, "content": "Hello"}],
    }
    assert found["items"][2]["alternatives"] == [{"confidence": 0, "content": "."}]
    assert found["audio_segments"] == [
        {"id": 0, "transcript": "Hello there.", "start_time": 0.04, "end_time": 0.9, "items": [0, 1, 2]},
        {"id": 1, "transcript": "Again", "start_time": 4.0, "end_time": 4.5, "items": [3]},
    ]


def test_sentences_end_at_marks_silence_and_another_speaker() -> None:
    words = [
        answers.word("One", "0.0", "0.5", speaker_label="spk_0"),
        answers.word("two", "0.5", "1.0", speaker_label="spk_1"),
        answers.word("three", "9.0", "9.5", speaker_label="spk_1"),
        answers.mark("!"),
        answers.word("four", "9.5", "9.9", speaker_label="spk_1"),
    ]
    told = answers.TRANSCRIPT | {"results": {"transcripts": [{"transcript": ""}], "items": words}}
    segments = one(told)["results"]["audio_segments"]
    assert [each["transcript"] for each in segments] == ["One", "two", "three!", "four"]
    assert [each["speaker_label"] for each in segments] == ["spk_0", "spk_1", "spk_1", "spk_1"]


def test_the_transcript_of_silence_is_empty() -> None:
    told = answers.TRANSCRIPT | {"results": {"transcripts": [{"transcript": ""}], "items": []}}
    assert one(told)["results"] == {"transcripts": [{"transcript": ""}], "items": [], "audio_segments": []}


def test_comprehend_as_a_job_writes_it_as_mie_kept_it_and_as_a_batch_answers() -> None:
    line = one(answers.ENTITIES)
    assert (line["LanguageCode"], len(line["Entities"])) == ("und", 1)
    assert json.loads(line["Results"][0]) == answers.ENTITIES
    kept = one({"LanguageCode": "en", "Results": [json.dumps(answers.ENTITIES)]})
    assert kept == line | {"LanguageCode": "en"}
    batch = {"ResultList": [{"Index": 0, "Entities": answers.ENTITIES["Entities"]}], "ErrorList": []}
    assert one(batch)["Entities"] == line["Entities"]


def test_phrases_are_put_together_the_most_frequent_first() -> None:
    found = one(answers.PHRASES)["KeyPhrases"]
    assert [(each["Text"], each["Count"], each["Score"]) for each in found] == [
        ("solar panels", 2, 0.9),
        ("a boat", 1, 0.5),
    ]
    assert [each["BeginOffset"] for each in found[0]["Mentions"]] == [10, 40]


def test_an_answer_of_mies_data_plane_is_taken_out_of_its_wrapping() -> None:
    for operator in ("labelDetection", "whatever"):
        assert one({"asset_id": "a", "operator": operator, "results": answers.LABELS}) == answers.LABELS
    wrapped = {"asset_id": "a", "operator": "TranscribeAudio", "results": answers.TRANSCRIPT}
    assert list(read(wrapped)) == ["TranscribeVideo"]
    words = {"asset_id": "a", "operator": "wordDistribution", "results": {"Results": {"boat": 2}}}
    assert read(words) == {"wordDistribution": {"Results": {"boat": 2}}}


def test_a_search_that_knew_nobody_is_one_when_the_user_says_so() -> None:
    assert list(read(answers.PERSONS)) == ["personTracking"]
    assert list(read(answers.PERSONS, wanted="faceSearch")) == ["faceSearch"]


def test_files_of_several_kinds_become_several_results() -> None:
    found = read(answers.LABELS, answers.TRANSCRIPT, answers.FACES)
    assert list(found) == ["TranscribeVideo", "faceDetection", "labelDetection"]


def changed(document: Any, *path: Any, to: Any) -> Any:
    copy = json.loads(json.dumps(document))
    place = copy
    for each in path[:-1]:
        place = place[each]
    place[path[-1]] = to
    return copy


LABEL = ("Labels", 1, "Label")
WORD = ("results", "items", 0)
BOX = (*LABEL, "Instances", 0, "BoundingBox")


@pytest.mark.parametrize(
    ("documents", "wanted", "sentence"),
    [
        ([changed(answers.LABELS, *LABEL, "Confidence", to="hi")], "", "0.json: Labels[1].Label.Confidence is 'hi'"),
        ([changed(answers.LABELS, *LABEL, "Confidence", to=101)], "", "Labels[1].Label.Confidence is 101: "),
        ([changed(answers.LABELS, *LABEL, to={"Confidence": 5})], "", "Labels[1].Label.Name is missing"),
        ([changed(answers.LABELS, "Labels", 0, "Timestamp", to=-5)], "", "Labels[0].Timestamp is -5: "),
        ([changed(answers.LABELS, *BOX, "Left", to="nan")], "", "BoundingBox.Left is 'nan': input should be a finite"),
        ([answers.film(Labels=[], JobStatus="FAILED", StatusMessage="no film")], "", "JobStatus is FAILED (no film)"),
        ([pages()[0], pages()[1]], "", "0.json and 1 more: every page has a NextToken, so the last one is missing"),
        ([answers.LABELS], "faceDetection", "this becomes labelDetection, not faceDetection"),
        ([answers.LABELS], "labelDetections", "there is no result of that name; did you mean labelDetection?"),
        ([{"Something": 1}], "", "no answer that is known (it holds Something): say which result it is with --as"),
        ([{}], "", "it holds nothing"),
        ([{"AudioEvents": 5}], "audioEvents", "AudioEvents is 5: "),
        ([3], "", "0.json holds a number: a result is a JSON object, or a list of pages"),
        ([[[]]], "", "holds a list in a list"),
        ([answers.LABELS, answers.PICTURE_LABELS], "", "Labels[1].Timestamp is missing"),
        ([answers.TRANSCRIPT, answers.MODERN_TRANSCRIPT], "", "these are 2 answers; an asset has one"),
        (
            [{"File": "x", "Line": n, "Entities": [answers.mention("A", 0.5, n, Type="DATE")]} for n in (0, 1)],
            "",
            "these are 2 answers about 2 texts",
        ),
        ([answers.FACES, answers.PICTURE_FACES], "", "two of the files become faceDetection"),
        ([changed(answers.SEGMENTS, "Segments", 0, "Type", to="SCENE")], "", "a segment has the Type 'SCENE'"),
        ([answers.film(Segments=[])], "", "neither SelectedSegmentTypes nor Segments say what was looked for"),
        ([changed(answers.TRANSCRIPT, *WORD, "start_time", to="soon")], "", "items[0].start_time is 'soon'"),
        ([{"Entities": [answers.mention("A", 0, 0, Type="DATE") | {"Score": "9a"}]}], "", "Entities[0].Score is '9a'"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_refused_with_its_place_and_a_sentence(documents: Any, wanted: str, sentence: str) -> None:
    assert sentence in refusal(*documents, wanted=wanted)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "is empty"),
        (b"{", "is not JSON"),
        (b'{"Labels": NaN}', "it holds NaN"),
        (b'{"Labels": 1e999}', "too large a number"),
        (b"\xff\xfe{}", "is not JSON"),
        (b"\x1f\x8b\x08", "is packed: unpack it"),
        (b"[" * 100_000, "is not JSON"),
    ],
)
def test_a_file_that_is_no_json_is_refused(content: bytes, sentence: str) -> None:
    with pytest.raises(InvalidImport, match=sentence):
        results_of([File(name="x.json", content=content)])


@pytest.mark.thorough
def test_a_hundred_thousand_labels() -> None:
    labels = [answers.label(number, f"L{number % 7}") for number in range(100_000)]
    parts = [
        answers.film(Labels=labels[start : start + 1000], **({"NextToken": "t"} if start < 99_000 else {}))
        for start in range(0, 100_000, 1000)
    ]
    found = one(answers.as_mie_stored_it(parts))["Labels"]
    assert len(found) == 100_000
    assert [each["Timestamp"] for each in found] == list(range(100_000))
    assert found[99_999] == labels[99_999]
    parts[-1]["Labels"][-1] = {"Timestamp": 99_999, "Label": {"Confidence": 5}}
    assert "Labels[99999].Label.Name is missing" in refusal(parts)


def test_what_was_imported_is_exported_as_a_table() -> None:
    results = read(answers.as_mie_stored_it(answers.LABELS), answers.TRANSCRIPT, answers.SEARCH, answers.PHRASES)
    specs = [
        MediaOperator.model_validate(yaml.safe_load(path.read_text())).spec
        for path in OPERATORS.glob("[!_]*/operator.yaml")
    ]
    indexes = {each.result_name: each.index for each in specs if each.index and each.result_name in results}
    rows = "".join(csv_of(Asset(name="film", results=results, indexes=indexes))).splitlines()
    assert "film,label_detection,,Car,0.000,,98.5,0.125,-0.01,0.25,0.5," in rows[-5] + rows[-4] + rows[-3] + "".join(
        rows
    )
    assert any(row.startswith("film,transcribe,,Hello there.,0.040,0.900") for row in rows)
    assert sum(",key_phrases," in row for row in rows) == 3
    assert sum(",face_search," in row for row in rows) == 2


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(
        st.sampled_from(
            ["Labels", "Label", "Timestamp", "Segments", "Type", "Entities", "KeyPhrases", "Text", "Persons", "results",
             "transcripts", "items", "alternatives", "type", "asset_id", "operator", "ResultList", "Results",
             "LanguageCode", "SelectedSegmentTypes", "JobStatus", "FaceMatches", "tracks", "Mentions", "Count", "Score"]
        ),
        inner,
        max_size=4,
    ),
    max_leaves=12,
)  # fmt: skip


@settings(max_examples=400, deadline=None)
@example(document={}, wanted="TranslateWebCaptions")
@given(document=JSON, wanted=st.sampled_from(["", *RESULTS]))
def test_whatever_a_file_holds_is_a_result_of_its_shape_or_refused(document: Any, wanted: str) -> None:
    try:
        found = read(document, wanted=wanted)
    except InvalidImport:
        return
    for name, content in found.items():
        json.dumps(content, allow_nan=False)
        assert problem_of(name, content) == ""


@settings(max_examples=200, deadline=None)
@given(content=st.binary(max_size=200))
def test_whatever_bytes_there_are_only_the_sentence_comes_out(content: bytes) -> None:
    try:
        results_of([File(name="x", content=content)])
    except InvalidImport:
        return
