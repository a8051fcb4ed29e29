"""Word and character error rates: edits (Levenshtein) for each word or character of the truth."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

import jiwer


@dataclass(frozen=True)
class Errors:
    """Edits among so many words or characters of truth."""

    edits: int
    length: int

    @property
    def rate(self) -> float:
        """Edits for each of the truth; above 1 when more was made up than there was. Without any truth, the edits."""
        return self.edits / self.length if self.length else float(self.edits)

    def __add__(self, other: "Errors") -> "Errors":
        """Return both together: long samples weigh more."""
        return Errors(self.edits + other.edits, self.length + other.length)


NONE = Errors(0, 0)


def words_of(text: str) -> list[str]:
    """Return the words in lower case, without punctuation; marks of Indic scripts stay with their letters."""
    plain = unicodedata.normalize("NFC", text).replace("’", "'").lower()
    return re.findall(r"(?:[^\W_]|[\u0900-\u0963\u0966-\u0dff'])+", plain)


def word_errors(truth: str, answer: str) -> Errors:
    """Return the edits by word, whatever their case and punctuation."""
    wanted, got = words_of(truth), words_of(answer)
    if not wanted or not got:
        return Errors(max(len(wanted), len(got)), len(wanted))
    found = jiwer.process_words(" ".join(wanted), " ".join(got))
    return Errors(found.substitutions + found.deletions + found.insertions, len(wanted))


def letter_errors(truth: str, answer: str) -> Errors:
    """Return the edits by letter or digit alone, for scripts without spaces."""
    return character_errors("".join(words_of(truth)), "".join(words_of(answer)))


def character_errors(truth: str, answer: str) -> Errors:
    """Return the edits by character, case and punctuation included; runs of white space count as one space."""
    wanted, got = " ".join(truth.split()), " ".join(answer.split())
    if not wanted or not got:
        return Errors(max(len(wanted), len(got)), len(wanted))
    found = jiwer.process_characters(wanted, got)
    return Errors(found.substitutions + found.deletions + found.insertions, len(wanted))


def least(errors: Sequence[Errors]) -> Errors:
    """Return the fewest errors: the truth may be written in several ways ("ten", "10")."""
    return min(errors, key=lambda each: each.rate)
