"""Reads WebVTT as browsers do: https://www.w3.org/TR/webvtt1/#file-parsing, "collect a WebVTT block".

A block ends at an empty line, and a line of spaces is none. Where the standard drops a cue whose times cannot be read,
the file is refused with the line, as nobody would miss the cue.
"""

import html
import re
from collections.abc import Iterator, Sequence

from media_kits.captions.cue_times import TIMES, Cue, demand_few, plain, quoted, times_of

ARROW = "-->"
_HEADER = re.compile(r"WEBVTT(?:[ \t].*)?")
_WITHOUT_CUE = re.compile(r"(?:NOTE|STYLE|REGION)(?:\s.*)?")
_READING = re.compile(r"<rt(?:[.\s][^>]*)?>(.*?)(?:</rt>|(?=<rt|</ruby>)|$)", re.DOTALL)
_TAG = re.compile(r"</?[\w.][^<>]*>|</?>|\{\\[^}]*\}")


def is_webvtt(lines: Sequence[str]) -> bool:
    """Return whether the first line says so."""
    return bool(_HEADER.fullmatch(lines[0].rstrip()))


def cues_of(lines: Sequence[str], left_out: list[str]) -> Iterator[Cue]:
    """Yield the cues in the order of the file; what belongs to none is told in `left_out`, a sentence each."""
    index, count = _after_header(lines), 0
    while index < len(lines):
        start, at, index = _block(lines, index)
        if at is not None and _is_note(lines[start]):
            continue
        if at is not None:
            count += 1
            demand_few(count, at + 1)
            yield Cue(*times_of(lines[at], at + 1), tuple(_shown(lines[at + 1 : index])))
        elif lines[start] and not _WITHOUT_CUE.fullmatch(lines[start]) and plain(lines[start]):
            left_out.append(f"line {start + 1} of the subtitles: {quoted(lines[start])} belongs to no cue")


def _block(lines: Sequence[str], start: int) -> tuple[int, int | None, int]:
    """Return the first line of a block, the line with its times (None: it is no cue), and the line after the block."""
    at: int | None = None
    index = start
    while index < len(lines):
        if ARROW in lines[index]:
            if at is not None or index > start + 1:
                return start, at, index
            at = index
        elif not lines[index]:
            return start, at, index + 1
        index += 1
    return start, at, index


def _is_note(line: str) -> bool:
    return line.startswith("NOTE") and not TIMES.fullmatch(line) and ARROW in line


def _after_header(lines: Sequence[str]) -> int:
    """Return the index of the first line after the header block; a cue that follows without an empty line counts."""
    for index, line in enumerate(lines[1:], start=1):
        if not line or ARROW in line:
            return index
    return len(lines)


def _shown(lines: Sequence[str]) -> Iterator[str]:
    """Yield the lines that are seen: without tags, readings of ruby in brackets, character references resolved."""
    text = _TAG.sub("", _READING.sub(r"(\1)", "\n".join(lines)))
    for line in text.split("\n"):
        if bare := plain(html.unescape(line)):
            yield bare
