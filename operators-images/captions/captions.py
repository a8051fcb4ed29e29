"""Captions: text on the screen from one moment to another."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise

from cues import divide
from lines import lines_of
from style import Style
from subtitles import Cue, Subtitles
from words import Word, pieces_of, text_of, width_of, words_in

LAST_RESORT = 0.1
"""Seconds a caption stays at least, when words share one moment: players ignore a cue that ends as it starts."""


@dataclass(frozen=True)
class Caption:
    """One caption. Times are seconds; captions of a list never overlap."""

    start: float
    end: float
    text: str
    """All of it on one line."""
    lines: tuple[str, ...]
    words: Sequence[Word] = ()
    """The words that were heard; none for captions that somebody wrote."""


def captions_of(words: Iterable[Word], style: Style) -> tuple[Caption, ...]:
    """Turn words into captions by the rules of `style`, in the order of their times."""
    groups = divide(tuple(pieces_of(words, style.columns)), style)
    times = _times_of(groups, style)
    return tuple(
        Caption(start, end, text_of(group), lines_of(group, style.columns), group)
        for group, (start, end) in zip(groups, times, strict=True)
    )


def captions_from(subtitles: Subtitles, style: Style) -> tuple[Caption, ...]:
    """Keep the times and lines that somebody chose; only WebCaptions, which have no lines, are broken into some."""
    chosen = subtitles.format != "WebCaptions"
    return tuple(_caption_from(cue, style, chosen=chosen) for cue in subtitles.cues)


def _caption_from(cue: Cue, style: Style, *, chosen: bool) -> Caption:
    words = words_in(" ".join(cue.lines), cue.start, cue.end)
    lines = (
        cue.lines if chosen or len(cue.lines) > 1 else lines_of(tuple(pieces_of(words, style.columns)), style.columns)
    )
    return Caption(cue.start, cue.end, text_of(words), lines)


def _times_of(groups: Sequence[Sequence[Word]], style: Style) -> Iterator[tuple[float, float]]:
    free_from = 0.0
    for group, following in pairwise(chain(groups, [None])):
        assert group is not None  # noqa: S101 - only the last of a pair can be None
        start = max(group[0].start, free_from)
        end = _end_of(group, start, following[0].start if following else None, style)
        free_from = max(end, start + LAST_RESORT)
        yield start, free_from


def _end_of(group: Sequence[Word], start: float, next_start: float | None, style: Style) -> float:
    reading = width_of(text_of(group)) / style.columns_per_second
    end = max(group[-1].end, start + max(style.shortest, min(reading, style.longest)))
    if next_start is not None and next_start - end < style.chain:
        end = next_start - style.gap
    return min(end, start + style.longest)
