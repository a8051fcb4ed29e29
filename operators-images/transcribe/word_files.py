"""Terms that are listened for and words that shall not be read: those of parameters and those of files, one a line.

All are read before anything is heard, so that a line which is wrong costs no transcription.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from filtering import is_word

from media_kits.text.encodings import decoded
from media_operator import BadParameters, Reason, UnusableInput

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from media_operator import Operator

MAX_BYTES = 2**20
LONGEST = 60
"""Characters of a term, as in the parameters."""
ONE_WORD = "a filter compares single words, without blanks and without marks before or after the word"


@dataclass(frozen=True)
class WordLists:
    """The terms that are listened for, and the words that shall not be read."""

    vocabulary: Sequence[str]
    unwanted: Sequence[str]

    @classmethod
    def of(cls, operator: Operator) -> Self:
        """Read both. Raises BadParameters and UnusableInput for what can never match or is too long."""
        return cls(_vocabulary_of(operator), _unwanted_of(operator))


def _vocabulary_of(operator: Operator) -> list[str]:
    """Return the terms of the parameter and of its file, each once. Raises UnusableInput."""
    return _united(operator.parameters["vocabulary"], (line for _, line in _lines(operator, "terms")))


def _unwanted_of(operator: Operator) -> list[str]:
    """Return the words of the filter and of its file, each once; what can never match is refused.

    Raises BadParameters for a word of the parameter, UnusableInput with the number of the line for one of the file.
    """
    given = operator.parameters["vocabularyFilter"]
    for number, word in enumerate(given):
        if not is_word(word):
            raise BadParameters(f"vocabularyFilter[{number}]: {word!r} is never found: {ONE_WORD}")
    lines = list(_lines(operator, "filter"))
    for number, line in lines:
        if not is_word(line):
            raise UnusableInput(f"line {number} of the input filter: {line!r} is never found: {ONE_WORD}, one a line")
    return _united(given, (line for _, line in lines))


def _united(given: Sequence[str], lines: Iterable[str]) -> list[str]:
    return list(dict.fromkeys([*given, *lines]))


def _lines(operator: Operator, name: str) -> Iterator[tuple[int, str]]:
    """Yield the lines of an input with their numbers, without empty ones; none where there is no file."""
    path = operator.input(name)
    if path is None:
        return
    if path.stat().st_size > MAX_BYTES:
        raise UnusableInput(f"the file of the input {name} is larger than {MAX_BYTES} bytes")
    found = decoded(path.read_bytes(), name)
    if found.guessed:
        operator.warn(Reason.GUESSED, f"the input {name!r} is not UTF-8; it was read as {found.guessed}")
    for number, line in enumerate(map(str.strip, found.text.splitlines()), start=1):
        if len(line) > LONGEST:
            raise UnusableInput(
                f"line {number} of the input {name} has more than {LONGEST} characters: one term a line"
            )
        if line:
            yield number, line
