"""Nothing that was said, written on a sign or stored by somebody steers the program that opens an export."""

import csv
import io
import json
import unicodedata
from fractions import Fraction
from typing import Any

import pytest
import webvtt

from media_insights.exports.assets import Asset
from media_insights.exports.formats import ExportFormat, ExportRequest, pieces_of
from tests.unit.exports.test_exports import BOX, index_of, mediainfo, shots
from tests.unit.hostile_names import HOSTILE

FORMULAS = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1+1", " =1+1", "＝1+1", '=HYPERLINK("http://x","y")')
MARKUP = "<script>alert(1)</script>&amp; --> 00:00:09.000\n\nNOTE <i>"


def hostile(text: str) -> Asset:
    """An asset in which everything that people, films and stores say is one text."""
    caption = {"start": 0.0, "end": 1.0, "caption": text, "wordConfidence": []}
    word = {
        "id": 0,
        "type": "pronunciation",
        "start_time": 0.0,
        "end_time": 1.0,
        "alternatives": [{"content": text, "confidence": 0.9}],
    }
    spoken = {"id": 0, "transcript": text, "start_time": 0.0, "end_time": 1.0, "items": [0], "speaker_label": text}
    speech = {"language_code": "en", "transcripts": [{"transcript": text}], "items": [word], "audio_segments": [spoken]}
    detected = {"DetectedText": text, "Type": "LINE", "Id": 0, "Confidence": 88.0, "Geometry": {"BoundingBox": BOX}}
    results: dict[str, Any] = {
        "WebCaptions": {"WebCaptions": [caption], "CaptionsMeta": {}},
        "TranscribeVideo": {"jobName": "j", "status": "COMPLETED", "results": speech},
        "textDetection": {"TextDetections": [{"Timestamp": 0, "TextDetection": detected}]},
        "shotDetection": shots(Fraction(25), 0, 25, 50),
        "mediainfo": mediainfo(25.0),
    }
    indexes = {name: index_of(name) for name in ("textDetection", "shotDetection")}
    return Asset(name="film", title=text, source=f"s3://b/{text}", file=text, results=results, indexes=indexes)


def exported(text: str, format_: ExportFormat) -> str:
    return "".join(pieces_of(hostile(text), ExportRequest(format_)))


def steering(text: str) -> set[str]:
    """Return the characters that a program would obey: controls but line ends and tabs, and marks that turn text."""
    turning = ("LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI")
    kept = text.replace("\r\n", "\n").replace("\n", "").replace("\t", "")
    return {
        each
        for each in kept
        if unicodedata.category(each) in ("Cc", "Zl", "Zp") or unicodedata.bidirectional(each) in turning
    }


@pytest.mark.parametrize("format_", list(ExportFormat))
@pytest.mark.parametrize("name", HOSTILE)
def test_no_export_holds_what_steers(name: str, format_: ExportFormat) -> None:
    assert steering(exported(name, format_)) == set()


@pytest.mark.parametrize("name", HOSTILE)
def test_json_means_the_very_text(name: str) -> None:
    timeline = json.loads(exported(name, ExportFormat.OTIO))
    assert timeline["name"] == name.partition("\0")[0]  # the library ends a text there
    assert name in json.dumps(json.loads(exported(name, ExportFormat.VIDEO_INDEXER)), ensure_ascii=False) or any(
        char in '"\\' or ord(char) < 32 for char in name
    )


@pytest.mark.parametrize("formula", FORMULAS)
def test_a_spreadsheet_computes_no_cell(formula: str) -> None:
    rows = list(csv.DictReader(io.StringIO(exported(formula, ExportFormat.CSV), newline="")))
    shown = [row for row in rows if "Text" in row["operator"] or "text" in row["operator"]]
    assert shown
    for row in rows:
        cells = (row["asset"], row["operator"], row["kind"], row["name"])
        assert not any(cell.strip()[:1] in tuple("=+-@＝＋－＠") for cell in cells if cell.strip()), row
    assert [json.loads(row["fields"])["DetectedText"] for row in shown] == [formula] * len(shown)


def test_numbers_are_no_formulas() -> None:
    asset = hostile("plain")
    asset.results["textDetection"]["TextDetections"][0]["TextDetection"]["Geometry"] = {
        "BoundingBox": {**BOX, "Left": -0.25}
    }
    text = "".join(pieces_of(asset, ExportRequest(ExportFormat.CSV)))
    assert "-0.25" in [row["left"] for row in csv.DictReader(io.StringIO(text, newline=""))]


def test_a_text_makes_no_cue_and_no_markup() -> None:
    text = exported(MARKUP, ExportFormat.VTT)
    (caption,) = webvtt.from_string(text).captions
    assert (caption.start, caption.end) == ("00:00:00.000", "00:00:01.000")
    assert "<" not in text
    assert "NOTE" not in [line.split(" ")[0] for line in text.splitlines()]
    metadata = exported(MARKUP, ExportFormat.WEBVTT_METADATA)
    assert "<" not in metadata
    assert metadata.count("-->") == len(webvtt.from_string(metadata).captions)


def test_a_subtitle_file_has_one_number_and_one_time_for_each_caption() -> None:
    lines = exported(MARKUP, ExportFormat.SRT).splitlines()
    assert lines[:2] == ["1", "00:00:00,000 --> 00:00:01,000"]
    assert [line for line in lines if not line] == []


def test_an_edit_list_s_names_stay_on_their_lines() -> None:
    lines = exported("a\n002  AX       V     C        00:00:00:00\n* x", ExportFormat.EDL).splitlines()
    assert [line for line in lines if line[:3].isdigit()] == [
        f"00{number}  AX       V     C        {times}"
        for number, times in (
            (1, "00:00:00:00 00:00:01:00 00:00:00:00 00:00:01:00"),
            (2, "00:00:01:00 00:00:02:00 00:00:01:00 00:00:02:00"),
        )
    ]


def test_writing_keeps_its_marks() -> None:
    spelled = "می\u200cخواهم \u200fعربي \u200eabc"
    assert spelled in exported(spelled, ExportFormat.TXT)
