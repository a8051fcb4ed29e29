"""Reads SubRip as it is found: numbers missing, doubled or broken, empty lines missing or too many, tags of many kinds.

Nobody has defined the format; a cue is a line with its times and the text up to the next one.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from media_kits.captions.cue_times import ARROW, TIMES, Cue, demand_few, plain, quoted, times_of
from media_operator.errors import UnusableInput

_BREAK = re.compile(r"<\s*br\s*/?\s*>|\\N", re.IGNORECASE)
_TAG = re.compile(
    r"<\s*/?\s*(?:i|b|u|s|em|strong|font|span|p|div|ruby|rt|v|c)(?:[\s.][^<>]*)?>|\{\\[^}]*\}|\{/?[ibus]\}",
    re.IGNORECASE,
)
_REFERENCES = {
    "&nbsp;": " ",
    "&lt;": "<",
    "&gt;": ">",
    "&quot;": '"',
    "&#39;": "'",
    "&apos;": "'",
    "&amp;": "&",
    "\\h": " ",
}
_OTHERS = (
    (re.compile(r"\[Script Info\]", re.IGNORECASE), "SubStation Alpha (.ass, .ssa)"),
    (re.compile(r"\{\d+\}\{\d+\}"), "MicroDVD (.sub)"),
    (re.compile(r"<\?xml|<tt[\s>]|<SAMI", re.IGNORECASE), "TTML or SAMI"),
    (re.compile(r"\d+:\d\d:\d\d\.\d+,\d+:\d\d:\d\d\.\d+\s*"), "SubViewer (.sbv)"),
    (re.compile(r"Scenarist_SCC"), "Scenarist (.scc)"),
)


def cues_of(lines: Sequence[str]) -> Iterator[Cue]:
    """Yield the cues in the order of the file. Raises UnusableInput naming the line that begins no cue."""
    held: Cue | None = None
    count = 0
    for start, end in _blocks(lines):
        first = next(_starts(lines, start, end), end)
        if first > start and (held or first > start + 1 or first == end):
            held = _continued(held, lines, start, first)
        for begin, at, after in _cues(lines, first, end):
            if held:
                yield held
            count += 1
            demand_few(count, begin + 1)
            held = Cue(*times_of(lines[at], at + 1), tuple(shown(lines[at + 1 : after])))
    if held:
        yield held


def _blocks(lines: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield first line and line after the last of each run of lines that hold something."""
    start: int | None = None
    for index, line in enumerate([*lines, ""]):
        if line.strip() and start is None:
            start = index
        elif not line.strip() and start is not None:
            yield start, index
            start = None


def _starts(lines: Sequence[str], start: int, end: int) -> Iterator[int]:
    """Yield where in a block cues begin: at their times, or at a number right before."""
    for at in range(start, end):
        if TIMES.fullmatch(lines[at]) or (at <= start + 1 and ARROW.search(lines[at])):
            yield at - (at > start and lines[at - 1].strip().isdigit())


def _cues(lines: Sequence[str], first: int, end: int) -> Iterator[tuple[int, int, int]]:
    """Yield for each cue of a block where it begins, the line of its times, and the line after it."""
    begins = list(_starts(lines, first, end))
    for begin, after in zip(begins, [*begins[1:], end], strict=False):
        at = begin if ARROW.search(lines[begin]) else begin + 1
        yield begin, at, after


def _continued(held: Cue | None, lines: Sequence[str], start: int, end: int) -> Cue | None:
    """Return a cue with text that an empty line divides from it; a number alone is that of a cue that was deleted."""
    numbered = end == start + 1 and lines[start].strip().isdigit()
    if held is None and not numbered:
        other = next((name for pattern, name in _OTHERS if pattern.match(lines[start].strip())), "")
        told = f"this is {other}, and WebVTT and SubRip can be read" if other else ""
        raise UnusableInput(
            f"line {start + 1} of the subtitles: {quoted(lines[start])} begins no cue; "
            + (told or "a cue is a line like 00:00:01,000 --> 00:00:02,500 and its text")
        )
    if held is None or numbered:
        return held
    return replace(held, lines=held.lines + tuple(shown(lines[start:end])))


def shown(lines: Sequence[str]) -> Iterator[str]:
    """Yield the lines that are seen: without tags, and without those that are empty then."""
    text = _TAG.sub("", _BREAK.sub("\n", "\n".join(lines)))
    for reference, character in _REFERENCES.items():
        text = text.replace(reference, character)
    yield from filter(None, map(plain, text.split("\n")))
