"""Which stretches are cues: pure decisions on what was seen."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

JOIN_BARS_SECONDS = 0.2
COVERED = 0.9

DARK_SHARE = 0.6
"""Least share of a frame that is dark when credits run over it."""

LINES_OF_CREDITS = 2
LAST_PART = 0.75
CREDITS_GAP_SECONDS = 5.0
LEAST_CREDITS_SECONDS = 4.0
LEAST_CREDITS_FRAMES = 3
SUBTITLES_FROM = 0.8
"""Lines whose middle is below this share of the height are subtitles rather than credits."""


@dataclass(frozen=True)
class Cue:
    """A stretch in seconds; the confidence is a percentage."""

    kind: str
    start: float
    end: float
    confidence: float = 100.0


def bars_of(agreements: Sequence[float], rate: float, least: float) -> list[Cue]:
    """Return the stretches in which frames agree with colour bars for at least so many seconds."""
    shown = [(number / rate, (number + 1) / rate) for number, share in enumerate(agreements) if share]
    cues = []
    for start, end in _joined(shown, JOIN_BARS_SECONDS):
        shares = [share for share in agreements[round(start * rate) : round(end * rate)] if share]
        if end - start >= least - 1e-6:
            cues.append(Cue("ColorBars", start, end, round(100 * sum(shares) / len(shares), 2)))
    return cues


def credits_of(texts: list[dict[str, Any]] | None, dark: Sequence[float], rate: float) -> list[Cue]:
    """Return end credits: in the last quarter, several lines of text on mostly dark frames, again and again.

    `texts` are the TextDetections of that result, or None. A stretch grows to all of the dark frames around them.
    """
    times = [time for time in _times_of_lines(texts) if _is_dark(dark, round(time * rate))]
    spans = _joined([(time, time) for time in times], CREDITS_GAP_SECONDS)
    cues = []
    for start, end in spans:
        count = sum(start <= time <= end for time in times)
        long_enough = end - start >= LEAST_CREDITS_SECONDS and count >= LEAST_CREDITS_FRAMES
        if long_enough and start >= LAST_PART * len(dark) / rate:
            first, last = _grown(dark, round(start * rate), round(end * rate))
            share = sum(dark[first:last]) / (last - first)
            cues.append(Cue("EndCredits", first / rate, last / rate, round(100 * share, 2)))
    return list(dict.fromkeys(cues))


def without(cues: list[Cue], others: list[Cue], least: float) -> list[Cue]:
    """Return what is left of each cue outside the others, where that lasts `least` seconds."""
    left = cues
    for other in others:
        left = [part for cue in left for part in _parts(cue, other) if part.end - part.start >= least - 1e-6]
    return left


def not_covered(cues: list[Cue], others: list[Cue]) -> list[Cue]:
    """Return the cues that the others do not explain: nine tenths covered is explained."""
    kept = []
    for cue in cues:
        shared = sum(max(0.0, min(cue.end, other.end) - max(cue.start, other.start)) for other in others)
        if shared < COVERED * (cue.end - cue.start):
            kept.append(cue)
    return kept


def _times_of_lines(texts: list[dict[str, Any]] | None) -> list[float]:
    lines: dict[int, int] = {}
    for found in texts or ():
        text = found.get("TextDetection", {})
        box = text.get("Geometry", {}).get("BoundingBox", {})
        if text.get("Type") == "LINE" and box.get("Top", 0) + box.get("Height", 0) / 2 < SUBTITLES_FROM:
            time = found.get("Timestamp", 0)
            lines[time] = lines.get(time, 0) + 1
    return sorted(time / 1000 for time, count in lines.items() if count >= LINES_OF_CREDITS)


def _is_dark(dark: Sequence[float], frame: int) -> bool:
    return 0 <= frame < len(dark) and dark[frame] >= DARK_SHARE


def _grown(dark: Sequence[float], first: int, last: int) -> tuple[int, int]:
    while _is_dark(dark, first - 1):
        first -= 1
    while _is_dark(dark, last):
        last += 1
    return first, last


def _joined(spans: list[tuple[float, float]], gap: float) -> list[tuple[float, float]]:
    joined: list[tuple[float, float]] = []
    for start, end in spans:
        if joined and start - joined[-1][1] <= gap + 1e-6:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined


def _parts(cue: Cue, other: Cue) -> list[Cue]:
    if other.end <= cue.start or cue.end <= other.start:
        return [cue]
    before = Cue(cue.kind, cue.start, other.start, cue.confidence)
    after = Cue(cue.kind, other.end, cue.end, cue.confidence)
    return [part for part in (before, after) if part.end > part.start]
