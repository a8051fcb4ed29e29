"""Spoken words, read from a transcript in Amazon Transcribe's shape."""

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import chain
from typing import Any

from media_kits.captions.words import Word, in_context, is_joined
from media_kits.text.utterances import has_channels, is_mark, utterances_of
from media_operator import UnusableInput

_CONTROL = re.compile(r"[\u0000-\u001f\u007f-\u009f\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]+")


def parse_words(transcript: Any) -> tuple[Word, ...]:
    """Read `results.items`. Numbers may be text, as Amazon Transcribe writes them.

    Where channels were transcribed apart, each utterance stays in one piece, in the order in which they begin; the
    channel is the speaker, and whoever speaks while another one does is shown after that one.
    Raises UnusableInput naming the item that breaks the shape.
    """
    try:
        results = transcript["results"]
        items = results["items"]
        if has_channels(results):
            items = list(chain.from_iterable(utterances_of(results)))
        words = list(_words_of(list(enumerate(items))))
        language = str(results.get("language_code") or "")
        apart = has_channels(results)
    except (AttributeError, KeyError, TypeError) as error:
        raise UnusableInput(f"the transcript has no results.items in Transcribe's shape ({error!r})") from error
    ordered = words if apart else sorted(words, key=lambda word: word.start)
    return in_context(tuple(_in_order(ordered)), language)


def _words_of(items: list[tuple[int, dict[str, Any]]]) -> Iterator[Word]:
    waiting: Word | None = None
    for number, item in items:
        content = _CONTROL.sub(" ", str(item["alternatives"][0]["content"])).strip()
        if is_mark(item):
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
    return Word(content, content, start, end, confidence, spaced, _speaker_of(item))


def _speaker_of(item: dict[str, Any]) -> str:
    return " ".join(str(item[name]) for name in ("channel_label", "speaker_label") if item.get(name))


def _in_order(words: list[Word]) -> Iterator[Word]:
    """Yield the words with times that never go back."""
    start = end = 0.0
    for word in words:
        start, end = max(start, word.start), max(end, word.end)
        yield replace(word, start=start, end=end)
