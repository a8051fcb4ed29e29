"""Moments of a result: what, when, where in the image, how sure. Search, exports and players use them.

What a result means is said once, in the ``index`` of its ``operator.yaml``; nothing here knows any operator.
"""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from media_insights.api.v1alpha1.operator_index import Index, IndexConfidence, IndexTime
from media_insights.results.paths import InvalidPath, parse_path

MILLIS: Mapping[str, float] = {"Milliseconds": 1, "Seconds": 1000}
"""Unit of a time in a result → milliseconds."""
PERCENT: Mapping[int, float] = {100: 1, 1: 100}
"""The value that means certainty → what it has to be multiplied with to become percent."""
SIDES = ("Left", "Top", "Width", "Height")
NAME = "Name"
"""The field that names a moment unless ``index.title`` says another."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A rectangle in the image, as fractions of its width and height from the left and top."""

    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """One searchable row of a result."""

    operator: str
    """The value of the field Operator in the index, for instance ``label_detection``."""
    title: str = ""
    """What people would call it: a label's name, the text that was read, the sentence that was said."""
    start: int | None = None
    """Milliseconds; None for what has no time, like a label of an image."""
    end: int | None = None
    """Milliseconds, never before the start; None for a point in time."""
    confidence: float | None = None
    """Percent; None where the operator gives none."""
    boxes: tuple[Box, ...] = ()
    fields: Mapping[str, Any] = field(default_factory=dict)
    """Indexed name → value, or list of values where the path may find several."""


def moments_of(result: Any, index: Index) -> Iterator[Moment]:
    """Yield the moments of a result, in its own order.

    Total over results: what does not have the expected shape yields nothing, and a field that is missing is left out.
    Raises InvalidPath when ``index`` holds a path that is none; ``check_operator`` refuses such an operator.
    """
    for item in parse_path(index.list).values(result):
        start, end = _times(item, index.time)
        fields = _fields(item, index.fields)
        yield Moment(
            operator=index.operator,
            title=_title(fields, index.title),
            start=start,
            end=end,
            confidence=_confidence(item, index.confidence),
            boxes=tuple(_boxes(item, index.boxes)),
            fields=fields,
        )


def invalid_paths(index: Index) -> Iterator[tuple[str, str]]:
    """Yield the field and the sentence of every path of an index that cannot be read."""
    for place, path in _paths(index):
        try:
            parse_path(path)
        except InvalidPath as error:
            yield place, str(error)


def _paths(index: Index) -> Iterator[tuple[str, str]]:
    yield "list", index.list
    if index.time:
        times = (("time.at", index.time.at), ("time.from", index.time.from_), ("time.to", index.time.to))
        yield from ((place, path) for place, path in times if path)
    if index.confidence:
        yield "confidence.field", index.confidence.field
    if index.boxes:
        yield "boxes", index.boxes
    yield from ((f"fields.{name}", path) for name, path in index.fields.items())


def _times(item: Any, time: IndexTime | None) -> tuple[int | None, int | None]:
    if time is None:
        return None, None
    factor = MILLIS[time.unit]
    start, end = _millis(item, time.at or time.from_, factor), _millis(item, time.to, factor)
    return start, end if start is None or end is None else max(start, end)


def _millis(item: Any, path: str, factor: float) -> int | None:
    value = _number(parse_path(path).first(item)) if path else None
    return None if value is None else round(value * factor)


def _confidence(item: Any, confidence: IndexConfidence | None) -> float | None:
    """Return percent; the highest where the path finds several."""
    if confidence is None:
        return None
    numbers = [_number(value) for value in parse_path(confidence.field).values(item)]
    known = [number for number in numbers if number is not None]
    return round(max(known) * PERCENT[confidence.scale], 4) if known else None


def _boxes(item: Any, path: str) -> Iterator[Box]:
    for found in parse_path(path).values(item) if path else ():
        sides = [_number(found.get(side)) for side in SIDES] if isinstance(found, dict) else []
        known = [side for side in sides if side is not None]
        if len(known) == len(SIDES):
            yield Box(left=known[0], top=known[1], width=known[2], height=known[3])


def _fields(item: Any, paths: Mapping[str, str]) -> dict[str, Any]:
    fields = {}
    for name, text in paths.items():
        path = parse_path(text)
        values = path.values(item)
        if values:
            fields[name] = values if path.is_many else values[0]
    return fields


def _title(fields: Mapping[str, Any], name: str) -> str:
    value = fields.get(name or NAME, "")
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _number(value: Any) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        return None
    return value
