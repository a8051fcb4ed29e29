"""Moments of a result: what, when, where in the image, how sure. Search, exports and players use them.

What a result means is said once, in the ``index`` of its ``operator.yaml``; nothing here knows any operator.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from media_insights.api.v1alpha1.operator_index import Index, IndexConfidence, IndexSamples, IndexTime, MomentKind
from media_insights.results.paths import InvalidPath, parse_path
from media_insights.results.stored_json import GREATEST

MILLIS: Mapping[str, float] = {"Milliseconds": 1, "Seconds": 1000}
"""Unit of a time in a result → milliseconds."""
PERCENT: Mapping[int, float] = {100: 1, 1: 100}
"""The value that means certainty → what it has to be multiplied with to become percent."""
LATEST = 2**40
"""Milliseconds, 34 years: what is earlier than 0 or later is no time in a file, and no edit can be about it."""
SIDES = ("Left", "Top", "Width", "Height")
NAME = "Name"
"""The field that names a moment unless ``index.title`` says another."""
_IN_BRACES = re.compile(r"\{([^{}]*)\}")


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
    kind: MomentKind = "Fact"
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
    best: int | None = None
    """Milliseconds of the frame that shows it best; None where the start does as well as any."""
    count: int = 1
    """Of how many detections it is made."""


def shown_members(moment: Moment) -> dict[str, Any]:
    """Return what every list shows of a moment, under the names that it has there; not its fields and its boxes."""
    names = ("operator", "kind", "title", "start", "end", "best", "confidence", "count")
    return {name: getattr(moment, name) for name in names}


def moments_of(result: Any, index: Index) -> Iterator[Moment]:
    """Yield the moments of a result one by one, a detection in a frame each, in the result's own order.

    :func:`~media_insights.results.whole_moments.whole_moments_of` makes one of the detections that are one thing.
    Total over results: what does not have the expected shape yields nothing, and a field that is missing is left out.
    Raises InvalidPath when ``index`` holds a path that is none; ``check_operator`` refuses such an operator.
    """
    common = _fields(result, index.common)
    for item in parse_path(index.list).values(result):
        start, end = times_in(item, index.time)
        fields = common | _fields(item, index.fields)
        yield Moment(
            operator=index.operator,
            kind=index.kind,
            title=_title(fields, index.title) or index.untitled,
            start=start,
            end=end,
            confidence=confidence_in(item, index.confidence),
            boxes=boxes_in(item, index.boxes),
            fields=fields,
        )


def title_fields(title: str) -> tuple[str, ...]:
    """Return the names of the fields that a title is made of."""
    return tuple(_IN_BRACES.findall(title)) if "{" in title else (title or NAME,)


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
    yield from ((f"common.{name}", path) for name, path in index.common.items())
    if index.samples:
        yield from ((f"samples.{place}", path) for place, path in _sample_paths(index.samples))


def _sample_paths(samples: IndexSamples) -> Iterator[tuple[str, str]]:
    yield from (("list", samples.list), ("boxes", samples.boxes))
    times = (("time.at", samples.time.at), ("time.from", samples.time.from_), ("time.to", samples.time.to))
    yield from ((place, path) for place, path in times if path)
    if samples.confidence:
        yield "confidence.field", samples.confidence.field
    yield from ((f"by.{name}", path) for name, path in samples.by.items())


def times_in(item: Any, time: IndexTime | None) -> tuple[int | None, int | None]:
    """Return start and end of an item in milliseconds, as far as they are known; the end is never before the start."""
    if time is None:
        return None, None
    factor = MILLIS[time.unit]
    start, end = _millis(item, time.at or time.from_, factor), _millis(item, time.to, factor)
    return start, end if start is None or end is None else max(start, end)


def _millis(item: Any, path: str, factor: float) -> int | None:
    value = _number(parse_path(path).first(item)) if path else None
    millis = None if value is None else round(value * factor)
    return millis if millis is not None and 0 <= millis <= LATEST else None


def confidence_in(item: Any, confidence: IndexConfidence | None) -> float | None:
    """Return percent, None where nothing is said; the highest where the path finds several."""
    if confidence is None:
        return None
    numbers = [_number(value) for value in parse_path(confidence.field).values(item)]
    known = [number for number in numbers if number is not None]
    return round(max(known) * PERCENT[confidence.scale], 4) if known else None


def boxes_in(item: Any, path: str) -> tuple[Box, ...]:
    """Return the boxes that a path finds; what is none is left out."""
    return tuple(_boxes(item, path))


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


def _title(fields: Mapping[str, Any], title: str) -> str:
    """Return the title; empty where a field that it is made of has no value."""
    values = {name: _text(fields.get(name, "")) for name in title_fields(title)}
    if "{" not in title:
        return values[title or NAME]
    return _IN_BRACES.sub(lambda match: values[match[1]], title) if all(values.values()) else ""


def _text(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _number(value: Any) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float) or not -GREATEST <= value <= GREATEST:
        return None
    return value
