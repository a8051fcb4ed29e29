"""What may be parted where a script has no spaces: between any two characters."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from media_kits.captions.words import UNSPACED, Word

_UNSPACED_MARKS = "、。！，．：；？」』）"
_UNSPACED_LETTER = re.compile(
    rf"(?:{UNSPACED.pattern}|(?:(?!{UNSPACED.pattern}).)+)[{_UNSPACED_MARKS}]*"  # or a run of other scripts
)


def letters_apart(words: Iterable[Word]) -> Iterator[Word]:
    """Cut what scripts without spaces join into single characters; a mark stays with the character before it."""
    for word in words:
        parts = _UNSPACED_LETTER.findall(word.text)
        for number, part in enumerate(parts):
            first = number == 0
            yield replace(
                word, content=part, text=part, spaced=word.spaced and first, opens_line=word.opens_line and first
            )
