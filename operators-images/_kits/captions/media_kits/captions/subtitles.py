"""Reads subtitles that somebody else made: WebVTT (W3C), SubRip, or an edited list of WebCaptions.

Own and small instead of a package: what is wrong with a file is worth nothing to its author without the line.
"""

import html
import json
import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from pathlib import Path
from typing import Any, Literal

from media_kits.text.texts import decode_text
from media_operator.errors import UnusableInput

Format = Literal["WebVTT", "SubRip", "WebCaptions"]

MAX_BYTES = 32 * 2**20
MAX_CUES = 100_000
"""More than a day of captions at one a second: what has more is no subtitle file."""

_CLOCK = r"(?:(\d{1,4}):)?(\d{1,2}):(\d{1,2})[.,](\d{1,3})"
_TIMES = re.compile(rf"\s*{_CLOCK}\s*-->\s*{_CLOCK}(?:\s.*)?")
_ARROW = re.compile(r"-{1,2}>")
_HEADER = re.compile(r"WEBVTT(?:[ \t].*)?")
_BLOCKS_WITHOUT_CUES = re.compile(r"(?:NOTE|STYLE|REGION)(?:\s.*)?")
_WEBVTT_TAG = re.compile(r"</?(?:c|i|b|u|v|lang|ruby|rt|\d[\d:.]*)(?:[.\s][^>]*)?>")
_SUBRIP_TAG = re.compile(r"</?(?:i|b|u|s|font)(?:\s[^>]*)?>|\{\\[^}]*\}|\{/?[ibus]\}", re.IGNORECASE)
_CONTROL = re.compile(r"[\u0000-\u0008\u000b-\u001f\u007f-\u009f\ufffd]+")


@dataclass(frozen=True)
class Cue:
    """Lines of text from one second to another."""

    start: float
    end: float
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Subtitles:
    """The cues of a file in the order of their times; `overlaps` counts those that had to be made not to overlap."""

    format: Format
    cues: tuple[Cue, ...]
    overlaps: int


def read_subtitles(path: Path) -> Subtitles:
    """Read a file in any common encoding. Raises UnusableInput, see `parse_subtitles`."""
    if path.stat().st_size > MAX_BYTES:
        raise UnusableInput(f"the subtitles are larger than {MAX_BYTES} bytes")
    return parse_subtitles(decode_text(path.read_bytes(), "subtitles"))


def parse_subtitles(text: str) -> Subtitles:
    """Read a file's text; its format is told by its content. Cues without text or duration are left out.

    Raises UnusableInput naming the line (for WebCaptions the number in the list) that is wrong.
    """
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    found, cues = _format_and_cues(text)
    shown = sorted((cue for cue in cues if cue.lines and cue.end > cue.start), key=lambda cue: cue.start)
    apart = tuple(_apart(shown))
    reached = accumulate((cue.end for cue in shown), max)
    overlaps = sum(end > following.start for end, following in zip(reached, shown[1:], strict=False))
    return Subtitles(found, apart, overlaps)


def _format_and_cues(text: str) -> tuple[Format, list[Cue]]:
    if text.lstrip().startswith(("{\n", '{"', "{ ")) and '"WebCaptions"' in text:
        return "WebCaptions", list(_web_captions(text))
    lines = text.split("\n")
    if _HEADER.fullmatch(lines[0].rstrip()):
        return "WebVTT", list(_cues(lines, skip_until=_header_end(lines), tag=_WEBVTT_TAG))
    if not text.strip():
        raise UnusableInput("the subtitles are empty: neither WEBVTT in line 1 nor a cue of SubRip")
    return "SubRip", list(_cues(lines, skip_until=0, tag=_SUBRIP_TAG))


def _header_end(lines: Sequence[str]) -> int:
    """Return the index of the first line after the header block; a cue that follows without a blank line counts."""
    for index, line in enumerate(lines[1:], start=1):
        if not line.strip() or _ARROW.search(line):
            return index
    return len(lines)


