"""Exports are read back by somebody else's parsers; times are exact to the frame."""

import csv
import io
import itertools
import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import opentimelineio as otio
import pytest
import webvtt
import yaml
from hypothesis import given
from hypothesis import strategies as st

from media_insights.api.v1alpha1.operator_index import Index
from media_insights.exports.assets import Asset, Missing, Unfit
from media_insights.exports.formats import EXPORTS, ExportFormat
from media_insights.exports.rates import NTSC, Rate, exact_rate, rate_of

OPERATORS = Path(__file__).parents[3] / "operators-images"
FOLDERS = {
    "labelDetection": "label-detection",
    "textDetection": "text-detection",
    "TranscribeVideo": "transcribe",
    "shotDetection": "shot-detection",
    "sentiment": "sentiment",
}
BOX = {"Left": 0.25, "Top": 0.5, "Width": 0.125, "Height": 0.1}
LABELS = {
    "Labels": [
        {"Timestamp": at, "Label": {"Name": name, "Confidence": sure, "Instances": [], "Parents": []}}
        for at, name, sure in ((0, "Cat", 90.0), (1000, "Cat", 95.5), (1000, "Sofa, red", 60.0), (5000, "Cat", 80.0))
    ]
}
TEXTS = {
    "VideoMetadata": {"FrameWidth": 1280, "FrameHeight": 720},
    "TextDetections": [
        {
            "Timestamp": 1000,
            "TextDetection": {
                "DetectedText": 'a --> b\n"&<i>',
                "Type": "LINE",
                "Id": 0,
                "Confidence": 88.0,
                "Geometry": {"BoundingBox": BOX},
            },
        }
    ],
}
SPEECH = {
    "jobName": "j",
    "status": "COMPLETED",
    "results": {
        "language_code": "en",
        "transcripts": [{"transcript": "Hello there."}],
        "items": [
            {
                "id": 0,
                "type": "pronunciation",
                "start_time": 1.0,
                "end_time": 1.5,
                "alternatives": [{"content": "Hello", "confidence": 0.8}],
            }
        ],
        "audio_segments": [
            {
                "id": 0,
                "transcript": "Hello there.",
                "start_time": 1.0,
                "end_time": 2.345,
                "items": [0],
                "speaker_label": "spk_1",
            }
        ],
    },
}


def index_of(name: str) -> Index:
    manifest = yaml.safe_load((OPERATORS / FOLDERS[name] / "operator.yaml").read_text("utf-8"))
    return Index.model_validate(manifest["spec"]["index"])


def shots(rate: Fraction, *cuts: int, counted: bool = True) -> dict[str, Any]:
    """Return a result of shots between the cuts, which are frame numbers."""
    segments = []
    for number, (start, end) in enumerate(itertools.pairwise(cuts)):
        first, last = round(start * 1000 / rate), round(end * 1000 / rate)
        frames = {"StartFrameNumber": start, "EndFrameNumber": end} if counted else {}
        segments.append(
            {
                "Type": "SHOT",
                "StartTimestampMillis": first,
                "EndTimestampMillis": last,
                "DurationMillis": last - first,
                "ShotSegment": {"Index": number, "Confidence": 99.5},
                **frames,
            }
        )
    return {"Segments": segments, "VideoMetadata": [{"FrameRate": round(float(rate), 3)}]}


def mediainfo(rate: float, timecode: str = "") -> dict[str, Any]:
    tracks: list[dict[str, Any]] = [
        {"track_type": "General", "duration": 10000},
        {"track_type": "Video", "frame_rate": rate, "width": 1280, "height": 720},
    ]
    if timecode:
        tracks.append({"track_type": "Other", "time_code_of_first_frame": timecode})
    return {"tracks": tracks}


def asset(**results: Any) -> Asset:
    return Asset(
        name="film",
        uid="u-1",
        source="s3://bucket/film 1.mp4",
        file="film 1.mp4",
        results=results,
        indexes={name: index_of(name) for name in results if name in FOLDERS},
    )


def text(asset_: Asset, format_: str) -> str:
    return "".join(EXPORTS[ExportFormat(format_)](asset_))


def rows(asset_: Asset) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text(asset_, "csv"), newline="")))


def cues(asset_: Asset) -> list[tuple[str, str, Any]]:
    found = webvtt.from_string(text(asset_, "webvtt-metadata"))
    return [(cue.start, cue.end, json.loads(cue.raw_text)) for cue in found.captions]


