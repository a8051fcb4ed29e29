"""Whether two readings are of the same text: as readers of letters err, and as a crawl shows ever another part."""

from __future__ import annotations

import re
from difflib import SequenceMatcher

LETTERS_PER_SLIP = 8
"""One letter in so many may be misread: m as rn, a full stop as a comma. More would make two subtitles one."""
SHORTEST = 5
"""A text of so many letters may have one misread whatever its length; a shorter one must be read alike."""
OVERLAP = 8
"""Characters that two parts of a crawl have in common at least, and half of the shorter part."""
RAGGED = 2
"""Characters at the edge of a crawl that may be misread, because the edge cuts them."""
LONGEST = 2000
"""Characters of a crawl; what is longer goes on as another text."""


def slips(one: str, other: str) -> int | None:
    """Return how many letters differ, None when it is another text: too many do, or the numbers are not the same.

    Case, spaces and punctuation, which readers err about most, do not count. A number that only one of the two has is
    taken for misread letters.
    """
    if one == other:
        return 0
    numbers = "".join(re.findall(r"\d", one)), "".join(re.findall(r"\d", other))
    if all(numbers) and numbers[0] != numbers[1]:
        return None
    letters = _letters(one), _letters(other)
    longer = max(map(len, letters))
    return _distance(*letters, max(longer // LETTERS_PER_SLIP, int(longer >= SHORTEST)))


def joined(text: str, part: str) -> str | None:
    """Return the text with what `part` adds at its end, None when the part does not go on with it.

    It goes on when it begins with what the text ends with, and has left something of the text's last part behind.
    """
    window = text[-2 * len(part) - RAGGED :]
    same = SequenceMatcher(None, window, part, autojunk=False).find_longest_match()
    enough = same.size >= max(OVERLAP, min(len(window), len(part)) / 2)
    at_end = len(window) - (same.a + same.size) <= RAGGED
    if not enough or not at_end or same.b > RAGGED or same.a <= same.b:
        return None
    whole = text[: len(text) - len(window) + same.a + same.size] + part[same.b + same.size :]
    return whole if len(whole) <= LONGEST else None


def _letters(text: str) -> str:
    return "".join(each for each in text.casefold() if each.isalnum()) or text


def _distance(one: str, other: str, most: int) -> int | None:
    """Return the Levenshtein distance, None when it is more than `most`."""
    if abs(len(one) - len(other)) > most:
        return None
    row = list(range(len(other) + 1))
    for number, letter in enumerate(one, start=1):
        before, row = row, [number]
        for place, another in enumerate(other, start=1):
            row.append(min(before[place] + 1, row[-1] + 1, before[place - 1] + (letter != another)))
        if min(row) > most:
            return None
    return row[-1] if row[-1] <= most else None
