"""Words that shall not be read: masked, left out or marked, as Amazon Transcribe's vocabulary filter does."""

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Literal

from recognition import SpokenWord

Method = Literal["mask", "remove", "tag"]

MASK = "***"

_SPELLS = "LMN"
"""First letters of Unicode's categories of what words are spelt with: letters, their vowel signs and accents, digits.

Many words of Hindi, Tamil and Thai end in a sign, which is a mark and no letter."""


def filtered(words: Iterable[SpokenWord], unwanted: Iterable[str], method: Method) -> Iterator[SpokenWord]:
    """Yield the words after the filter. Whole words match, in upper or lower case: `mask` is not found in `masked`."""
    keys = {_key_of(word) for word in unwanted}
    if method == "remove":
        yield from _without(words, keys)
        return
    for word in words:
        before, spoken, after = _parts_of(word.text)
        if _key_of(spoken) not in keys:
            yield word
        elif method == "mask":
            yield replace(word, text=f"{before}{MASK}{after}")
        else:
            yield replace(word, matched=True)


def is_word(text: str) -> bool:
    """Return whether this is what the filter compares: one word, without blanks in it and marks around it."""
    return _parts_of(text) == ("", text, "") and not any(each.isspace() for each in text) and bool(text)


def _without(words: Iterable[SpokenWord], keys: set[str]) -> Iterator[SpokenWord]:
    """Leave words out; the end of a sentence that went with one is given to the word before."""
    held: SpokenWord | None = None
    for word in words:
        _, spoken, after = _parts_of(word.text)
        if _key_of(spoken) in keys:
            if held and after and not _parts_of(held.text)[2]:
                held = replace(held, text=held.text + after)
            continue
        if held:
            yield held
        held = word
    if held:
        yield held


def _parts_of(text: str) -> tuple[str, str, str]:
    """Return what stands before a word, the word, and what stands after it."""
    spelt = [place for place, each in enumerate(text) if unicodedata.category(each)[0] in _SPELLS]
    if not spelt:
        return text, "", ""
    return text[: spelt[0]], text[spelt[0] : spelt[-1] + 1], text[spelt[-1] + 1 :]


def _key_of(word: str) -> str:
    return unicodedata.normalize("NFKC", word).replace("’", "'").casefold().strip()
