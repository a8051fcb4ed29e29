"""Whether captions keep the rules of good captions, judged from the file as a player reads it.

The reader is somebody else's (webvtt-py), and the rules are counted here once more: the operator's own report is not
asked. Limits: Netflix Timed Text Style Guide (42 columns, 2 lines, 17 a second, 5/6 s to 7 s, 2 frames apart).
"""

import html
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import webvtt
import webvtt.models

COLUMNS, LINES, SPEED, SHORTEST, LONGEST, GAP = 42, 2, 17.0, 5 / 6, 7.0, 2 / 25
ROUNDING = 0.0015
"""Seconds: files hold milliseconds."""


@dataclass(frozen=True)
class Cue:
    """A caption as a player shows it; seconds."""

    start: float
    end: float
    lines: tuple[str, ...]


def read_cues(path: Path) -> list[Cue]:
    """Return the captions of a WebVTT file."""
    found = webvtt.read(str(path)).captions
    return [
        Cue(_seconds(it.start_time), _seconds(it.end_time), tuple(html.unescape(it.text).split("\n"))) for it in found
    ]


def keeps_lines(cue: Cue) -> bool:
    """At most two lines of 42 characters."""
    return len(cue.lines) <= LINES and max(map(len, cue.lines)) <= COLUMNS


def keeps_speed(cue: Cue) -> bool:
    """At most 17 characters a second; a line break is read as a space."""
    return len(" ".join(cue.lines)) <= SPEED * (cue.end - cue.start + ROUNDING)


def keeps_duration(cue: Cue) -> bool:
    """From 5/6 s to 7 s."""
    return SHORTEST - ROUNDING <= cue.end - cue.start <= LONGEST + ROUNDING


def keeps_gap(before: Cue, after: Cue) -> bool:
    """At least two frames of 25 a second between neighbours."""
    return after.start - before.end >= GAP - ROUNDING


def conformity(cues: Sequence[Cue]) -> float:
    """Return the share of captions that break no rule; the gap counts against the later of two. 1 without captions."""
    apart = [True, *(keeps_gap(before, after) for before, after in pairwise(cues))]
    kept = [
        keeps_lines(cue) and keeps_speed(cue) and keeps_duration(cue) and gap
        for cue, gap in zip(cues, apart, strict=False)
    ]
    return sum(kept) / len(kept) if kept else 1.0


def _seconds(time: webvtt.models.Timestamp) -> float:
    return time.hours * 3600 + time.minutes * 60 + time.seconds + time.milliseconds / 1000
