"""Who speaks: a dash where somebody else begins, as broadcasters mark it, and each speaker on a line of their own."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from media_kits.captions.lines import lines_of
from media_kits.captions.words import Word

DASH = "- "


def marked(words: Sequence[Word]) -> tuple[Word, ...]:
    """Return the words with a dash before each turn; unchanged where not at least two speakers are told apart."""
    if len({word.speaker for word in words if word.speaker}) < 2:
        return tuple(words)
    return tuple(_marked(words))


def recognised(words: Sequence[Word]) -> tuple[Word, ...]:
    """Return words of a written text whose dashes begin turns: one at its beginning, or after a sentence."""
    found: list[Word] = []
    for word in words:
        if _begins_turn(found):
            spaced = found.pop().spaced
            found.append(replace(word, text=DASH + word.text, spaced=spaced, opens_line=True))
        else:
            found.append(word)
    return tuple(found)


def lines_in(words: Sequence[Word], columns: int) -> tuple[str, ...]:
    """Return the lines of one caption: turn by turn, each broken as if it stood alone."""
    turns: list[list[Word]] = []
    for word in words:
        if word.opens_line or not turns:
            turns.append([])
        turns[-1].append(word)
    return tuple(line for turn in turns for line in lines_of(turn, columns))


def _marked(words: Sequence[Word]) -> Iterator[Word]:
    for _, turn in groupby(words, key=lambda word: word.speaker):
        first, *others = turn
        yield replace(first, text=DASH + first.text, spaced=True, opens_line=True)
        yield from others


def _begins_turn(before: Sequence[Word]) -> bool:
    if not before or before[-1].text != DASH.strip():
        return False
    return len(before) == 1 or before[-2].ends_sentence
