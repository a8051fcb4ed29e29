"""Lines and words in Rekognition's TextDetection shape."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from media_kits.vision.boxes import bounding_box

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray
    from reader import Line, Word

Detection = dict[str, Any]


def detections_of(lines: Iterable[Line], size: tuple[int, int]) -> list[Detection]:
    """Return all LINEs, then all WORDs with their line's ParentId; ids count from 0. `size` is width and height."""
    lines = list(lines)
    found = [_detection(line, "LINE", number, size) for number, line in enumerate(lines)]
    for number, line in enumerate(lines):
        found += [
            {**_detection(word, "WORD", len(found) + at, size), "ParentId": number}
            for at, word in enumerate(line.words)
        ]
    return found


def _detection(text: Line | Word, kind: str, number: int, size: tuple[int, int]) -> Detection:
    return {
        "DetectedText": text.text,
        "Type": kind,
        "Id": number,
        "Confidence": round(text.score * 100, 2),
        "Geometry": _geometry(text.corners, size),
    }


def _geometry(corners: NDArray[Any], size: tuple[int, int]) -> dict[str, Any]:
    width, height = size
    box = np.concatenate([corners.min(axis=0), corners.max(axis=0)])
    polygon = [{"X": _share(x, width), "Y": _share(y, height)} for x, y in corners]
    return {"BoundingBox": bounding_box(box, width, height), "Polygon": polygon}


def _share(value: float, whole: int) -> float:
    return min(max(float(value) / whole, 0.0), 1.0)
