"""Captions as text: runs of captions that read on, one after the other, and the sentences in them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from media_kits.captions.cue_times import Cue
from media_kits.captions.words import is_joined
from media_kits.translation.passages import Passage, passages_of

PAUSE = 3.0
"""Seconds between two captions over which no sentence goes on."""

_NEW_SPEAKER = re.compile(r"[-–—♪♫#(\[]|>>")


@dataclass(frozen=True)
class Share:
    """The part of a sentence that stands in one caption: which one, and how many characters of it."""

    caption: int
    characters: int


@dataclass(frozen=True)
class Sentence:
    """A sentence to translate, and the captions that it goes through."""

    text: str
    shares: tuple[Share, ...]


@dataclass(frozen=True)
class Kept:
    """What is not translated (a number, a note of music) stays in its caption."""

    text: str
    caption: int


Part = Sentence | Kept
Ends = Sequence[tuple[int, int]]
"""For each caption of a run its number, and the place in the run's text where it ends."""


def parts_of(cues: Sequence[Cue], language: str = "") -> list[Part]:
    """Return all text of the captions in order, each character of it in one part."""
    return [part for numbers in _runs(cues) for part in _parts(*_text(cues, numbers), language)]


def text_of(cue: Cue) -> str:
    """Return a caption on one line."""
    return " ".join(cue.lines)


def glued(left: str, right: str) -> str:
    """Return two texts as one, with a space between them where their script has one."""
    return left + right if not left or not right or is_joined(left, right) else f"{left} {right}"


def _runs(cues: Sequence[Cue]) -> Iterator[list[int]]:
    numbers: list[int] = []
    for number, cue in enumerate(cues):
        if numbers and (cue.start - cues[numbers[-1]].end > PAUSE or _NEW_SPEAKER.match(text_of(cue))):
            yield numbers
            numbers = []
        numbers.append(number)
    if numbers:
        yield numbers


def _text(cues: Sequence[Cue], numbers: Sequence[int]) -> tuple[str, Ends]:
    text, ends = "", []
    for number in numbers:
        text = glued(text, text_of(cues[number]))
        ends.append((number, len(text)))
    return text, ends


def _parts(text: str, ends: Ends, language: str) -> Iterator[Part]:
    reached = 0
    for passage in passages_of(text, language):
        yield from _pieces_between(text, reached, passage.begin, ends)
        yield Sentence(passage.text, tuple(_shares(passage, ends)))
        reached = passage.end
    yield from _pieces_between(text, reached, len(text), ends)


def _shares(passage: Passage, ends: Ends) -> Iterator[Share]:
    for (_, begin), (number, end) in pairwise([(-1, 0), *ends]):
        if (characters := min(end, passage.end) - max(begin, passage.begin)) > 0:
            yield Share(number, characters)


def _pieces_between(text: str, begin: int, end: int, ends: Ends) -> Iterator[Kept]:
    for (_, start), (number, stop) in pairwise([(-1, 0), *ends]):
        first, last = max(begin, start), min(end, stop)
        if first < last and (piece := text[first:last].strip()):
            yield Kept(piece, number)
