"""Captions with their times, and texts in sentences: the lines that are spoken."""

import re
from collections.abc import Iterator
from typing import Any

from timing import Line

from media_kits.text.sentence_ends import sentences_in
from media_operator import UnusableInput

LONGEST = 400
"""Characters spoken in one breath at most: memory grows with it."""
MAX_CHARACTERS = 1_000_000
MAX_SECONDS = 12 * 3600

_SPEAKER_DASH = re.compile(r"(?:^|(?<=\s))[-–—♪♫]+\s*")


def captions_of(listed: Any) -> list[Line]:
    """Return the captions of a list in order of their times. Raises UnusableInput naming the one that is wrong."""
    if not isinstance(listed, list):
        raise UnusableInput("WebCaptions of the captions is no list")
    return sorted((_line_of(number, one) for number, one in enumerate(listed)), key=lambda it: it.start or 0)


def sentences_of(text: str, language: str = "") -> list[Line]:
    """Return the sentences of a text; none of an empty one. `language` is a code, "" when unknown."""
    if len(text) > MAX_CHARACTERS:
        raise UnusableInput(f"the text has {len(text)} characters; {MAX_CHARACTERS} can be read")
    sentences = (" ".join(text[start:end].split()) for start, end in sentences_in(text, language))
    return [Line(part) for sentence in sentences for part in _breaths(sentence)]


def _line_of(number: int, one: Any) -> Line:
    try:
        start, end, text = float(one["start"]), float(one["end"]), str(one["caption"])
    except (KeyError, TypeError, ValueError) as error:
        raise UnusableInput(
            f"WebCaptions[{number}] needs start and end in seconds and a caption ({error!r})"
        ) from error
    if not 0 <= start <= end <= MAX_SECONDS:
        raise UnusableInput(
            f"WebCaptions[{number}] lasts from {start} to {end} seconds; at most {MAX_SECONDS} are read"
        )
    if len(text) > LONGEST:
        raise UnusableInput(f"WebCaptions[{number}] has {len(text)} characters; a caption has at most {LONGEST}")
    return Line(" ".join(_SPEAKER_DASH.sub(" ", text).split()), start, end)


def _breaths(sentence: str) -> Iterator[str]:
    while len(sentence) > LONGEST:
        at = sentence.rfind(" ", 1, LONGEST)
        at = at if at > 0 else LONGEST
        yield sentence[:at].strip()
        sentence = sentence[at:].strip()
    if sentence:
        yield sentence
