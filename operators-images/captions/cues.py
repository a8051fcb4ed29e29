"""Divides words into captions: the cheapest division, where each breach of good practice has a price.

A dynamic programme over the words: cost[j] is the least price of captions that end before word j. Greedy filling
ends a caption wherever the second line is full, in the middle of a phrase; this looks ahead instead.
"""

import math
from collections.abc import Iterator, Sequence

from media_kits.captions.style import Style
from media_kits.captions.words import Word

CAPTION = 0.5
SENTENCE_INSIDE = 1.0
END_OF_CLAUSE = 1.0
END_AT_PAUSE = 1.5
END_ANYWHERE = 3.0
END_AT_SHORT_WORD = 3.6
TOO_SHORT = 4.0
TOO_FAST = 3.0
EMPTINESS = 0.6

AUDIBLE_PAUSE = 0.3
"""Seconds of silence that sound like the end of a phrase even without a comma."""


def divide(words: Sequence[Word], style: Style) -> list[Sequence[Word]]:
    """Return the captions' words. Every caption fits the style's lines; no long pause is inside one."""
    cost, origin = [0.0] + [math.inf] * len(words), [0] * (len(words) + 1)
    for first in range(len(words)):
        for after, price in _candidates(words, first, style):
            if cost[first] + price < cost[after]:
                cost[after], origin[after] = cost[first] + price, first
    return list(_walk_back(words, origin))[::-1]


def _walk_back(words: Sequence[Word], origin: Sequence[int]) -> Iterator[Sequence[Word]]:
    after = len(words)
    while after:
        yield words[origin[after] : after]
        after = origin[after]


def _candidates(words: Sequence[Word], first: int, style: Style) -> Iterator[tuple[int, float]]:
    """Yield (index after the last word, price) of each caption that can start at `first`."""
    width, column, line, sentences = 0, 0, 1, 0
    for last in range(first, len(words)):
        word = words[last]
        step = word.width + (word.spaced and last > first)
        if column + step > style.columns or (word.opens_line and last > first):
            line, column, step = line + 1, 0, word.width
        width, column = width + step, column + step
        if last > first and (line > style.lines or _must_break(words, first, last, style)):
            return
        yield last + 1, _price(words, first, last, width, style) + SENTENCE_INSIDE * sentences
        sentences += word.ends_sentence or _ends_turn(words, last)


def _ends_turn(words: Sequence[Word], last: int) -> bool:
    return last + 1 < len(words) and words[last + 1].opens_line


def _must_break(words: Sequence[Word], first: int, last: int, style: Style) -> bool:
    silence = words[last].start - words[last - 1].end
    return silence > style.pause or words[last].end - words[first].start > style.longest


def _price(words: Sequence[Word], first: int, last: int, width: int, style: Style) -> float:
    return (
        CAPTION
        + EMPTINESS * (1 - width / (style.columns * style.lines)) ** 2
        + _ending_price(words, last)
        + _reading_price(words, first, last, width, style)
    )


def _ending_price(words: Sequence[Word], last: int) -> float:
    word = words[last]
    if last + 1 == len(words) or word.ends_sentence or _ends_turn(words, last):
        return 0
    if word.ends_clause:
        return END_OF_CLAUSE
    if words[last + 1].start - word.end >= AUDIBLE_PAUSE:
        return END_AT_PAUSE
    return END_AT_SHORT_WORD if word.clings else END_ANYWHERE


def _reading_price(words: Sequence[Word], first: int, last: int, width: int, style: Style) -> float:
    start = words[first].start
    until = words[last + 1].start - style.gap if last + 1 < len(words) else math.inf
    seconds = max(0.01, min(until, start + style.longest) - start)
    haste = width / seconds / style.columns_per_second - 1
    return TOO_SHORT * max(0, 1 - seconds / style.shortest) + TOO_FAST * min(1, max(0, haste))
