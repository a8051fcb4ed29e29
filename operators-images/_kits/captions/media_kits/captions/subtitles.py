"""Reads subtitles that somebody else made: WebVTT (W3C), SubRip, or an edited list of WebCaptions.

Own and small instead of a package: what is wrong with a file is worth nothing to its author without the line.
"""

import json
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from typing import Any, Literal

from media_kits.captions import subrip, webvtt
from media_kits.captions.cue_times import MAX_CUES, Cue
from media_kits.text.encodings import decoded
from media_operator.errors import UnusableInput
from media_operator.operators import Operator
from media_operator.result_warnings import Reason

Format = Literal["WebVTT", "SubRip", "WebCaptions"]

MAX_BYTES = 32 * 2**20


@dataclass(frozen=True)
class Subtitles:
    """The cues of a file in the order of their times; `overlaps` counts those that had to be made not to overlap."""

    format: Format
    cues: tuple[Cue, ...]
    overlaps: int
    left_out: tuple[str, ...] = ()
    """What of the file is in no cue, a sentence each."""
    guessed: str = ""
    """The encoding, where it was not told and is not UTF-8."""

    def tell(self, operator: Operator) -> None:
        """Put what was left out, moved or guessed into the warnings of the result."""
        for each in self.left_out:
            operator.warn(Reason.LEFT_OUT, f"{each}; it was left out")
        if self.overlaps:
            operator.warn(
                Reason.OVERLAPS, f"{self.overlaps} cues of the subtitles overlap; the earlier ones end sooner"
            )
        if self.guessed:
            operator.warn(
                Reason.GUESSED, f"the subtitles are not UTF-8; they were read as {self.guessed}, the likeliest encoding"
            )


def read_subtitles(path: Path) -> Subtitles:
    """Read a file in any common encoding. Raises UnusableInput, see `parse_subtitles`."""
    if path.stat().st_size > MAX_BYTES:
        raise UnusableInput(f"the subtitles are larger than {MAX_BYTES} bytes")
    found = decoded(path.read_bytes(), "subtitles")
    return parse_subtitles(found.text, found.guessed)


def parse_subtitles(text: str, guessed: str = "") -> Subtitles:
    """Read a file's text; its format is told by its content. Cues without text or duration are left out.

    Raises UnusableInput naming the line (for WebCaptions the number in the list) that is wrong.
    """
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    left_out: list[str] = []
    found, cues = _format_and_cues(text, left_out)
    shown = sorted((cue for cue in cues if cue.lines and cue.end > cue.start), key=lambda cue: cue.start)
    apart = tuple(_apart(shown))
    reached = accumulate((cue.end for cue in shown), max)
    overlaps = sum(end > following.start for end, following in zip(reached, shown[1:], strict=False))
    return Subtitles(found, apart, overlaps, tuple(left_out), guessed)


def _format_and_cues(text: str, left_out: list[str]) -> tuple[Format, list[Cue]]:
    if text.lstrip().startswith(("{\n", '{"', "{ ")) and '"WebCaptions"' in text:
        return "WebCaptions", list(_web_captions(text))
    lines = text.split("\n")
    if webvtt.is_webvtt(lines):
        return "WebVTT", list(webvtt.cues_of(lines, left_out))
    if not text.strip():
        raise UnusableInput("the subtitles are empty: neither WEBVTT in line 1 nor a cue of SubRip")
    return "SubRip", list(subrip.cues_of(lines))


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
    return Cue(start, end, tuple(subrip.shown(text.split("\n"))))


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
