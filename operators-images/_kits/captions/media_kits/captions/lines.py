"""Breaks one caption's words into lines: as few as possible, at a phrase's end, even, the lower one rather longer."""

from collections.abc import Iterator, Sequence
from itertools import accumulate, combinations, pairwise

from media_kits.captions.words import Word, text_of, width_of

TOP_HEAVY = 0.1
MID_PHRASE = 0.3
CLINGING = 0.25
MOST_EVEN = 3
"""Lines up to which the best division is looked for: the divisions of more cannot be counted. Nobody reads so many."""
_Line = tuple[int, int]
"""Of a caption's words the first of a line, and the one after its last."""


def lines_of(words: Sequence[Word], columns: int) -> tuple[str, ...]:
    """Return the lines, each at most `columns` wide; a single word wider than that stays whole."""
    if _width(words) <= columns * MOST_EVEN:
        reach = _Reach(words)
        for count in range(1, min(MOST_EVEN, len(words)) + 1):
            fitting = [each for each in _divisions(words, count) if all(reach.width(*line) <= columns for line in each)]
            if fitting:
                best = min(fitting, key=lambda lines: _ugliness(lines, words, reach, columns))
                return tuple(text_of(words[start:end]) for start, end in best)
    return tuple(_fill(words, columns))


class _Reach:
    """How wide any words that follow each other are: from sums, since there are many ways to divide a caption."""

    def __init__(self, words: Sequence[Word]) -> None:
        self.words = words
        self.sums = tuple(accumulate((word.spaced + word.width for word in words), initial=0))

    def width(self, start: int, end: int) -> int:
        return self.sums[end] - self.sums[start] - self.words[start].spaced


def _fill(words: Sequence[Word], columns: int) -> Iterator[str]:
    line: list[Word] = []
    for word in words:
        if line and _width([*line, word]) > columns:
            yield text_of(line)
            line = []
        line.append(word)
    yield text_of(line)


def _divisions(words: Sequence[Word], count: int) -> Iterator[list[_Line]]:
    for cuts in combinations(range(1, len(words)), count - 1):
        yield list(pairwise((0, *cuts, len(words))))


def _width(words: Sequence[Word]) -> int:
    return width_of(text_of(words))


def _ugliness(lines: Sequence[_Line], words: Sequence[Word], reach: _Reach, columns: int) -> float:
    widths = [reach.width(*line) for line in lines]
    last_words = [words[end - 1] for _, end in lines[:-1]]
    unevenness = (max(widths) - min(widths)) / columns
    top_heavy = sum(upper > lower for upper, lower in pairwise(widths))
    mid_phrase = sum(not (word.ends_clause or word.ends_sentence) for word in last_words)
    clinging = sum(word.clings for word in last_words)
    return unevenness + TOP_HEAVY * top_heavy + MID_PHRASE * mid_phrase + CLINGING * clinging
