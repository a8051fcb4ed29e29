"""Which words are to be silenced, and when they are said. Pure: terms and a transcript in, stretches out."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

MASK = "***"
"""What transcribe writes instead of a word that its vocabulary filter caught."""

APART = re.compile(r"[\s\-\u2010-\u2015/]+")
"""What separates the words of a term, and the parts of a word that is written with hyphens."""

POSSESSIVE = re.compile(r"['\u2019]s$")


@dataclass(frozen=True)
class Said:
    """A word as it is compared, and when its speaking begins and ends, in seconds; a masked one has no letters."""

    word: str
    start: float
    end: float
    masked: bool = False


Term = tuple[str, ...]
"""Words that follow each other; one that ends in `*` stands for every word that begins so."""


def terms_of(lines: Iterable[str]) -> list[Term]:
    """Return terms as they are compared, without empty ones; case and marks around words do not count."""
    found = (tuple(_term_words(line)) for line in lines)
    return list(dict.fromkeys(term for term in found if term))


def said_in(transcript: dict[str, Any]) -> list[Said]:
    """Return the spoken words of a transcript in Transcribe's shape; what has no time cannot be silenced."""
    results = transcript.get("results")
    items = results.get("items") if isinstance(results, dict) else None
    return [said for item in (items if isinstance(items, list) else []) for said in _words_of(item)]


def matches_of(terms: Sequence[Term], said: Sequence[Said]) -> list[tuple[float, float]]:
    """Return start and end of everything said that is a term, and of every word that was masked already."""
    found = [(word.start, word.end) for word in said if word.masked]
    first: dict[str, list[Term]] = {}
    for term in terms:
        first.setdefault("*" if term[0].endswith("*") else term[0], []).append(term)
    for place, word in enumerate(said):
        for form in dict.fromkeys((word.word, POSSESSIVE.sub("", word.word), "*")):
            for term in first.get(form, ()):
                stretch = said[place : place + len(term)]
                if len(stretch) == len(term) and all(map(_is, stretch, term)):
                    found.append((stretch[0].start, stretch[-1].end))
    return sorted(set(found))


def plain(word: str) -> str:
    """Return a word as it is compared: one case, one form of accents, no marks around it."""
    folded = unicodedata.normalize("NFKC", word).casefold()
    return folded.strip("".join({letter for letter in folded if not letter.isalnum()}))


def _term_words(line: str) -> Iterator[str]:
    for part in APART.split(line.strip()):
        if word := plain(part):
            yield f"{word}*" if part.endswith("*") else word


def _words_of(item: Any) -> Iterator[Said]:
    try:
        content = str(item["alternatives"][0]["content"])
        start, end = float(item["start_time"]), float(item["end_time"])
    except (KeyError, IndexError, TypeError, ValueError):
        return  # punctuation has no time
    if item.get("vocabularyFilterMatch") or content.strip(".,;:!?") == MASK:
        yield Said("", start, end, masked=True)
        return
    for part in APART.split(content.strip()):
        if word := plain(part):
            yield Said(word, start, end)


def _is(said: Said, wanted: str) -> bool:
    if wanted.endswith("*"):
        return said.word.startswith(wanted[:-1])
    return wanted in (said.word, POSSESSIVE.sub("", said.word))
