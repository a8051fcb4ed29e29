"""Where a sentence ends: the one rule, for words that come one by one and for running text, in any script.

A question or exclamation mark ends a sentence, a full stop does unless the word is written with it: a number
with a fraction, an address, a title, initials, an abbreviation, an ordinal. What follows decides where the word alone
does not. Scripts without spaces have marks of their own; Thai and Lao write none, and a space stands for one.
The standard library alone: a copy of this module is part of the package `media_insights` (`make generate`).
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from media_kits.text.abbreviations import (
    BEFORE_NAMES,
    BEFORE_NUMBERS,
    EITHER,
    MONTHS,
    STARTERS,
    THAI_PARTICLES,
    WITH_ORDINAL_STOPS,
)

STOPS = ".…"
"""Full stop and ellipsis, which may stand within a sentence."""
MARKS = "?!‽⁇⁈⁉‼⸮؟۔।॥։܀܁܂߹።፧፨။៕។།༎᠃᠉꘎꛳꣎꣏꧉꯫෴\u037e"
"""Marks of all scripts with spaces that end a sentence wherever they stand: danda, Urdu and Armenian full stop …"""
UNSPACED_MARKS = "。．！？｡"
"""Marks of Chinese and Japanese, after which no space follows."""
CLOSING = "\"'”’»›)]}」』）】〉》〕＂＇"
OPENING = "\"'“‘«‹([{「『（【〈《〔„‚¿¡-–—"
UNMARKED_LENGTH = 120
"""Letters of Thai or Lao after which any space counts as the end of a sentence."""
SHORT = 12
"""Characters below which a sentence may be nothing but the number of what follows: "1. Introduction"."""
REACH = 60
"""Characters before and after a mark that decide about it."""

_ANY = re.escape(STOPS + MARKS + UNSPACED_MARKS + ";")
_CLOSERS = rf"[{re.escape(CLOSING)}]*+(?:[ \u00a0\u202f]»)*"  # French puts a space before it
_HAN = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_UNMARKED = "\u0e01-\u0e4e\u0e81-\u0ece"
# a run of marks is taken whole or not at all, from its first on: text of nothing but marks must not cost its square
_FIRST, _RUN = f"(?<![{_ANY}])", f"[{_ANY}]++"
_PLACES = re.compile(
    rf"(?P<blank>\n\s*\n)"
    rf"|(?P<spaced>{_FIRST}{_RUN}{_CLOSERS}(?=\s|$))"
    rf"|(?P<unspaced>{_FIRST}(?=[{_ANY}]*[{UNSPACED_MARKS}]){_RUN}{_CLOSERS}(?=\S))"
    rf"|(?P<mixed>(?<=[{_HAN}])[.?!]+(?=[{_HAN}]))"
    rf"|(?P<unmarked>(?<=[{_UNMARKED}])[ \u00a0]+(?=[{_UNMARKED}]))"
)
_INITIAL = re.compile(r"[^\W\d_](?:-[^\W\d_])?")
_DOTTED = re.compile(r"[^\W\d_]{1,2}(?:\.-?[^\W\d_]{1,3})+")
_NUMBERED = re.compile(r"[(\[]?(?:\d{1,3}|[ivxIVX]{1,4})[.)]+")
_LETTERS = re.compile(r"[^\W\d_]+")
_ROMAN = re.compile(r"(?!I\b)[IVXLC]+\b")


class _Following(NamedTuple):
    """What stands after a word: the text, its first letter or digit, its first word in lower case."""

    text: str
    first: str
    word: str


def ends_sentence(word: str, following: str = "", language: str = "", *, cased: bool = True) -> bool:
    """Return whether a sentence ends with a word as it is written, marks and quotation marks included.

    `following` is the text after it, "" when unknown or none. `language` is an ISO 639 code, "" when unknown. Where the
    whole text is in small letters, so `cased` is false, a small letter after a full stop says nothing.
    """
    bare = word.strip()
    core = bare.rstrip(CLOSING + " \u00a0\u202f")
    if not _is_mark(core):
        return False
    after = _following(following)
    closed, goes_on = core != bare, cased and _is_small(after.text)
    if core[-1] in UNSPACED_MARKS:
        within = core[-1] == "．" and core[-2:-1].isdigit() and following[:1].isdigit()
        return not within and not (closed and after.text and following[0] not in OPENING and not following[0].isspace())
    if core[-1] not in STOPS:
        return not (closed and goes_on)
    if goes_on:
        return False
    if core[-1] != "." or core.endswith(".."):
        return True
    return _stops(core[:-1].lstrip(OPENING), after, language.partition("-")[0].lower())


def ends_in(words: Sequence[str], language: str = "") -> list[bool]:
    """Return for each word of a text whether a sentence ends with it, by the words after it."""
    cased = _is_cased("".join(words))
    following = [*words[1:], ""]
    return [
        ends_sentence(word, after, language, cased=cased) and not (begins and _NUMBERED.fullmatch(word.strip()))
        for word, after, begins in zip(words, following, _begins(words), strict=True)
    ]


def sentences_in(text: str, language: str = "") -> Iterator[tuple[int, int]]:
    """Yield start and end of each sentence of a text, with the space after it; together they are the whole text."""
    cased, start = _is_cased(text), 0
    for place in _PLACES.finditer(text):
        if _ends_at(text, start, place, language, cased=cased):
            end = _after_space(text, place.end())
            yield start, end
            start = end
    if start < len(text):
        yield start, len(text)


def _ends_at(text: str, start: int, place: re.Match[str], language: str, *, cased: bool) -> bool:
    if not text[start : place.start()].strip() and place.lastgroup in {"blank", "unmarked"}:
        return False
    if place.lastgroup in {"blank", "mixed"}:
        return place.start() >= start
    if place.lastgroup == "unmarked":
        said = text[start : place.start()]
        return said.endswith(THAI_PARTICLES) or len(said) >= UNMARKED_LENGTH
    before = text[max(start, place.start() - REACH) : place.end()]
    if place.end() - start < SHORT and _NUMBERED.fullmatch(text[start : place.end()].strip()):
        return False
    return ends_sentence(before.split()[-1], text[place.end() : place.end() + REACH], language, cased=cased)


def _stops(stem: str, after: _Following, language: str) -> bool:
    """Return whether a full stop after `stem` ends a sentence: the first rule that says so."""
    key = re.split(r"[-–/]", stem.casefold())[-1] if "." not in stem else stem.casefold()
    begins = after.word in STARTERS.get(language, STARTERS["en"])
    numbered = after.first.isdigit() or bool(_ROMAN.match(after.text))
    rules = (
        (key in BEFORE_NAMES, False),
        (key in BEFORE_NUMBERS and numbered, False),
        (stem.isdigit() and len(stem) <= 2 and after.word in MONTHS, False),
        (stem.isdigit() and len(stem) <= 2 and language in WITH_ORDINAL_STOPS, begins or not after.text),
        (bool(_INITIAL.fullmatch(stem)) and key not in EITHER, begins and not numbered),
        (key in EITHER or bool(_DOTTED.fullmatch(stem)), begins or not (after.first.isupper() or numbered)),
    )
    return next((ends for holds, ends in rules if holds), True)


def _is_mark(core: str) -> bool:
    """Return whether a word ends with a mark; a semicolon after a Greek letter is its question mark."""
    if core.endswith(";"):
        return "\u0370" <= core[-2:-1] <= "\u03ff" or "\u1f00" <= core[-2:-1] <= "\u1fff"
    return core.endswith((*STOPS, *MARKS, *UNSPACED_MARKS))


def _following(text: str) -> _Following:
    bare = text.lstrip(OPENING + " \t\r\n\u00a0…." + CLOSING)
    word = _LETTERS.match(bare)
    return _Following(bare, bare[:1], word[0].casefold() if word else "")


def _is_small(text: str) -> bool:
    """Return whether a text goes on in small letters; "iPhone" begins a sentence as well as not.

    Georgian is written in what Unicode calls small letters, and has no others in use.
    """
    return text[:1].islower() and not text[1:2].isupper() and not "\u10d0" <= text[:1] <= "\u10ff"


def _is_cased(text: str) -> bool:
    return any(map(str.isupper, text))


def _begins(words: Sequence[str]) -> list[bool]:
    return [number == 0 or words[number - 1].rstrip().endswith((*STOPS, *MARKS)) for number in range(len(words))]


def _after_space(text: str, end: int) -> int:
    while end < len(text) and text[end].isspace():
        end += 1
    return end
