"""Divides a text into what is translated at once: sentences, within their lines. All the rest stays as it is."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from media_kits.text.sentences import batches_of

WRAPPED = 40
"""Characters of a line after which a small letter in the next one goes on with it: the text is wrapped, no list."""

_LINE = re.compile(r"[^\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")
_WRAP = re.compile(rf"(?<=[^\n]{{{WRAPPED}}}[^\n.!?:;])\n(?=[^\W\d_A-Z])")
_INVISIBLE = re.compile(r"[\s\u0000-\u001f\u007f-\u009f]+")


@dataclass(frozen=True)
class Passage:
    """A sentence: where it stands in the text, and how it is translated (on one line, without control characters)."""

    begin: int
    end: int
    text: str


def passages_of(text: str, language: str = "") -> list[Passage]:
    """Return the sentences of a text that hold a letter, in order. `language` is a code, "" when unknown."""
    return [passage for begin, end in _spans(text, language) if (passage := _passage(text, begin, end))]


def joined(text: str, passages: Sequence[Passage], translations: Sequence[str]) -> str:
    """Return the text with its passages translated; what lies between them is kept to the character."""
    parts: list[str] = []
    reached = 0
    for passage, translation in zip(passages, translations, strict=True):
        parts += text[reached : passage.begin], translation
        reached = passage.end
    return "".join([*parts, text[reached:]])


def _spans(text: str, language: str) -> Iterator[tuple[int, int]]:
    flowing = _WRAP.sub(" ", text)  # as long as before: places in it are places in the text
    for line in _LINE.finditer(flowing):
        for batch in batches_of(line[0], 100, language):
            for offset, sentence in batch:
                begin = line.start() + offset
                yield begin, begin + len(sentence)


def _passage(text: str, begin: int, end: int) -> Passage | None:
    sentence = text[begin:end]
    if not any(map(str.isalpha, sentence)):
        return None
    begin += len(sentence) - len(sentence.lstrip())
    end = begin + len(sentence.strip())
    return Passage(begin, end, _INVISIBLE.sub(" ", text[begin:end]).strip())
