"""A cue of a subtitle file, and the line that says from when to when it is shown."""

import re
from dataclasses import dataclass

from media_operator.errors import UnusableInput

MAX_CUES = 100_000
"""More than a day of captions at one a second: what has more is no subtitle file."""

ARROW = re.compile(r"-{1,2}>")
CONTROL = re.compile(r"[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b\u2060\ufeff\ufffd]+")
_CLOCK = r"(?:(\d{1,4}):)?(\d{1,2}):(\d{1,2})[.,:](\d{1,3})"
TIMES = re.compile(rf"\s*{_CLOCK}\s*-->\s*{_CLOCK}(?:\s.*)?")


@dataclass(frozen=True)
class Cue:
    """Lines of text from one second to another."""

    start: float
    end: float
    lines: tuple[str, ...]


def times_of(line: str, number: int) -> tuple[float, float]:
    """Return start and end in seconds. Raises UnusableInput naming the line when they are none."""
    match = TIMES.fullmatch(line)
    if not match:
        raise UnusableInput(
            f"line {number} of the subtitles: {quoted(line)} are no times; 00:00:01,000 --> 00:00:02,500 would be"
        )
    start, end = _seconds(*match.group(1, 2, 3, 4)), _seconds(*match.group(5, 6, 7, 8))
    if end < start:
        raise UnusableInput(f"line {number} of the subtitles: {quoted(line)} ends before it begins")
    return start, end


def demand_few(count: int, number: int) -> None:
    """Raise UnusableInput when a file has more cues than any has."""
    if count > MAX_CUES:
        raise UnusableInput(f"line {number} of the subtitles: more than {MAX_CUES} cues")


def quoted(line: str) -> str:
    """Return a line as it is shown in a sentence."""
    bare = CONTROL.sub(" ", line).strip()
    return repr(bare if len(bare) <= 60 else bare[:60] + "…")


def plain(line: str) -> str:
    """Return a line of text with single spaces, without control characters; "" when nothing is left."""
    return " ".join(CONTROL.sub(" ", line).split())


def _seconds(hours: str | None, minutes: str, seconds: str, fraction: str) -> float:
    # A fraction of fewer digits is what it says: .5 is half a second.
    return int(hours or 0) * 3600 + int(minutes) * 60 + int(seconds) + float(f"0.{fraction}")
