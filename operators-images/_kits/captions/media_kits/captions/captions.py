"""Captions: text on the screen from one moment to another."""

from collections.abc import Sequence
from dataclasses import dataclass

from media_kits.captions.lines import lines_of
from media_kits.captions.style import Style
from media_kits.captions.turns import lines_in, recognised
from media_kits.captions.words import Word, pieces_of, text_of, words_in


@dataclass(frozen=True)
class LaidOutCaption:
    """One caption. Times are seconds; captions of a list never overlap."""

    start: float
    end: float
    text: str
    """All of it on one line."""
    lines: tuple[str, ...]
    words: Sequence[Word] = ()
    """The words that were heard; none for captions that somebody wrote."""


def written(start: float, end: float, text: str, style: Style) -> LaidOutCaption:
    """Return a caption of a text that nobody has broken into lines: each speaker on a line, where there are enough."""
    words = recognised(words_in(text, start, end))
    pieces = tuple(pieces_of(words, style.columns))
    lines = lines_in(pieces, style.columns)
    fitting = lines if len(lines) <= style.lines else lines_of(pieces, style.columns)
    return LaidOutCaption(start, end, text_of(words), fitting)
