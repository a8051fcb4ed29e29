"""Instances of an insight, in Video Indexer's shape, and how detections are grouped into one insight."""

from collections.abc import Iterable, Sequence
from typing import Any

from media_insights.exports.stretches import Stretch, merged

Insight = dict[str, Any]


def instances(stretches: Iterable[Stretch]) -> list[Insight]:
    return [instance(stretch) for stretch in merged(stretches)]


def instance(stretch: Stretch) -> Insight:
    start, end = map(time_of, stretch)
    return {"adjustedStart": start, "adjustedEnd": end, "start": start, "end": end}


def grouped(pairs: Iterable[tuple[Any, Any]]) -> dict[Any, list[Any]]:
    """Return key → values, keys in the order in which they come first."""
    found: dict[Any, list[Any]] = {}
    for key, value in pairs:
        found.setdefault(key, []).append(value)
    return found


def mean(values: Sequence[float]) -> float | None:
    return round(sum(values) / len(values), 4) if values else None


def millis(seconds: float | None) -> int:
    return round((seconds or 0) * 1000)


def time_of(millis: int) -> str:
    seconds, rest = divmod(millis, 1000)
    fraction = f".{rest:03d}".rstrip("0") if rest else ""
    return f"{seconds // 3600}:{seconds // 60 % 60:02d}:{seconds % 60:02d}{fraction}"


def seconds_of(time: str) -> float:
    hours, minutes, seconds = time.split(":")
    return int(hours) * 3600 + int(minutes) * 60 + float(seconds)
