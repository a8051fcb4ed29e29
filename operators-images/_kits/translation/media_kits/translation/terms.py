"""Terms that are prescribed: a terminology in Amazon Translate's CSV form, and what is never translated.

A term is replaced by a word that no dictionary knows, which engines leave as it is, and put back afterwards. Matching
is exact, as Amazon Translate's is: upper and lower case count, and a word is matched as a whole.
"""

import csv
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from media_kits.text.texts import decode_text
from media_kits.translation.languages import fits, primary
from media_operator.errors import UnusableInput

MAX_BYTES = 10 * 2**20
MAX_TERMS = 10_000
MAX_CHARACTERS = 200

ADDRESSES = re.compile(r"https?://[^\s<>\"]+[^\s<>\".,;:!?)\]']|[\w.+-]+@[\w-]+(?:\.[\w-]+)+|www\.[^\s<>\"]+\w")
"""Web and e-mail addresses, which are never translated."""

_STAND_IN = re.compile(r"qzx([a-z]{2})xq", re.IGNORECASE)
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True)
class Terms:
    """Source term → what stands for it in the target language."""

    wanted: dict[str, str]

    def pattern(self) -> re.Pattern[str]:
        """Return what matches a term, the longest first, or an address."""
        ordered = sorted(self.wanted, key=len, reverse=True)
        return re.compile("|".join([*map(_whole, ordered), ADDRESSES.pattern]))


@dataclass(frozen=True)
class Protected:
    """A sentence with stand-ins, and what each stands for: source term and target term, in their order."""

    text: str
    terms: tuple[tuple[str, str], ...]

    def restored(self, translation: str) -> str | None:
        """Return the translation with the terms in it; None when a stand-in is lost or doubled."""
        found = [_number(match) for match in _STAND_IN.finditer(translation)]
        if sorted(found) != list(range(len(self.terms))):
            return None
        return _STAND_IN.sub(lambda match: self.terms[_number(match)][1], translation)

    def between(self) -> list[str]:
        """Return the parts of the sentence around its terms, to be translated one by one."""
        return list(_STAND_IN.split(self.text)[::2])


def protect(sentence: str, terms: Terms, pattern: re.Pattern[str]) -> Protected:
    """Replace the terms of a sentence by stand-ins. A sentence that holds a stand-in by itself is left alone."""
    if _STAND_IN.search(sentence):
        return Protected(sentence, ())
    found: list[tuple[str, str]] = []

    def stand_in(match: re.Match[str]) -> str:
        if len(found) == len(_LETTERS) ** 2:
            return match[0]
        found.append((match[0], terms.wanted.get(match[0], match[0])))
        first, second = divmod(len(found) - 1, len(_LETTERS))
        return f"Qzx{_LETTERS[first]}{_LETTERS[second]}xq"

    return Protected(pattern.sub(stand_in, sentence), tuple(found))


def read_terms(path: Path | None, source: str, target: str, kept: Iterable[str] = ()) -> Terms:
    """Read the columns of two languages; terms of `kept` stay as they are. Raises UnusableInput.

    The header is a row of language codes, any of which can be the source. A row without a term in either is left out;
    of terms that occur twice the first counts. Without a column of the target language no term is prescribed.
    """
    rows = _rows(path) if path else []
    columns = [code.strip() for code in rows[0]] if rows else []
    wanted = dict(_pairs(rows[1:], _column(columns, source), _column(columns, target)))
    if rows and _column(columns, source) is None:
        raise UnusableInput(
            f"the terminology has the languages {', '.join(columns)}, but not {source!r}, from which is translated"
        )
    return Terms({**wanted, **{term: term for term in kept}})


def _rows(path: Path) -> list[list[str]]:
    if path.stat().st_size > MAX_BYTES:
        raise UnusableInput(f"the terminology is larger than {MAX_BYTES} bytes")
    text = decode_text(path.read_bytes(), "terminology")
    try:
        rows = [row for row in csv.reader(text.splitlines(), strict=True) if any(cell.strip() for cell in row)]
    except csv.Error as error:
        raise UnusableInput(f"the terminology is no CSV file: {error}") from error
    if not rows:
        raise UnusableInput("the terminology is empty: its first row must name languages, for instance en,es,fr")
    if len(rows) > MAX_TERMS + 1:
        raise UnusableInput(f"the terminology has {len(rows) - 1} terms; {MAX_TERMS} can be read")
    for number, row in enumerate(rows, start=1):
        if len(row) != len(rows[0]):
            raise UnusableInput(f"row {number} of the terminology has {len(row)} columns, the first has {len(rows[0])}")
        if any(len(cell) > MAX_CHARACTERS for cell in row):
            raise UnusableInput(f"row {number} of the terminology has a term of more than {MAX_CHARACTERS} characters")
    return rows


def _column(columns: Sequence[str], language: str) -> int | None:
    exact = [place for place, code in enumerate(columns) if code.lower() == language.lower()]
    near = [place for place, code in enumerate(columns) if fits(code, language) or primary(code) == language.lower()]
    return next(iter(exact + near), None)


def _pairs(rows: Sequence[Sequence[str]], source: int | None, target: int | None) -> Iterable[tuple[str, str]]:
    if source is None or target is None:
        return []
    pairs = [(" ".join(row[source].split()), " ".join(row[target].split())) for row in rows]
    return [pair for pair in reversed(pairs) if all(pair)]


def _whole(term: str) -> str:
    before = r"(?<!\w)" if _spaced(term[0]) else ""
    after = r"(?!\w)" if _spaced(term[-1]) else ""
    return f"{before}{re.escape(term)}{after}"


def _spaced(char: str) -> bool:
    """Return whether the script of a character puts spaces between words."""
    return char.isalnum() and char < "\u0e00"


def _number(match: re.Match[str]) -> int:
    letters = match[1].lower()
    return _LETTERS.index(letters[0]) * len(_LETTERS) + _LETTERS.index(letters[1])
