"""Cuts a text into sentences, by the one rule, and into parts where a sentence is too long to be read at once."""

import itertools
from collections.abc import Iterator

from media_kits.text.sentence_ends import sentences_in

LONGEST = 1_000
"""Characters after which a text without full stops (a list, an unpunctuated transcript) is cut at a space."""

Sentence = tuple[int, str]


def batches_of(text: str, size: int, language: str = "") -> Iterator[list[Sentence]]:
    """Yield lists of `size` (offset, sentence); all sentences together are the whole text."""
    sentences = (short for start, end in sentences_in(text, language) for short in _shortened(start, text[start:end]))
    while batch := list(itertools.islice(sentences, size)):
        yield batch


def _shortened(offset: int, text: str) -> Iterator[Sentence]:
    while len(text) > LONGEST:
        space = max(text.rfind(" ", LONGEST // 2, LONGEST), text.rfind("\n", LONGEST // 2, LONGEST))
        end = space + 1 or LONGEST
        yield offset, text[:end]
        offset, text = offset + end, text[end:]
    if text:
        yield offset, text
