"""Spoken words, read from a transcript in Amazon Transcribe's shape."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from media_kits.captions.words import Word, is_joined
from media_operator import UnusableInput

_CONTROL = re.compile(r"[\u0000-\u001f\u007f-\u009f\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]+")


def parse_words(transcript: Any) -> tuple[Word, ...]:
    """Read `results.items`. Numbers may be text, as Amazon Transcribe writes them.

    Raises UnusableInput naming the item that breaks the shape.
    """
    try:
        items = transcript["results"]["items"]
        words = _words_of([(number, item["type"], item) for number, item in enumerate(items)])
    except (KeyError, TypeError) as error:
        raise UnusableInput(f"the transcript has no results.items in Transcribe's shape ({error!r})") from error
    return tuple(_in_order(words))


def _words_of(items: list[tuple[int, str, dict[str, Any]]]) -> Iterator[Word]:
    waiting: Word | None = None
    for number, kind, item in items:
        content = _CONTROL.sub(" ", str(item["alternatives"][0]["content"])).strip()
        if kind == "punctuation":
            waiting = waiting and replace(waiting, text=waiting.text + content)
        elif content:
            if waiting:
                yield waiting
            waiting = _word_of(number, item, content, waiting)
    if waiting:
        yield waiting


def _word_of(number: int, item: dict[str, Any], content: str, before: Word | None) -> Word:
    try:
        start, end = float(item["start_time"]), float(item["end_time"])
        confidence = float(item["alternatives"][0].get("confidence", 1))
    except (KeyError, ValueError) as error:
        raise UnusableInput(f"results.items[{number}] of the transcript has no usable time ({error!r})") from error
    if not 0 <= start <= end < float("inf"):
        raise UnusableInput(f"results.items[{number}] of the transcript lasts from {start} to {end} seconds")
    spaced = not (before and is_joined(before.text, content))
    return Word(content, content, start, end, confidence, spaced, str(item.get("speaker_label") or ""))


def _in_order(words: Iterator[Word]) -> Iterator[Word]:
    latest = 0.0
    for word in sorted(words, key=lambda word: word.start):
        latest = max(latest, word.end)
        yield replace(word, end=latest)
