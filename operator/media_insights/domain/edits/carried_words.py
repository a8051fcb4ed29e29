"""Carried words: what people changed in a sentence, in a text that was made of it.

A caption is a part of a sentence, an entity a few words of it, a chapter quotes it: where such a text has the words of
the former sentence, it gets what stands there now. A translation has none of them.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property
from typing import Literal

from media_insights.results.scripts import UNSPACED

MOST_WORDS = 500
"""Words of a sentence, and of a text, that are compared: the time grows with their product."""
_WORDS = re.compile(f"[{UNSPACED}]|[^\\W_{UNSPACED}]+(?:['’][^\\W_{UNSPACED}]+)*")

SaysNow = Literal["Same", "Corrected", "Former", "Else"]
"""What a text says after a correction: ``Same``, none of its words was changed; ``Corrected``, what is said there now;
``Former``, words that were changed; ``Else``, it is not in the words of the sentence."""


@dataclass(frozen=True)
class EditedText:
    """A text and its words; of scripts without spaces each character is one."""

    text: str

    @cached_property
    def spans(self) -> list[tuple[int, int]]:
        """Where each word begins and ends."""
        return [each.span() for each in _WORDS.finditer(self.text)]

    @cached_property
    def words(self) -> list[str]:
        """The words."""
        return [self.text[start:end] for start, end in self.spans]

    @cached_property
    def plain(self) -> list[str]:
        """The words without case."""
        return [each.casefold() for each in self.words]

    def between(self, first: int, last: int) -> str:
        """Return the text from one word to the one before another, without what stands around them."""
        return self.text[self.spans[first][0] : self.spans[last - 1][1]] if first < last else ""

    def gap(self, word: int) -> str:
        """Return what stands before a word that has one before it."""
        return self.text[self.spans[word - 1][1] : self.spans[word][0]]


@dataclass(frozen=True)
class Correction:
    """A sentence as it was and as people made it, with its time in milliseconds as far as it has one."""

    before: EditedText
    after: EditedText
    """Without words where they left it out."""
    start: int | None = None
    end: int | None = None

    @cached_property
    def changes(self) -> list[tuple[int, int, int, int]]:
        """From and to which word before, and from and to which word after, where they differ."""
        compared = SequenceMatcher(None, self.before.words, self.after.words, autojunk=False)
        return [(i, j, k, m) for tag, i, j, k, m in compared.get_opcodes() if tag != "equal"]

    @cached_property
    def known_words(self) -> frozenset[str]:
        """The words of the sentence as it was, without case."""
        return frozenset(self.before.plain)

    @cached_property
    def removed(self) -> frozenset[str]:
        """The words that are not in the sentence any more."""
        return self.known_words.difference(self.after.plain)

    @cached_property
    def changes_words(self) -> bool:
        """Whether another word is said, in another case only does not count."""
        return self.before.plain != self.after.plain


@dataclass(frozen=True, slots=True)
class _Run:
    """Words that a text has in common with a sentence: from which of the sentence, from which of the text, how many."""

    sentence: int
    text: int
    length: int


def carried(text: EditedText, correction: Correction, *, is_speech: bool) -> tuple[str, SaysNow]:
    """Return a text with a correction, and what it says then.

    What was added after the last word of a text belongs to speech, of which another piece goes on there, and not to a
    name or a phrase.
    """
    before = correction.before
    if max(len(before.words), len(text.words), len(correction.after.words)) > MOST_WORDS:
        return text.text, "Former"
    run = _run_in(text, before)
    if run is None:
        return text.text, "Else" if correction.removed.isdisjoint(text.plain) else "Former"
    takes_end = is_speech or run.length == len(before.words)
    pieces = list(_pieces(text, correction, run, takes_end=takes_end))
    now = _with_pieces(text.text, pieces)
    return now, "Same" if EditedText(now).plain == text.plain else "Corrected"


def _run_in(text: EditedText, sentence: EditedText) -> _Run | None:
    """Return the longest run of words that both have: all of either, or the end of one and the beginning of the other.

    A sentence and its translation may share a name; that makes neither a part of the other.
    """
    compared = SequenceMatcher(None, sentence.plain, text.plain, autojunk=False)
    found = compared.find_longest_match()
    first, own, length = found.a, found.b, found.size
    goes_on = own == 0 and first + length == len(sentence.words)
    begins = first == 0 and own + length == len(text.words)
    is_part = length == min(len(sentence.words), len(text.words)) or (length > 1 and (goes_on or begins))
    return _Run(first, own, length) if length and is_part else None


def _pieces(text: EditedText, correction: Correction, run: _Run, *, takes_end: bool) -> Iterator[tuple[int, int, str]]:
    """Yield from and to which character of a text something else stands now."""
    end = run.sentence + run.length
    for first, last, begin, until in correction.changes:
        new = correction.after.between(begin, until)
        if first == last:
            follows = run.sentence < first and (first < end or (first == end and takes_end))
            if follows:
                at = text.spans[run.text + first - run.sentence - 1][1]
                yield at, at, correction.after.gap(begin) + new
            elif first == run.sentence == 0:
                at = text.spans[run.text][0]
                following = correction.after.gap(until) if until < len(correction.after.words) else " "
                yield at, at, new + following
            continue
        own = range(max(first, run.sentence), min(last, end))
        if own:
            shown = new if run.sentence <= first else ""  # what replaces several words stands where the first one did
            yield _place_of(text, own.start - run.sentence + run.text, own.stop - run.sentence + run.text, shown)


def _place_of(text: EditedText, first: int, last: int, new: str) -> tuple[int, int, str]:
    """Return the place of words with what replaces them; of those that are left out, also the space beside them."""
    start, end = text.spans[first][0], text.spans[last - 1][1]
    if new:
        return start, end, new
    if first:
        return text.spans[first - 1][1], end, ""
    return (start, text.spans[last][0], "") if last < len(text.spans) else (0, len(text.text), "")


def _with_pieces(text: str, pieces: Sequence[tuple[int, int, str]]) -> str:
    for start, end, new in reversed(pieces):
        text = text[:start] + new + text[end:]
    return text
