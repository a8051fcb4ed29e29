"""Words with their times and widths, and what a script says about them: spaces, ends of sentences and clauses."""

import itertools
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from media_kits.text.sentence_ends import ends_sentence

UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3000-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uf900-\ufaff\uff00-\uff9f\U00020000-\U0003ffff]"
)
"""A character of a script that is written without spaces: Thai to Khmer, kana, Han, full-width forms."""
_CLAUSE_END = re.compile(r"[,;:–—、，；：،؛][\"'”’»)\]」』]*$")

SHORT_WORD = 3
"""Letters of a word that reads badly at the end of a line ("received for / good")."""


@dataclass(frozen=True)
class Word:
    """One word as it is shown. Times are seconds, the confidence is 0 to 1."""

    content: str
    text: str
    start: float
    end: float
    confidence: float
    spaced: bool = True
    """Whether a space separates it from the word before it."""
    speaker: str = ""
    """Who says it, where the transcript tells speakers apart."""
    opens_line: bool = False
    """Whether it must stand at the beginning of a line."""
    following: str = ""
    """The text of the next word; empty when unknown or none."""
    language: str = ""
    """Language code; empty when unknown."""

    @cached_property
    def width(self) -> int:
        """Return the columns it takes: 2 for each full-width character, 0 for combining marks."""
        return width_of(self.text)

    @cached_property
    def ends_sentence(self) -> bool:
        """Return whether a sentence ends with it, by the rule of the text kit."""
        return ends_sentence(self.text, self.following, self.language)

    @cached_property
    def ends_clause(self) -> bool:
        """Return whether a comma, colon, semicolon or dash ends it."""
        return bool(_CLAUSE_END.search(self.text))

    @cached_property
    def clings(self) -> bool:
        """Return whether it belongs to the next word: articles and prepositions are short in most languages."""
        return self.width <= SHORT_WORD and self.text.isalpha() and not UNSPACED.match(self.text)


def width_of(text: str) -> int:
    """Return the columns a text takes (UAX #11: wide and full-width characters take two)."""
    return sum(0 if unicodedata.combining(char) else 1 + (unicodedata.east_asian_width(char) in "WF") for char in text)


def text_of(words: Iterable[Word]) -> str:
    """Return the words as one line, with spaces where their script has them."""
    return "".join(f" {word.text}" if word.spaced else word.text for word in words).strip()


def is_joined(left: str, right: str) -> bool:
    """Return whether no space stands between two texts that follow each other, as in scripts without spaces."""
    return bool(UNSPACED.match(left[-1:]) or UNSPACED.match(right))


def in_context(words: Sequence[Word], language: str = "") -> tuple[Word, ...]:
    """Return the words of a text, each with the one that follows: without it nobody knows where sentences end.

    In a text that is all in small letters, what follows says nothing.
    """
    cased = any(char.isupper() for word in words for char in word.text)
    following = [word.text if cased else "" for word in words[1:]]
    pairs = zip(words, [*following, ""][: len(words)], strict=True)
    return tuple(replace(word, following=after, language=language) for word, after in pairs)


def words_in(text: str, start: float, end: float, language: str = "") -> tuple[Word, ...]:
    """Return the words of a written text, all from `start` to `end`: nobody knows when each is said."""
    words: list[Word] = []
    for part in text.split():
        words.append(Word(part, part, start, end, 1, spaced=not (words and is_joined(words[-1].text, part))))
    return in_context(words, language)


def pieces_of(words: Iterable[Word], columns: int) -> Iterator[Word]:
    """Cut words wider than a line (addresses, unbroken scripts) into pieces that share their time."""
    for word in words:
        if word.width <= columns:
            yield word
        else:
            yield from _pieces(word, columns)


def _pieces(word: Word, columns: int) -> Iterator[Word]:
    reach = list(itertools.accumulate(map(width_of, word.text)))
    groups = itertools.groupby(zip(word.text, reach, strict=True), key=lambda pair: (pair[1] - 1) // columns)
    parts = ["".join(char for char, _ in group) for _, group in groups]
    share = (word.end - word.start) / len(parts)
    for number, part in enumerate(parts):
        start, first = word.start + number * share, number == 0
        piece = replace(word, content=part, text=part, start=start, end=start + share)
        yield replace(piece, spaced=word.spaced and first, opens_line=word.opens_line and first)
