"""Detections of a frame as readings to follow, and texts that were followed in the words of the result."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tracks import Frame, Reading, Text

if TYPE_CHECKING:
    from collections.abc import Iterable

SIDES = ("Left", "Top", "Width", "Height")


def read_at(timestamp: int, detections: Iterable[dict[str, Any]]) -> Frame:
    """Return the lines of a frame; words are parts of them."""
    return Frame(timestamp, [_reading(each) for each in detections if each["Type"] == "LINE"])


def track_of(text: Text) -> dict[str, Any]:
    """Return an item of TextTracks."""
    return {
        "DetectedText": text.text,
        "Type": "LINE",
        "StartTimestamp": text.start,
        "EndTimestamp": text.end,
        "Confidence": round(text.confidence, 2),
        "BoundingBox": dict(zip(SIDES, text.box, strict=True)),
        "FrameCount": text.count,
    }


def _reading(detection: dict[str, Any]) -> Reading:
    left, top, width, height = (float(detection["Geometry"]["BoundingBox"][side]) for side in SIDES)
    return Reading(detection["DetectedText"], float(detection["Confidence"]), (left, top, width, height))
