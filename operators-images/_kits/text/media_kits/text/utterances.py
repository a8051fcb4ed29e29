"""Utterances of a transcript in Transcribe's shape: sentences, or what one speaker says between two pauses.

Where channels were transcribed apart, each channel is read for itself, so that two who speak at once keep their own
sentences. The standard library alone: a copy of this module is part of the package `media_insights` (`make generate`).
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from media_kits.text.sentence_ends import ends_in

PAUSE = 1.5
"""Seconds of silence that end an utterance; as Media Insights Engine cut captions."""

SpokenItem = dict[str, Any]


def has_channels(results: Mapping[str, Any]) -> bool:
    """Return whether the words of a transcript's `results` are those of at least two channels."""
    return len(_channels(results)) > 1


def utterances_of(results: Mapping[str, Any]) -> list[list[SpokenItem]]:
    """Return the items of a transcript's `results` in utterances, in the order in which these begin.

    Items are as they are; where only the list of channels says on which channel a word is, they get `channel_label`.
    Raises TypeError when an item is no object.
    """
    language = str(results.get("language_code") or "")
    found = [said for items in _channels(results).values() for said in _utterances(items, language)]
    return sorted(found, key=_start) if has_channels(results) else found


def text_of(items: Sequence[SpokenItem]) -> str:
    """Return items as a text: words with a space before them, marks without."""
    return "".join(content_of(each) if is_mark(each) else f" {content_of(each)}" for each in items).strip()


def content_of(item: SpokenItem) -> str:
    """Return the best alternative of an item, "" when it has none."""
    alternatives = item.get("alternatives")
    best = alternatives[0] if isinstance(alternatives, list) and alternatives else {}
    return str(best.get("content", "")) if isinstance(best, dict) else ""


def is_mark(item: SpokenItem) -> bool:
    """Return whether an item is punctuation, which has no time."""
    return item.get("type") == "punctuation"


def _channels(results: Mapping[str, Any]) -> dict[str, list[SpokenItem]]:
    """Return channel → its items; all under one name where channels were not transcribed apart."""
    items = _objects(results.get("items"))
    if not any(each.get("channel_label") for each in items) and (listed := _listed(results.get("channel_labels"))):
        return listed
    channels: dict[str, list[SpokenItem]] = {}
    for item in items:
        channels.setdefault(str(item.get("channel_label") or ""), []).append(item)
    return channels


def _listed(labels: Any) -> dict[str, list[SpokenItem]]:
    channels = labels.get("channels") if isinstance(labels, Mapping) else None
    named = [each for each in channels if isinstance(each, Mapping)] if isinstance(channels, list) else []
    return {
        str(each.get("channel_label")): [
            {"channel_label": str(each.get("channel_label")), **item} for item in _objects(each.get("items"))
        ]
        for each in named
    }


def _objects(items: Any) -> list[SpokenItem]:
    found = items if isinstance(items, list | tuple) else []
    for number, each in enumerate(found):
        if not isinstance(each, dict):
            raise TypeError(f"items[{number}] is no object")
    return list(found)


def _utterances(items: Sequence[SpokenItem], language: str) -> Iterator[list[SpokenItem]]:
    words = _words(items)
    ends = ends_in([text_of(word) for word in words], language)
    held: list[SpokenItem] = []
    for number, word in enumerate(words):
        if held and (ends[number - 1] or _parted(words[number - 1], word)):
            yield held
            held = []
        held += word
    if held:
        yield held


def _words(items: Sequence[SpokenItem]) -> list[list[SpokenItem]]:
    """Return each word with the marks after it."""
    words: list[list[SpokenItem]] = []
    for item in items:
        if words and is_mark(item):
            words[-1].append(item)
        else:
            words.append([item])
    return words


def _parted(before: Sequence[SpokenItem], word: Sequence[SpokenItem]) -> bool:
    start, end = _seconds(word[0], "start_time"), _seconds(before[0], "end_time")
    paused = start is not None and end is not None and start - end > PAUSE
    return paused or word[0].get("speaker_label") != before[0].get("speaker_label")


def _start(items: Sequence[SpokenItem]) -> float:
    return next((time for each in items if (time := _seconds(each, "start_time")) is not None), 0.0)


def _seconds(item: SpokenItem, name: str) -> float | None:
    try:
        seconds = float(item[name])
    except (KeyError, TypeError, ValueError, OverflowError):
        return None
    return seconds if math.isfinite(seconds) else None
