"""A real clip goes in, right answers come out: what is seen, what is said, when it cuts, who looks into the camera."""

import json
import re
from collections.abc import Iterable
from pathlib import Path

import pytest

from tests.e2e.conftest import Cluster, Manifest, Media
from tests.e2e.rates import word_error_rate
from tests.operators.demo import Clip, demo_clip
from tests.operators.media import fetch

CUT_TOLERANCE_MILLIS = 80
"""Two frames at 25 per second: a cut lies between two pictures."""


@pytest.fixture(scope="module")
def clip() -> Clip:
    return demo_clip()


@pytest.fixture(scope="module")
def report(media: Media, clip: Clip) -> Manifest:
    """The analysis of the demo clip, run once."""
    found = media.analyze(clip.path)
    assert (found["status"], found["exit"]) == ("Complete", 0), found
    return found


def test_every_operator_completes_and_says_how_long_it_took(report: Manifest) -> None:
    assert {one["status"] for one in report["operators"].values()} == {"Complete"}
    assert len(report["operators"]) == 16
    assert all(one["seconds"] > 0 for one in report["operators"].values())


def test_every_cut_is_found_and_nothing_else(report: Manifest, media: Media, clip: Clip) -> None:
    segments = media.result(report["asset"], "shot-detection")["Segments"]
    found = [segment["StartTimestampMillis"] for segment in segments][1:]

    missed = [cut for cut in clip.cuts if not _near(found, cut)]
    invented = [cut for cut in found if not _near(clip.cuts, cut)]

    assert segments[0]["StartTimestampMillis"] == 0
    assert segments[-1]["EndTimestampMillis"] == pytest.approx(clip.seconds * 1000, abs=CUT_TOLERANCE_MILLIS)
    # F1 >= 0.93: one miss or one invention among these fourteen
    assert len(missed) + len(invented) <= 1, (missed, invented)


@pytest.mark.parametrize(
    ("scene", "label"),
    [("astronaut", "Person"), ("chelsea", "Cat"), ("bikes", "Car"), ("coffee", "Cup"), ("motorcycle", "Motorcycle")],
)
def test_things_are_seen_when_they_are_there(
    scene: str, label: str, report: Manifest, media: Media, clip: Clip
) -> None:
    labels = media.result(report["asset"], "label-detection")["Labels"]
    start, end = clip.span(scene)
    times = [one["Timestamp"] for one in labels if label in _names(one["Label"])]

    assert [time for time in times if start <= time < end], f"no {label} between {start} and {end} ms: {times}"


def test_nothing_is_seen_where_nothing_is(report: Manifest, media: Media, clip: Clip) -> None:
    labels = media.result(report["asset"], "label-detection")["Labels"]
    start, end = clip.span("title")

    assert not [
        one for one in labels if start <= one["Timestamp"] < end and one["Label"]["Name"] in ("Person", "Cat", "Car")
    ]


def test_faces_are_found_where_people_look_at_us_and_only_there(report: Manifest, media: Media, clip: Clip) -> None:
    faces = media.result(report["asset"], "face-detection")["Faces"]
    astronaut, title = clip.span("astronaut"), clip.span("title")
    inside = [one for one in faces if astronaut[0] <= one["Timestamp"] < astronaut[1]]
    boxes = [one["Face"]["BoundingBox"] for one in inside]

    assert len(inside) >= 5, "one frame a second for six seconds, one face in each"
    # her face is in the upper third, left of the middle (the picture is centred in a 16:9 frame)
    assert all(0.40 < box["Left"] + box["Width"] / 2 < 0.60 and box["Top"] < 0.3 for box in boxes), boxes
    assert not [one for one in faces if title[0] <= one["Timestamp"] < title[1]]


def test_text_on_screen_is_read_while_it_is_there(report: Manifest, media: Media, clip: Clip) -> None:
    detections = media.result(report["asset"], "text-detection")["TextDetections"]
    for scene in clip.scenes:
        if scene.text:
            start, end = clip.span(scene.name)
            lines = {
                one["TextDetection"]["DetectedText"].upper()
                for one in detections
                if start <= one["Timestamp"] < end and one["TextDetection"]["Type"] == "LINE"
            }
            assert any(scene.text.upper().replace(" ", "") in line.replace(" ", "") for line in lines), (scene, lines)


def test_what_is_said_is_written_down(report: Manifest, media: Media, clip: Clip) -> None:
    result = media.result(report["asset"], "transcribe")["results"]
    (transcript,) = (one["transcript"] for one in result["transcripts"])

    assert result["language_code"].startswith("en")
    assert word_error_rate(clip.words, transcript) <= 0.10
    words = [item for item in result["items"] if item["type"] == "pronunciation"]
    starts = [item["start_time"] for item in words]
    assert starts == sorted(starts)
    best = next(item for item in words if item["alternatives"][0]["content"].lower().startswith("best"))
    assert 6.0 < best["start_time"] < 10.0, "'the best of times' is among the first words after six seconds"


def test_captions_say_the_same_in_time(report: Manifest, media: Media, clip: Clip) -> None:
    captions = media.result(report["asset"], "captions")["WebCaptions"]
    text = " ".join(one["caption"] for one in captions)

    assert word_error_rate(clip.words, text) <= 0.10
    assert all(one["start"] < one["end"] <= clip.seconds + 0.5 for one in captions)


