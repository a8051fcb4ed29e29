"""Breaks one caption's words into lines: as few as possible, at a phrase's end, even, the lower one rather longer."""

from collections.abc import Iterator, Sequence
from itertools import combinations, pairwise

from media_kits.captions.words import Word, text_of, width_of

TOP_HEAVY = 0.1
MID_PHRASE = 0.3
CLINGING = 0.25
MOST_EVEN = 3
"""Lines up to which the best division is looked for: the divisions of more cannot be counted. Nobody reads so many."""


def lines_of(words: Sequence[Word], columns: int) -> tuple[str, ...]:
    """Return the lines, each at most `columns` wide; a single word wider than that stays whole."""
    if _width(words) > columns * MOST_EVEN:
        return tuple(_filled(words, columns))
    for count in range(1, len(words) + 1):
        fitting = [lines for lines in _divisions(words, count) if all(_width(line) <= columns for line in lines)]
        if fitting:
            best = min(fitting, key=lambda lines: _ugliness(lines, columns))
            return tuple(map(text_of, best))
    return tuple(text_of([word]) for word in words)


def _filled(words: Sequence[Word], columns: int) -> Iterator[str]:
    line: list[Word] = []
    for word in words:
        if line and _width([*line, word]) > columns:
            yield text_of(line)
            line = []
        line.append(word)
    yield text_of(line)


def _divisions(words: Sequence[Word], count: int) -> Iterator[list[Sequence[Word]]]:
    for cuts in combinations(range(1, len(words)), count - 1):
        yield [words[start:end] for start, end in pairwise((0, *cuts, len(words)))]


def _width(words: Sequence[Word]) -> int:
    return width_of(text_of(words))


def _ugliness(lines: Sequence[Sequence[Word]], columns: int) -> float:
    widths = [_width(line) for line in lines]
    unevenness = (max(widths) - min(widths)) / columns
    top_heavy = sum(upper > lower for upper, lower in pairwise(widths))
    mid_phrase = sum(not (line[-1].ends_clause or line[-1].ends_sentence) for line in lines[:-1])
    clinging = sum(line[-1].clings for line in lines[:-1])
    return unevenness + TOP_HEAVY * top_heavy + MID_PHRASE * mid_phrase + CLINGING * clinging