def test_every_moment_is_a_row() -> None:
    found = rows(asset(labelDetection=LABELS, textDetection=TEXTS, TranscribeVideo=SPEECH))
    assert [(row["operator"], row["name"], row["start"], row["end"], row["confidence"]) for row in found] == [
        ("transcribe", "Hello there.", "1.000", "2.345", ""),
        ("label_detection", "Cat", "0.000", "", "90"),
        ("label_detection", "Cat", "1.000", "", "95.5"),
        ("label_detection", "Sofa, red", "1.000", "", "60"),
        ("label_detection", "Cat", "5.000", "", "80"),
        ("text_detection", 'a --> b\n"&<i>', "1.000", "", "88"),
    ]
    assert (found[-1]["asset"], found[-1]["kind"], found[-1]["left"], found[-1]["height"]) == (
        "film",
        "LINE",
        "0.25",
        "0.1",
    )
    assert json.loads(found[-1]["boxes"]) == [[0.25, 0.5, 0.125, 0.1]]


def test_a_result_in_pages_is_one() -> None:
    later = [each | {"Timestamp": 60_000 + number} for number, each in enumerate(LABELS["Labels"])]
    first, second = {**LABELS, "NextToken": "x"}, {**LABELS, "Labels": later}
    assert len(rows(asset(labelDetection=[first, second]))) == 2 * len(LABELS["Labels"])
    assert len(rows(asset(labelDetection=[first, {**first, "NextToken": "y"}, second]))) == 2 * len(LABELS["Labels"])


def test_cues_say_what_is_seen_and_said_and_never_overlap() -> None:
    found = cues(asset(labelDetection=LABELS, textDetection=TEXTS, TranscribeVideo=SPEECH))
    assert [(start, end) for start, end, _ in found] == [
        ("00:00:00.000", "00:00:01.000"),
        ("00:00:01.000", "00:00:02.000"),
        ("00:00:02.000", "00:00:02.345"),
        ("00:00:05.000", "00:00:06.000"),
    ]
    names = [{key: [item["name"] for item in items] for key, items in told.items()} for _, _, told in found]
    assert names == [
        {"label_detection": ["Cat"]},
        {"label_detection": ["Cat", "Sofa, red"], "text_detection": ['a --> b\n"&<i>'], "transcribe": ["Hello there."]},
        {"transcribe": ["Hello there."]},
        {"label_detection": ["Cat"]},
    ]
    assert found[1][2]["text_detection"][0]["boxes"] == [[0.25, 0.5, 0.125, 0.1]]


@given(st.lists(st.tuples(st.integers(0, 20000), st.text(min_size=1, max_size=8)), min_size=1, max_size=12))
def test_any_label_survives_a_cue(seen: list[tuple[int, str]]) -> None:
    labels = [{"Timestamp": at, "Label": {"Name": name, "Confidence": 50}} for at, name in seen]
    found = cues(asset(labelDetection={"Labels": labels}))
    told = {item.get("name", "") for _, _, each in found for item in each["label_detection"]}
    assert told == {name for _, name in seen}
    assert all(start < end for start, end, _ in found)
    assert all(one[1] <= two[0] for one, two in itertools.pairwise(found))


CUTS = (0, 1, 1798, 1800, 17982, 107892, 107893)
"""Around the minutes at which drop-frame leaves numbers out, and an hour."""
RATES = (Fraction(24), Fraction(25), Fraction(30), Fraction(50), Fraction(60), *NTSC[:2], NTSC[3])


@pytest.mark.parametrize("counted", [True, False])
@pytest.mark.parametrize("rate", RATES)
def test_an_edl_is_read_back_to_the_frame(rate: Fraction, counted: bool) -> None:  # noqa: FBT001
    film = asset(Mediainfo=mediainfo(round(float(rate), 3)), shotDetection=shots(rate, *CUTS, counted=counted))
    read = otio.adapters.read_from_string(text(film, "edl"), "cmx_3600", rate=float(rate))
    clips = list(read.tracks[0].find_clips())
    ranges = [each.source_range for each in clips]
    found = [(round(each.start_time.value), round(each.end_time_exclusive().value)) for each in ranges]
    assert found == list(itertools.pairwise(CUTS))
    assert {each.name for each in clips} == {"film 1.mp4"}


