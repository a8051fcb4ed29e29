"""From spoken words to captions."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, pairwise

from cues import divide

from media_kits.captions.captions import LaidOutCaption
from media_kits.captions.style import Style
from media_kits.captions.turns import lines_in
from media_kits.captions.words import Word, pieces_of, text_of, width_of

LAST_RESORT = 0.1
"""Seconds a caption stays at least, when words share one moment: players ignore a cue that ends as it starts."""


def captions_of(words: Iterable[Word], style: Style) -> tuple[LaidOutCaption, ...]:
    """Turn words into captions by the rules of `style`, in the order of their times."""
    groups = divide(tuple(pieces_of(words, style.columns)), style)
    times = _times_of(groups, style)
    return tuple(
        LaidOutCaption(start, end, text_of(group), lines_in(group, style.columns), group)
        for group, (start, end) in zip(groups, times, strict=True)
    )


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
