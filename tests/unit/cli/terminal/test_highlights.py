"""What the summary tells, from results in MIE's shapes; and that no result can break it."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from media_insights.cli.terminal import copies, highlights, spoken
from media_insights.cli.terminal.outcome import Outcome
from media_insights.cli.terminal.spans import read, spans_of, timecode
from media_insights.cli.terminal.summary import print_summary

VIDEO: dict[str, Any] = {
    "labelDetection": {
        "VideoMetadata": {"DurationMillis": 60000},
        "Labels": [
            {"Timestamp": 0, "Label": {"Name": "Cat", "Confidence": 80}},
            {"Timestamp": 1000, "Label": {"Name": "Cat", "Confidence": 90}},
            {"Timestamp": 9000, "Label": {"Name": "Cat", "Confidence": 70}},
            {"Timestamp": 2000, "Label": {"Name": "Cup", "Confidence": 60}},
        ],
    },
    "faceDetection": {"Faces": [{"Timestamp": 1000, "Face": {}}, {"Timestamp": 1000, "Face": {}}]},
    "textDetection": {
        "TextDetections": [
            {"Timestamp": 0, "TextDetection": {"DetectedText": "Hello you", "Type": "LINE", "Confidence": 99}},
            {"Timestamp": 0, "TextDetection": {"DetectedText": "Hello", "Type": "WORD", "Confidence": 99}},
        ]
    },
    "TranscribeVideo": {"results": {"transcripts": [{"transcript": "It was."}], "language_code": "en"}},
    "entities": {
        "Results": ['{"Entities": [{"Text": "Paris", "Type": "LOCATION"}, {"Text": "Paris", "Type": "LOCATION"}]}']
    },
    "shotDetection": {"Segments": [{"StartTimestampMillis": 0, "EndTimestampMillis": 6000}]},
    "WebCaptions": {"WebCaptions": [{}, {}]},
}


def test_labels_are_told_with_their_best_confidence_and_their_times() -> None:
    cat, cup = highlights.labels_of(VIDEO)

    assert (cat.name, cat.confidence, cat.count, cat.spans) == ("Cat", 90, 3, ((0, 1), (9, 9)))
    assert (cup.name, cup.spans) == ("Cup", ((2, 2),))


def test_text_is_told_by_lines() -> None:
    assert [each.name for each in highlights.texts_of(VIDEO)] == ["Hello you"]


def test_text_is_told_by_tracks_where_there_are_any() -> None:
    tracks = [
        {"DetectedText": "NEWS", "StartTimestamp": 0, "EndTimestamp": 5000, "FrameCount": 5, "Confidence": 90},
        {"DetectedText": "NEWS", "StartTimestamp": 20000, "EndTimestamp": 22000, "FrameCount": 2, "Confidence": 95},
        {"DetectedText": "At ten", "StartTimestamp": 0, "EndTimestamp": 1000, "FrameCount": 1, "Confidence": 99},
    ]
    news, ten = highlights.texts_of({"textDetection": {**VIDEO["textDetection"], "TextTracks": tracks}})

    assert (news.name, news.confidence, news.count, news.spans) == ("NEWS", 95, 7, ((0, 5), (20, 22)))
    assert (ten.name, ten.spans) == ("At ten", ((0, 1),))


def test_the_rest_of_a_film() -> None:
    faces = highlights.faces_of(VIDEO)

    assert faces is not None
    assert (faces.sightings, faces.most_at_once) == (2, 2)
    assert highlights.duration_of(VIDEO) == 60
    assert spoken.transcript_of(VIDEO) == ("It was.", "en")
    assert spoken.entities_of(VIDEO) == [("Paris", "LOCATION", 2)]
    assert highlights.shots_of(VIDEO) == [(0, 6)]
    assert spoken.captions_of(VIDEO) == 2


MORE: dict[str, Any] = {
    "faceSearch": {
        "Persons": [
            {"Timestamp": 0, "FaceMatches": [{"Similarity": 97, "Face": {"ExternalImageId": "Jane Doe"}}]},
            {"Timestamp": 1000, "FaceMatches": []},
        ]
    },
    "contentModeration": {
        "ModerationLabels": [
            {"Timestamp": 2000, "ModerationLabel": {"Name": "Alcohol", "ParentName": "", "Confidence": 60}},
            {"Timestamp": 2000, "ModerationLabel": {"Name": "Wine", "ParentName": "Alcohol", "Confidence": 60}},
        ]
    },
    "technicalCueDetection": {
        "Segments": [
            {"StartTimestampMillis": 0, "EndTimestampMillis": 900, "TechnicalCueSegment": {"Type": "BlackFrames"}},
            {"StartTimestampMillis": 0, "EndTimestampMillis": 900, "TechnicalCueSegment": {"Type": "Silence"}},
        ]
    },
    "audioEvents": {
        "AudioEvents": [
            {"Type": "Speech", "StartTimestampMillis": 0, "EndTimestampMillis": 1500},
            {"Type": "Speech", "StartTimestampMillis": 3000, "EndTimestampMillis": 4000},
        ]
    },
    "sentiment": {"Sentiment": "POSITIVE", "SentimentScore": {"Positive": 0.81, "Negative": 0.1}},
    "personTracking": {
        "Persons": [
            {"Timestamp": 0, "Person": {"Index": 0}},
            {"Timestamp": 200, "Person": {"Index": 0}},
            {"Timestamp": 200, "Person": {"Index": 1}},
            {"Timestamp": 9000, "Person": {"Index": 2}},
        ],
        "Tracks": [{"Index": 0}, {"Index": 1}, {"Index": 2}],
    },
    "summary": {"Summary": "A lamp\nis bought.", "Topics": [{"Name": "The lamp"}, {"Name": 5}]},
    "redaction": {
        "File": "redacted.mp4",
        "Covered": [{"Type": "Face", "Sights": 7, "Tracks": 2}, {"Type": "Word", "Sights": 1}],
        "Frames": 30,
        "CoveredFrames": 25,
    },
    "hls": {"Playlist": "hls.m3u8", "Renditions": [{"Width": 320, "Height": 180}], "Audio": {"File": "hls-audio.mp4"}},
}


def test_known_people_are_told_by_name_and_strangers_are_not() -> None:
    (jane,) = highlights.people_of(MORE)
    (face,) = highlights.people_of({"faceSearch": {"FaceMatches": [{"Face": {"ExternalImageId": "John"}}]}})

    assert (jane.name, jane.confidence, jane.spans) == ("Jane Doe", 97, ((0, 0),))
    assert (face.name, face.spans) == ("John", ())


def test_moderation_tells_reasons_without_their_groups_and_whether_anybody_looked() -> None:
    found = highlights.moderation_of(MORE)

    assert found is not None
    assert [each.name for each in found] == ["Wine"]
    assert highlights.moderation_of({"contentModeration": {"ModerationLabels": []}}) == []
    assert highlights.moderation_of({}) is None


def test_cues_and_sounds_are_stretches_by_kind_and_the_mood_is_a_word() -> None:
    assert highlights.cues_of(MORE) == {"BlackFrames": [(0, 0.9)]}
    assert highlights.sounds_of(MORE) == {"Speech": [(0, 1.5), (3, 4)]}
    assert spoken.mood_of(MORE) == "positive (81 %)"
    assert spoken.mood_of({"sentiment": {"Sentiment": ""}}) == ""


def test_persons_are_counted_by_appearance_and_without_tracks_by_number() -> None:
    tracked = highlights.persons_of(MORE)
    imported = highlights.persons_of({"personTracking": {"Persons": MORE["personTracking"]["Persons"][:3]}})
    nobody = highlights.persons_of({"personTracking": {"Persons": []}})

    assert tracked is not None
    assert (tracked.count, tracked.most_at_once, tracked.spans) == (3, 2, ((0, 0.2), (9, 9)))
    assert imported is not None
    assert imported.count == 2
    assert nobody is not None
    assert (nobody.count, nobody.most_at_once, nobody.spans) == (0, 0, ())
    assert highlights.persons_of({}) is None


def test_a_text_is_summed_up_with_its_topics() -> None:
    digest = spoken.digest_of(MORE)

    assert digest is not None
    assert (digest.text, digest.topics) == ("A lamp is bought.", ("The lamp",))
    assert spoken.digest_of({"summary": {"Summary": "", "Topics": []}}) is None


def test_copies_are_told_with_the_medium_by_which_they_are_downloaded() -> None:
    assert [(each.medium, each.file, each.about) for each in copies.copies_of(MORE)] == [
        ("RedactedVideo", "redacted.mp4", "7 × face, 1 × word, in 25 of 30 pictures"),
        ("HlsPlaylist", "hls.m3u8", "320×180, sound"),
    ]
    picture = {"redaction": {"File": "redacted.jpg", "Covered": [{"Type": "Text", "Sights": 0}]}}
    assert [(each.medium, each.about) for each in copies.copies_of(picture)] == [("RedactedImage", "0 × text")]
    assert copies.copies_of({}) == []


def test_what_is_in_a_film_is_neither_markup_nor_an_order_to_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    sign = {"DetectedText": "[/b] [red]SALE :smile: \x1b[2J", "Confidence": 99, "FrameCount": 1e400}
    outcome = Outcome(asset="clip", namespace="", execution="", status="Complete")
    print_summary(outcome, {**VIDEO, **MORE, "textDetection": {"TextTracks": [sign], "TextDetections": []}})
    told = capsys.readouterr().out

    assert "[/b] [red]SALE :smile: [2J" in told
    for line in ("Persons", "3 appearances, at most 2 at once: 0:00, 0:09", "A lamp is bought.", "redacted.mp4"):
        assert line in told


def test_a_long_summary_is_told_in_two_lines(capsys: pytest.CaptureFixture[str]) -> None:
    outcome = Outcome(asset="clip", namespace="", execution="", status="Complete")
    print_summary(outcome, {"summary": {"Summary": "word " * 500}})
    _, title, *lines = capsys.readouterr().out.splitlines()

    assert title == "Summary"
    assert len(lines) == 2
    assert lines[1].rstrip().endswith("word …")


def test_a_still_picture_has_no_times() -> None:
    image = {"labelDetection": {"Labels": [{"Name": "Cat", "Confidence": 80}]}, "faceDetection": {"FaceDetails": [{}]}}

    (cat,) = highlights.labels_of(image)
    faces = highlights.faces_of(image)

    assert (cat.name, cat.spans) == ("Cat", ())
    assert faces is not None
    assert (faces.sightings, faces.spans) == (1, ())


KEYS = [
    *("Labels", "Label", "Timestamp", "Faces", "results", "Results", "tracks", "Persons", "FaceMatches", "Face"),
    *("ModerationLabels", "Segments", "TechnicalCueSegment", "AudioEvents", "Type", "Sentiment", "SentimentScore"),
    *("Person", "Tracks", "Topics", "Summary", "File", "Covered", "Playlist", "Renditions", "TextTracks"),
]
JSON = st.recursive(
    st.none() | st.booleans() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner),
    max_leaves=12,
)


@given(st.dictionaries(st.sampled_from([*VIDEO, *MORE, "Mediainfo"]), JSON))
def test_no_result_breaks_the_summary(results: dict[str, Any]) -> None:
    for each in (
        highlights.labels_of,
        highlights.texts_of,
        highlights.faces_of,
        spoken.transcript_of,
        spoken.entities_of,
        highlights.shots_of,
        spoken.captions_of,
        highlights.duration_of,
        highlights.picture_of,
        highlights.people_of,
        highlights.moderation_of,
        highlights.cues_of,
        highlights.sounds_of,
        spoken.mood_of,
        spoken.digest_of,
        highlights.persons_of,
        copies.copies_of,
    ):
        each(results)


def test_times_are_joined_and_read() -> None:
    assert spans_of([5, 1, 2, 30]) == [(1, 2), (5, 5), (30, 30)]
    assert read([(1, 2), (5, 5), (30, 30)], most=2) == "0:01–0:02, 0:05 +1 more"
    assert timecode(3725) == "1:02:05"


@pytest.mark.parametrize("results", [{}, {"entities": {"Results": ["no JSON"]}}, {"Mediainfo": {"tracks": [{}]}}])
def test_nothing_is_told_of_nothing(results: dict[str, Any]) -> None:
    assert highlights.labels_of(results) == []
    assert highlights.duration_of(results) is None
    assert spoken.entities_of(results) == []


def test_a_translation_is_told_with_its_language_and_what_it_is_worth() -> None:
    drafted = {"TranslatedText": "Fue.", "TargetLanguageCode": "es", "Engine": "apertium"}
    assert spoken.translation_of({"Translate": drafted}) == ("Fue.", "es, a rule-based draft")
    assert spoken.translation_of({"Translate": {**drafted, "Engine": "neural"}}) == ("Fue.", "es")
    assert spoken.translation_of({}) is None
    collection = {"CaptionsCollection": [drafted, {"TargetLanguageCode": "de", "Engine": "neural"}]}
    told = spoken.translated_captions_of({"TranslateWebCaptions": collection})
    assert told == ["es, a rule-based draft", "de"]
