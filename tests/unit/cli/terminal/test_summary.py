"""The summary prints the digest; nothing in a result reaches the terminal as an order."""

from typing import Any

import pytest

from media_insights.cli.terminal.outcome import Outcome
from media_insights.cli.terminal.summary import print_summary
from media_insights.results.digest.digesting import digest_of
from tests.unit.results.digest.documents import MORE, VIDEO, track

OUTCOME = Outcome(asset="clip", namespace="", execution="", status="Complete")


def summary(capsys: pytest.CaptureFixture[str], results: dict[str, Any]) -> str:
    print_summary(OUTCOME, digest_of(results))
    return capsys.readouterr().out


def test_text_in_a_video_is_neither_markup_nor_an_order_to_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    sign = track("[/b] [red]SALE :smile: \x1b[2J", 0, 1000, 1, 99)
    printed = summary(capsys, VIDEO | {"textDetection": {"TextTracks": [sign], "TextDetections": []}})

    assert r"[/b] [red]SALE :smile: \x1b[2J" in printed


def test_everything_that_a_digest_knows_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    printed = summary(capsys, VIDEO | MORE)

    for line in (
        "1:01, 1280×720, 25 fps, AVC, 1 audio track (AAC)",
        "Shots (1)",
        "Labels (2)",
        "2 detections, at most 2 at once: 0:01",
        "3 appearances, at most 2 at once: 0:00, 0:09",
        "Jane Doe",
        "Celebrities (1)",
        "Wine",
        "Hello you",
        "BlackFrames  0:00",
        "Speech  0:00–0:01, 0:03–0:04",
        "A lamp is bought.",
        "Topics (1)",
        "Transcript (en, 2 captions)",
        "Translation (es, a rule-based draft)",
        "es, a rule-based draft; de",
        "positive (81 %)",
        "Paris (LOCATION), Rome (LOCATION)",
        "the lamp",
        "redacted.mp4  RedactedVideo  7 × face, 1 × word, in 25 of 30 frames",
    ):
        assert line in printed


def test_what_results_leave_out_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    gap = {
        "Reason": "SpeechWithoutWords",
        "Message": "no words were understood [/b]\x1b",
        "StartTimestampMillis": 61_000,
        "EndTimestampMillis": 65_000,
    }
    many = [{"Reason": "Damaged", "Message": f"packet {number}"} for number in range(20)]
    printed = summary(capsys, {"theirs": {"Warnings": [gap]}, "proxy": {"Warnings": many}})

    assert "Warnings (21)" in printed
    assert r"theirs   no words were understood [/b]\x1b  1:01–1:05" in printed
    assert "packet 0 " in printed
    assert "+9 more" in printed


def test_nothing_found_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    nothing = {
        "faceDetection": {"Faces": []},
        "personTracking": {"Persons": []},
        "contentModeration": {"ModerationLabels": []},
        "TranscribeVideo": {"jobName": "j", "status": "COMPLETED", "results": {"transcripts": [], "items": []}},
    }
    assert [line.rstrip() for line in summary(capsys, nothing).splitlines()[1:]] == [
        *("Faces", "  none", "Persons", "  none", "Moderation", "  nothing found", "Transcript", "  nothing was said")
    ]


def test_a_result_without_its_shape_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    printed = summary(capsys, {"labelDetection": {"Labels": [{"Name": "Cat\x1b"}]}})

    assert "labelDetection  unreadable: Labels[0].Confidence is missing" in printed


def test_a_long_summary_takes_two_lines(capsys: pytest.CaptureFixture[str]) -> None:
    _, title, *lines = summary(
        capsys, {"summary": {**MORE["summary"], "Summary": "word " * 500, "Topics": []}}
    ).splitlines()

    assert title == "Summary"
    assert len(lines) == 2
    assert lines[1].rstrip().endswith("word …")


def test_results_of_operators_that_are_not_known_are_counted_and_their_file_is_named(
    capsys: pytest.CaptureFixture[str],
) -> None:
    printed = summary(capsys, VIDEO | {"myWords": {"Words": [{}, {}], "\x1b[2J": [1]}})
    assert "Other results" in printed
    assert "myWords  Words: 2" in printed
    assert "myWords.json" in printed
    assert "\x1b" not in printed