@pytest.mark.parametrize(
    ("rate", "timecode", "header", "source"),
    [
        (29.97, "", "FCM: DROP FRAME", "00:00:59;28 00:01:00;02"),
        (29.97, "01:00:00;00", "FCM: DROP FRAME", "01:00:59;28 01:01:00;02"),
        (29.97, "01:00:00:00", "FCM: NON-DROP FRAME", "01:00:59:28 01:01:00:00"),
        (23.976, "10:00:00:12", "FCM: NON-DROP FRAME", "10:01:15:10 10:01:15:12"),
    ],
)
def test_source_times_are_the_film_s_own(rate: float, timecode: str, header: str, source: str) -> None:
    film = asset(Mediainfo=mediainfo(rate, timecode), shotDetection=shots(exact_rate(rate), 0, 1798, 1800))
    lines = text(film, "edl").splitlines()
    assert lines[:2] == ["TITLE: film", header]
    assert f"002  AX       V     C        {source} " in lines[6]


@pytest.mark.parametrize("rate", [*RATES, Fraction("12.5")])
def test_a_timeline_is_read_back_to_the_frame(rate: Fraction) -> None:
    film = asset(Mediainfo=mediainfo(round(float(rate), 3)), shotDetection=shots(rate, *CUTS))
    read = otio.adapters.read_from_string(text(film, "otio"), "otio_json")
    clips = list(read.tracks[0].find_clips())
    assert [(each.source_range.start_time.value, each.source_range.duration.value) for each in clips] == [
        (start, end - start) for start, end in itertools.pairwise(CUTS)
    ]
    assert {each.source_range.duration.rate for each in clips} == {float(rate)}
    assert clips[0].media_reference.target_url == "s3://bucket/film 1.mp4"
    assert [read.range_of_child(each).start_time.value for each in clips] == list(CUTS[:-1])


def test_what_no_shot_covers_is_a_gap() -> None:
    result = shots(Fraction(25), 0, 25, 50, 75)
    del result["Segments"][1]
    read = otio.adapters.read_from_string(text(asset(shotDetection=result), "otio"), "otio_json")
    track = read.tracks[0]
    assert [(type(each).__name__, each.duration().value) for each in track] == [("Clip", 25), ("Gap", 25), ("Clip", 25)]


@given(st.sampled_from(RATES), st.integers(0, 24 * 3600 * 23))
def test_timecodes_are_those_of_opentimelineio(rate: Fraction, frame: int) -> None:
    drop = rate in (NTSC[1], NTSC[3])
    ours = Rate(exact=rate, drop=drop)
    theirs = otio.opentime.to_timecode(otio.opentime.RationalTime(frame, float(rate)), float(rate), drop_frame=drop)
    assert ours.timecode(frame) == theirs
    assert ours.number(theirs) == frame


def test_a_rate_without_timecode_is_refused_with_the_way_out() -> None:
    film = asset(Mediainfo=mediainfo(12.5), shotDetection=shots(Fraction("12.5"), 0, 5))
    with pytest.raises(Unfit, match=r"12\.5 frames a second have no timecode: use --as otio"):
        text(film, "edl")


def test_mediainfo_s_rate_wins_over_the_one_that_shots_were_counted_with() -> None:
    assert rate_of(asset(Mediainfo=mediainfo(25), shotDetection=shots(NTSC[0], 0, 5))).exact == 25
    assert rate_of(asset(shotDetection=shots(NTSC[0], 0, 5))).exact == NTSC[0]


