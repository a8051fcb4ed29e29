"""Cuts a text into sentences, roughly: what matters is that no name is cut in two and that no part grows long."""

import itertools
import re
from collections.abc import Iterator

LONGEST = 1_000
"""Characters after which a text without full stops (a list, an unpunctuated transcript) is cut at a space."""

_END = re.compile(r"(?:[.?!…]+[\"'”’)\]]*\s+(?=[\W\d_]*[^\W\d_a-z])|\n\s*\n)")
_ABBREVIATED = re.compile(
    r"(?:^|[\s(\"“])(?:[^\W\d_]|[A-Z](?:\.[A-Z])+|[ei]\.[ge]|Mrs?|Ms|Mx|Drs?|St|Prof|Messrs|Capt|Col|Gen|Gov|Lt|Sgt|Sen|Rep"
    r"|Rev|Hon|Jr|Sr|Mt|Ft|vs|approx)\.$"
)
"""Titles and initials, which end no sentence. Not `etc.`, `Inc.`, `No.`: those end one as often as not."""

Sentence = tuple[int, str]


def batches_of(text: str, size: int) -> Iterator[list[Sentence]]:
    """Yield lists of `size` (offset, sentence); all sentences together are the whole text."""
    sentences = (short for long in _sentences(text) for short in _shortened(*long))
    while batch := list(itertools.islice(sentences, size)):
        yield batch


def _sentences(text: str) -> Iterator[Sentence]:
    start = 0
    for end in _END.finditer(text):
        if not _ABBREVIATED.search(text[max(start, end.start() - 10) : end.start() + 1]):
            yield start, text[start : end.end()]
            start = end.end()
    yield start, text[start:]


def _shortened(offset: int, text: str) -> Iterator[Sentence]:
    while len(text) > LONGEST:
        space = max(text.rfind(" ", LONGEST // 2, LONGEST), text.rfind("\n", LONGEST // 2, LONGEST))
        end = space + 1 or LONGEST
        yield offset, text[:end]
        offset, text = offset + end, text[end:]
    if text:
        yield offset, text