def _cues(lines: Sequence[str], *, skip_until: int, tag: re.Pattern[str]) -> Iterator[Cue]:
    held: Cue | None = None
    for start, end in _blocks(lines, skip_until):
        at = next((index for index in range(start, min(end, start + 2)) if _ARROW.search(lines[index])), None)
        if at is not None:
            if held:
                yield held
            held = Cue(*_times_of(lines[at], at + 1), tuple(_clean(lines[at + 1 : end], tag)))
        elif tag is _SUBRIP_TAG and held:
            held = replace(held, lines=held.lines + tuple(_after_empty_line(lines[start:end], tag)))
        elif tag is _SUBRIP_TAG or not _BLOCKS_WITHOUT_CUES.fullmatch(lines[start]):
            raise UnusableInput(
                f"line {start + 1} of the subtitles: {_quoted(lines[start])} begins no cue; "
                "a cue is a line like 00:00:01,000 --> 00:00:02,500 and its text"
            )
    if held:
        yield held


def _after_empty_line(lines: Sequence[str], tag: re.Pattern[str]) -> Iterator[str]:
    """Yield text that an empty line divides from its cue; a number alone is that of a cue that was deleted."""
    if len(lines) > 1 or not lines[0].strip().isdigit():
        yield from _clean(lines, tag)


def _blocks(lines: Sequence[str], index: int) -> Iterator[tuple[int, int]]:
    """Yield first line and line after the last of each run of lines that are not empty.

    Numbers are never looked at: files whose numbering is missing, doubled or broken are common and harmless.
    """
    count = 0
    while index < len(lines):
        start = index
        while index < len(lines) and lines[index].strip():
            index += 1
        if index > start:
            count += 1
            if count > MAX_CUES:
                raise UnusableInput(f"line {start + 1} of the subtitles: more than {MAX_CUES} cues")
            yield start, index
        index += 1


def _times_of(line: str, number: int) -> tuple[float, float]:
    match = _TIMES.fullmatch(line)
    if not match:
        raise UnusableInput(
            f"line {number} of the subtitles: {_quoted(line)} are no times; 00:00:01,000 --> 00:00:02,500 would be"
        )
    parts = [int(part or 0) for part in match.group(1, 2, 3, 5, 6, 7)]
    # A fraction of fewer digits is what it says: .5 is half a second.
    fractions = [float(f"0.{part}") for part in match.group(4, 8)]
    start = parts[0] * 3600 + parts[1] * 60 + parts[2] + fractions[0]
    end = parts[3] * 3600 + parts[4] * 60 + parts[5] + fractions[1]
    if end < start:
        raise UnusableInput(f"line {number} of the subtitles: {_quoted(line)} ends before it begins")
    return start, end


def _clean(lines: Sequence[str], tag: re.Pattern[str]) -> Iterator[str]:
    for line in lines:
        bare = tag.sub("", line)
        bare = html.unescape(bare) if tag is _WEBVTT_TAG else bare.replace("\\N", " ").replace("\\h", " ")
        if bare := " ".join(_CONTROL.sub(" ", bare).split()):
            yield bare


def _quoted(line: str) -> str:
    bare = _CONTROL.sub(" ", line).strip()
    return repr(bare if len(bare) <= 60 else bare[:60] + "…")


def _web_captions(text: str) -> Iterator[Cue]:
    try:
        listed = json.loads(text)["WebCaptions"]
        if not isinstance(listed, list):
            raise TypeError("WebCaptions is no list")  # noqa: TRY301 - caught below with its kin
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise UnusableInput(f"the subtitles are no list of WebCaptions: {error}") from error
    if len(listed) > MAX_CUES:
        raise UnusableInput(f"the subtitles hold {len(listed)} captions; {MAX_CUES} can be read")
    for number, one in enumerate(listed):
        yield _web_caption(number, one)


def _web_caption(number: int, one: Any) -> Cue:
    try:
        start, end, text = float(one["start"]), float(one["end"]), str(one["caption"])
    except (ValueError, KeyError, TypeError) as error:
        raise UnusableInput(
            f"WebCaptions[{number}] of the subtitles needs start and end in seconds and a caption ({error!r})"
        ) from error
    if not 0 <= start <= end < math.inf:
        raise UnusableInput(f"WebCaptions[{number}] of the subtitles lasts from {start} to {end} seconds")
    return Cue(start, end, tuple(_clean(text.split("\n"), _SUBRIP_TAG)))


def _apart(cues: Sequence[Cue]) -> Iterator[Cue]:
    """Yield cues that do not overlap: those that begin together become one, others end where the next begins."""
    held: Cue | None = None
    for cue in cues:
        if held and cue.start == held.start:
            held = Cue(held.start, max(held.end, cue.end), held.lines + cue.lines)
            continue
        if held:
            yield Cue(held.start, min(held.end, cue.start), held.lines)
        held = cue
    if held:
        yield held