def test_insights_have_video_indexer_s_names() -> None:
    sentence = {
        "Text": "Hello there.",
        "Score": 0.75,
        "BeginOffset": 0,
        "EndOffset": 12,
        "StartTime": 1.0,
        "EndTime": 2.5,
    }
    scores = {"Positive": 0.75, "Negative": 0, "Neutral": 0.25, "Mixed": 0}
    feeling = {"Sentiment": "POSITIVE", "SentimentScore": scores}
    film = asset(
        Mediainfo=mediainfo(25),
        labelDetection=LABELS,
        textDetection=TEXTS,
        TranscribeVideo=SPEECH,
        shotDetection=shots(Fraction(25), 0, 50, 250),
        sentiment={"LanguageCode": "en", **feeling, "Sentences": [{**sentence, **feeling}]},
    )
    found = json.loads(text(film, "video-indexer"))
    insights = found["videos"][0]["insights"]
    time = {"adjustedStart": "0:00:01", "adjustedEnd": "0:00:02.345", "start": "0:00:01", "end": "0:00:02.345"}
    line = {"id": 1, "text": "Hello there.", "confidence": 0.8, "speakerId": 2, "language": "en", "instances": [time]}
    assert insights["transcript"] == [line]
    cat = insights["labels"][0]
    assert [(each["start"], each["end"], each["confidence"]) for each in cat["instances"]] == [
        ("0:00:00", "0:00:02", 0.955),
        ("0:00:05", "0:00:06", 0.8),
    ]
    read = insights["ocr"][0]
    assert [read[side] for side in ("left", "top", "width", "height")] == [320, 360, 160, 72]
    assert [each["instances"][0]["duration"] for each in insights["shots"]] == ["0:00:02", "0:00:08"]
    assert insights["sentiments"][0]["sentimentType"] == "Positive"
    assert (insights["scenes"], insights["faces"], insights["keywords"]) == ([], [], [])
    assert found["durationInSeconds"] == 10
    summary = found["summarizedInsights"]
    assert summary["labels"][0]["appearances"][1]["startSeconds"] == 5
    assert summary["sentiments"][0]["sentimentKey"] == "Positive"


def test_text_that_was_followed_is_told_with_its_stretches() -> None:
    facts = {"DetectedText": "NEWS", "Type": "LINE", "BoundingBox": BOX, "FrameCount": 5}
    tracks = [
        {**facts, "StartTimestamp": 0, "EndTimestamp": 5000, "Confidence": 80.0},
        {**facts, "StartTimestamp": 9000, "EndTimestamp": 9500, "Confidence": 90.0},
    ]
    followed = {**TEXTS, "TextTracks": tracks}
    (read,) = json.loads(text(asset(Mediainfo=mediainfo(25), textDetection=followed), "video-indexer"))["videos"][0][
        "insights"
    ]["ocr"]
    assert (read["text"], read["confidence"], read["left"]) == ("NEWS", 0.9, 320)
    assert [(each["start"], each["end"]) for each in read["instances"]] == [
        ("0:00:00", "0:00:05"),
        ("0:00:09", "0:00:09.5"),
    ]
    found = [(row["name"], row["start"], row["end"]) for row in rows(asset(textDetection=followed))]
    assert found == [("NEWS", "0.000", "5.000"), ("NEWS", "9.000", "9.500")]


@pytest.mark.parametrize(
    ("format_", "results", "operator"),
    [
        ("edl", {"Mediainfo": mediainfo(25)}, "shot-detection"),
        ("otio", {"Mediainfo": mediainfo(25)}, "shot-detection"),
        ("otio", {"shotDetection": {"Segments": []}}, "mediainfo"),
        ("csv", {}, "full-analysis"),
        ("webvtt-metadata", {"Mediainfo": mediainfo(25)}, "label-detection"),
        ("video-indexer", {"Mediainfo": mediainfo(25)}, "transcribe"),
    ],
)
def test_what_is_missing_is_named_with_who_makes_it(format_: str, results: dict[str, Any], operator: str) -> None:
    with pytest.raises(Missing, match=operator):
        text(asset(**results), format_)


def test_a_result_of_another_shape_is_named() -> None:
    with pytest.raises(Unfit, match=r"shotDetection of film cannot be read: .*Segments"):
        text(asset(Mediainfo=mediainfo(25), shotDetection={"Shots": []}), "edl")


def test_a_result_of_a_newer_schema_is_refused() -> None:
    newer = Asset(name="film", results={"shotDetection": {"Segments": []}}, versions={"shotDetection": 7})
    with pytest.raises(Unfit, match=r"shotDetection of film cannot be read: it has version 7 of its schema"):
        list(EXPORTS[ExportFormat.EDL](newer))


@pytest.mark.parametrize("format_", list(ExportFormat))
def test_the_same_results_give_the_same_text(format_: ExportFormat) -> None:
    captions = {"WebCaptions": [{"start": 1, "end": 2, "caption": "Hello there.", "wordConfidence": []}]}
    results = {"labelDetection": LABELS, "TranscribeVideo": SPEECH, "WebCaptions": captions}
    film = asset(**results, shotDetection=shots(NTSC[0], 0, 10, 20))
    assert text(film, format_) == text(film, format_)