def test_subtitles_keep_broadcast_line_lengths(report: Manifest, media: Media, tmp_path: Path) -> None:
    done = media("download", report["asset"], "CaptionsVTT", "--output", tmp_path / "captions.vtt")
    assert done.returncode == 0, done.stderr
    blocks = (tmp_path / "captions.vtt").read_text(encoding="utf-8").strip().split("\n\n")

    assert blocks[0].startswith("WEBVTT")
    lines = [line for block in blocks[1:] for line in block.split("\n") if "-->" not in line and not line.isdecimal()]
    assert lines
    assert all(len(line) <= 42 for line in lines), lines


def test_sound_is_told_apart(report: Manifest, media: Media, clip: Clip) -> None:
    events = media.result(report["asset"], "audio-events")["AudioEvents"]
    speech = [one for one in events if one["Type"] == "Speech"]
    longest = max(speech, key=lambda one: one["DurationMillis"])

    assert 6_000 <= longest["StartTimestampMillis"] <= 9_000, "somebody reads from six seconds on"
    assert longest["EndTimestampMillis"] > 45_000


def test_still_pictures_are_frozen_and_moving_ones_are_not(report: Manifest, media: Media, clip: Clip) -> None:
    segments = media.result(report["asset"], "technical-cues")["Segments"]
    frozen = [
        (one["StartTimestampMillis"], one["EndTimestampMillis"])
        for one in segments
        if one["TechnicalCueSegment"]["Type"] == "Freeze"
    ]
    title, bikes = clip.span("title"), clip.span("bikes")

    assert any(abs(start - title[0]) < 200 and abs(end - title[1]) < 200 for start, end in frozen), frozen
    assert not [one for one in frozen if one[0] < bikes[1] - 500 and one[1] > bikes[0] + 500], frozen


def test_nobody_is_alarmed_by_a_harmless_film(report: Manifest, media: Media) -> None:
    assert media.result(report["asset"], "content-moderation")["ModerationLabels"] == []


def test_the_language_and_the_mood_are_those_of_the_text(report: Manifest, media: Media) -> None:
    languages = media.result(report["asset"], "language-identification")["Languages"]
    mood = media.result(report["asset"], "sentiment")

    assert languages[0]["LanguageCode"] == "en"
    assert mood["Sentiment"] in ("MIXED", "NEUTRAL"), "the best of times, the worst of times"
    assert {one["Sentiment"] for one in mood["Sentences"]} >= {"MIXED", "NEUTRAL"}


def test_entities_and_words_come_from_the_transcript(report: Manifest, media: Media) -> None:
    entities = json.loads(media.result(report["asset"], "entities")["Results"][0])["Entities"]
    counts = media.result(report["asset"], "word-distribution")["Results"]

    assert all(0 <= one["BeginOffset"] < one["EndOffset"] for one in entities)
    assert counts["times"] >= 2
    assert counts["best"] == 1


def test_media_info_and_proxy_describe_the_source(
    report: Manifest, media: Media, cluster: Cluster, namespace: str
) -> None:
    tracks = {one["track_type"]: one for one in media.result(report["asset"], "mediainfo")["tracks"]}
    assert (tracks["Video"]["width"], tracks["Video"]["height"]) == (1280, 720)
    assert float(tracks["General"]["duration"]) == pytest.approx(60_000, abs=200)

    asset = cluster.get("mediaassets", report["asset"], namespace)
    assert asset is not None
    files = {one["media"] for folder in asset["status"]["results"] for one in folder.get("files", ())}
    assert {"ProxyEncode", "Frames", "Thumbnail", "Poster", "Sprites", "SpritesVTT"} <= files
    assert {"Audio", "CaptionsVTT", "CaptionsSRT"} <= files


def test_statuses_stay_small(report: Manifest, cluster: Cluster, namespace: str) -> None:
    execution = cluster.get("mediaexecutions", report["execution"], namespace)
    asset = cluster.get("mediaassets", report["asset"], namespace)

    assert execution is not None
    assert asset is not None
    assert len(json.dumps(execution["status"])) <= 32 * 1024
    assert len(json.dumps(asset["status"])) <= 8 * 1024
    assert execution["status"]["progress"] == "16/16"


def test_a_corrupt_film_fails_with_a_sentence(media: Media, clip: Clip, tmp_path: Path) -> None:
    file = tmp_path / "half a film – é.mp4"
    whole = clip.path.read_bytes()
    file.write_bytes(re.sub(rb"moov", b"\0\0\0\0", whole)[: len(whole) // 2])

    report = media.analyze(file)

    assert report["status"] == "Error"
    assert report["exit"] != 0
    assert len(report["message"]) > 20
    assert report["operators"]["proxy"]["status"] == "Error"
    assert report["operators"]["label-detection"]["status"] == "Not Started"


def test_an_image_goes_through_the_same_workflow(media: Media) -> None:

    report = media.analyze(fetch("chelsea"))

    assert report["status"] == "Complete", report
    assert report["operators"]["transcribe"]["status"] == "Skipped"
    labels = media.result(report["asset"], "label-detection")["Labels"]
    assert any("Cat" in _names(label) for label in labels)


def _names(label: Manifest) -> set[str]:
    return {label["Name"], *(parent["Name"] for parent in label.get("Parents", ()))}


def _near(times: Iterable[float], wanted: float) -> bool:
    return any(abs(time - wanted) <= CUT_TOLERANCE_MILLIS for time in times)
