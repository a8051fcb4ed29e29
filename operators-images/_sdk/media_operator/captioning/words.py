"""Spoken words with their times, read from a transcript in Amazon Transcribe's shape."""

import itertools
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from media_operator.errors import UnusableInput

_UNSPACED = re.compile(  # scripts written without spaces: Thai to Khmer, kana, Han, full-width forms
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3000-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uf900-\ufaff\uff00-\uff9f\U00020000-\U0003ffff]"
)
_UNSPACED_MARKS = "、。！，．：；？」』）"
_UNSPACED_LETTER = re.compile(
    rf"(?:{_UNSPACED.pattern}|(?:(?!{_UNSPACED.pattern}).)+)[{_UNSPACED_MARKS}]*"  # or a run of other scripts
)
_SENTENCE_END = re.compile(r"[.?!…。？！．｡।؟۔][\"'”’»)\]」』]*$")
_CLAUSE_END = re.compile(r"[,;:–—、，；：،؛][\"'”’»)\]」』]*$")
_ABBREVIATION = re.compile(
    r"^\W*(?:\w|mrs?|ms|mx|dr|drs|st|prof|jr|sr|vs|no|gen|rev|hon|mme|mlle|hr|fr|sra?)\.$", re.IGNORECASE
)
_CONTROL = re.compile(r"[\u0000-\u001f\u007f-\u009f\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]+")

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

    @cached_property
    def width(self) -> int:
        """Return the columns it takes: 2 for each full-width character, 0 for combining marks."""
        return width_of(self.text)

    @cached_property
    def ends_sentence(self) -> bool:
        """Return whether a full stop of any script ends it; titles ("Dr.") and initials do not count."""
        return bool(_SENTENCE_END.search(self.text)) and not _ABBREVIATION.match(self.text)

    @cached_property
    def ends_clause(self) -> bool:
        """Return whether a comma, colon, semicolon or dash ends it."""
        return bool(_CLAUSE_END.search(self.text))

    @cached_property
    def clings(self) -> bool:
        """Return whether it belongs to the next word: articles and prepositions are short in most languages."""
        return self.width <= SHORT_WORD and self.text.isalpha() and not _UNSPACED.match(self.text)


def width_of(text: str) -> int:
    """Return the columns a text takes (UAX #11: wide and full-width characters take two)."""
    return sum(0 if unicodedata.combining(char) else 1 + (unicodedata.east_asian_width(char) in "WF") for char in text)


def text_of(words: Iterable[Word]) -> str:
    """Return the words as one line, with spaces where their script has them."""
    return "".join(f" {word.text}" if word.spaced else word.text for word in words).strip()


def is_joined(left: str, right: str) -> bool:
    """Return whether no space stands between two texts that follow each other, as in scripts without spaces."""
    return bool(_UNSPACED.match(left[-1:]) or _UNSPACED.match(right))


def words_in(text: str, start: float, end: float) -> tuple[Word, ...]:
    """Return the words of a written text, all from `start` to `end`: nobody knows when each is said."""
    words: list[Word] = []
    for part in text.split():
        words.append(Word(part, part, start, end, 1, spaced=not (words and is_joined(words[-1].text, part))))
    return tuple(words)


def parse_words(transcript: Any) -> tuple[Word, ...]:
    """Read `results.items`. Numbers may be text, as Amazon Transcribe writes them.

    Raises UnusableInput naming the item that breaks the shape.
    """
    try:
        items = transcript["results"]["items"]
        words = _words_of([(number, item["type"], item) for number, item in enumerate(items)])
    except (KeyError, TypeError) as error:
        raise UnusableInput(f"the transcript has no results.items in Transcribe's shape ({error!r})") from error
    return tuple(_in_order(words))


def letters_apart(words: Iterable[Word]) -> Iterator[Word]:
    """Cut what scripts without spaces join into single characters; a mark stays with the character before it."""
    for word in words:
        parts = _UNSPACED_LETTER.findall(word.text)
        for number, part in enumerate(parts):
            first = number == 0
            yield replace(
                word, content=part, text=part, spaced=word.spaced and first, opens_line=word.opens_line and first
            )


def pieces_of(words: Iterable[Word], columns: int) -> Iterator[Word]:
    """Cut words wider than a line (addresses, unbroken scripts) into pieces that share their time."""
    for word in words:
        if word.width <= columns:
            yield word
        else:
            yield from _pieces(word, columns)


def _words_of(items: list[tuple[int, str, dict[str, Any]]]) -> Iterator[Word]:
    waiting: Word | None = None
    for number, kind, item in items:
        content = _CONTROL.sub(" ", str(item["alternatives"][0]["content"])).strip()
        if kind == "punctuation":
            waiting = waiting and replace(waiting, text=waiting.text + content)
        elif content:
            if waiting:
                yield waiting
            waiting = _word_of(number, item, content, waiting)
    if waiting:
        yield waiting


def _word_of(number: int, item: dict[str, Any], content: str, before: Word | None) -> Word:
    try:
        start, end = float(item["start_time"]), float(item["end_time"])
        confidence = float(item["alternatives"][0].get("confidence", 1))
    except (KeyError, ValueError) as error:
        raise UnusableInput(f"results.items[{number}] of the transcript has no usable time ({error!r})") from error
    if not 0 <= start <= end < float("inf"):
        raise UnusableInput(f"results.items[{number}] of the transcript lasts from {start} to {end} seconds")
    spaced = not (before and is_joined(before.text, content))
    return Word(content, content, start, end, confidence, spaced, str(item.get("speaker_label") or ""))


def _in_order(words: Iterator[Word]) -> Iterator[Word]:
    latest = 0.0
    for word in sorted(words, key=lambda word: word.start):
        latest = max(latest, word.end)
        yield replace(word, end=latest)


def _pieces(word: Word, columns: int) -> Iterator[Word]:
    reach = list(itertools.accumulate(map(width_of, word.text)))
    groups = itertools.groupby(zip(word.text, reach, strict=True), key=lambda pair: (pair[1] - 1) // columns)
    parts = ["".join(char for char, _ in group) for _, group in groups]
    share = (word.end - word.start) / len(parts)
    for number, part in enumerate(parts):
        start, first = word.start + number * share, number == 0
        piece = replace(word, content=part, text=part, start=start, end=start + share)
        yield replace(piece, spaced=word.spaced and first, opens_line=word.opens_line and first)
