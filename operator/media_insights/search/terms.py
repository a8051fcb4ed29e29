"""Terms: what of a text is looked up, the same for what is indexed and for what is asked.

A word is a term, without case and accents. Scripts that write no spaces between words (Chinese, Japanese, Korean) give
a term for each pair of neighbouring characters, and for the last one alone: a query finds any part of such a text.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from media_insights.results.scripts import UNSPACED

_RUNS = re.compile(f"(?P<unspaced>[{UNSPACED}]+)|(?P<word>[^\\W_{UNSPACED}]+)")
_ACCENTS = re.compile("[\u0300-\u036f]")
"""Accents of Latin, Greek and Cyrillic letters; marks of other scripts make another letter, as in か and が."""


@dataclass(frozen=True, slots=True)
class TermPhrase:
    """Terms that stand one after the other."""

    terms: tuple[str, ...]
    is_open: bool = False
    """Whether the last term is the beginning of one."""


def folded(text: str) -> str:
    """Return a text without case, accents and compatibility forms (NFKC): ``Ｃａｆé`` is ``cafe``."""
    plain = unicodedata.normalize("NFD", unicodedata.normalize("NFKC", text).casefold())
    return unicodedata.normalize("NFC", _ACCENTS.sub("", plain))


def terms_of(text: str) -> tuple[str, ...]:
    """Return the terms of a text in its order."""
    return tuple(term for run, is_word in _runs(text) for term in ([run] if is_word else _pairs(run)))


def phrase_of(text: str, *, is_open: bool = False) -> TermPhrase:
    """Return what finds a text inside of others; ``is_open``: also as the beginning of a longer word.

    No terms when it holds neither letters nor digits.
    """
    terms = terms_of(text)
    *_, (last, is_word) = [("", True), *_runs(text)]
    if is_word:
        return TermPhrase(terms, is_open=is_open)
    if len(last) == 1:
        return TermPhrase(terms, is_open=True)
    return TermPhrase(terms[:-1])


def joined_terms(text: str) -> str:
    """Return a text's terms with a space around each, so that a phrase is a substring."""
    return f" {' '.join(terms_of(text))} "


def _runs(text: str) -> Iterator[tuple[str, bool]]:
    for match in _RUNS.finditer(folded(text)):
        yield match[0], match["word"] is not None


def _pairs(run: str) -> Iterator[str]:
    yield from (run[at : at + 2] for at in range(len(run) - 1))
    yield run[-1]
