"""The result in Amazon Transcribe's shape (numbers are numbers here): transcript, items, segments, languages."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from filtering import MASK
from recognition import SpokenWord

from media_kits.text.sentence_ends import ends_sentence

Item = dict[str, Any]
Gap = dict[str, Any]
"""`start_time` and `end_time` in seconds, and `channel_label` where channels are transcribed apart."""

PAUSE = 1.5
"""Seconds of silence that end a segment."""
TOP_LANGUAGES = 5

_CLOSING = re.compile(r"[^\w\s'’%°)\]]+$")
_OPENING = re.compile(r"^[\"“„«‹「『(\[]+")


def empty(name: str) -> dict[str, Any]:
    """Return the result when nothing is said."""
    return {"jobName": name, "status": "COMPLETED", "results": {"transcripts": [{"transcript": ""}], "items": []}}


def result_of(
    name: str,
    words: Sequence[SpokenWord],
    language: str,
    identified: Sequence[tuple[str, float]],
    gaps: Sequence[Gap] = (),
) -> dict[str, Any]:
    """Return the result. `identified` are (code, probability), none when the language was given.

    `results.audio_segments` are sentences, or what stands between two pauses, speakers or languages, and name their
    items by id. Words that have speakers give `results.speaker_labels` too, words of channels
    `results.channel_labels`, words of several languages `results.language_codes`, of which `language_code` is the one
    that is spoken longest; `gaps` are where nobody understood the speech.
    """
    missed = {"gaps": list(gaps)} if gaps else {}
    body = empty(name)
    if not words:
        body["results"] |= missed
        return body
    said = _utterances_of(words, language)
    numbered = list(_items_of([word for group in said for word in group]))
    segments = list(_segments_of(said, iter(numbered)))
    body["results"] = {
        "transcripts": [{"transcript": " ".join(each["transcript"] for each in segments)}],
        "items": [item for own in numbered for item in own],
        "audio_segments": segments,
        "language_code": language,
        **missed,
    }
    if words[0].language:
        body["results"] |= languages_of(segments)
    if words[0].channel:
        body["results"]["channel_labels"] = channel_labels_of(body["results"]["items"])
    if words[0].speaker:
        body["results"]["speaker_labels"] = speaker_labels_of(body["results"]["items"])
    if identified:
        scores = [{"code": code, "score": round(score, 4)} for code, score in identified[:TOP_LANGUAGES]]
        body["results"]["language_identification"] = scores
    return body


def languages_of(segments: Iterable[Item]) -> dict[str, Any]:
    """Return how long each language is spoken, the longest first, and which that is."""
    seconds: dict[str, float] = {}
    for each in segments:
        code = each["language_code"]
        seconds[code] = seconds.get(code, 0.0) + each["end_time"] - each["start_time"]
    told = sorted(seconds.items(), key=lambda pair: -pair[1])
    codes = [{"language_code": code, "duration_in_seconds": round(length, 2)} for code, length in told]
    return {"language_code": told[0][0], "language_codes": codes}


def speaker_labels_of(items: Iterable[Item]) -> dict[str, Any]:
    """Return who speaks when: a turn ends where somebody else speaks, or after a pause."""
    turns: list[dict[str, Any]] = []
    for item in (item for item in items if "start_time" in item):
        said = {key: item[key] for key in ("start_time", "end_time", "speaker_label")}
        turn = turns[-1] if turns else None
        if turn and turn["speaker_label"] == said["speaker_label"] and said["start_time"] - turn["end_time"] <= PAUSE:
            turn["end_time"] = max(turn["end_time"], said["end_time"])
            turn["items"].append(said)
        else:
            turns.append({**said, "items": [said]})
    return {"speakers": len({turn["speaker_label"] for turn in turns}), "segments": turns}


def channel_labels_of(items: Iterable[Item]) -> dict[str, Any]:
    """Return what is said on which channel."""
    channels: dict[str, list[Item]] = {}
    for item in items:
        channels.setdefault(item["channel_label"], []).append(item)
    listed = [{"channel_label": label, "items": channels[label]} for label in sorted(channels)]
    return {"channels": listed, "number_of_channels": len(listed)}


def text_of(words: Iterable[SpokenWord]) -> str:
    """Return the words as Whisper writes them, with single spaces."""
    return " ".join("".join(word.text for word in words).split())


def _items_of(words: Iterable[SpokenWord]) -> Iterator[list[Item]]:
    """Yield for each word its items: itself without quotation marks, then the punctuation after it."""
    number = 0
    for word in words:
        content = _OPENING.sub("", word.text.strip())
        spoken = MASK if content.startswith(MASK) else _CLOSING.sub("", content)
        items = [_pronunciation(word, spoken)] if spoken else []
        items += [_punctuation(mark) for mark in content[len(spoken) :]]
        for item in items:
            item["id"] = number
            number += 1
            item.update(_labels_of(word))
        yield items


def _pronunciation(word: SpokenWord, content: str) -> Item:
    item: Item = {
        "type": "pronunciation",
        "start_time": round(word.start, 3),
        "end_time": round(word.end, 3),
        "alternatives": [{"content": content, "confidence": round(word.probability, 4)}],
    }
    return {**item, "vocabularyFilterMatch": True} if word.matched else item


def _punctuation(mark: str) -> Item:
    return {"type": "punctuation", "alternatives": [{"content": mark, "confidence": 0.0}]}


def _utterances_of(words: Sequence[SpokenWord], language: str) -> list[list[SpokenWord]]:
    """Return the words by sentence, pause, speaker, language and channel, as they begin where channels are several."""
    found: list[list[SpokenWord]] = []
    for word in words:
        if not found or _parted(found[-1][-1], word, word.language or language):
            found.append([])
        found[-1].append(word)
    return sorted(found, key=lambda group: group[0].start) if words[0].channel else found


def _parted(before: SpokenWord, word: SpokenWord, language: str) -> bool:
    paused = word.start - before.end > PAUSE
    return paused or _labels_of(word) != _labels_of(before) or ends_sentence(before.text, word.text, language)


def _segments_of(said: Iterable[Sequence[SpokenWord]], numbered: Iterator[list[Item]]) -> Iterator[Item]:
    for number, words in enumerate(said):
        items = [item for _ in words for item in next(numbered)]
        yield {
            "id": number,
            "transcript": text_of(words),
            "start_time": round(words[0].start, 3),
            "end_time": round(words[-1].end, 3),
            "items": [item["id"] for item in items],
            **_labels_of(words[0]),
        }


def _labels_of(word: SpokenWord) -> Item:
    labels = {"speaker_label": word.speaker, "channel_label": word.channel, "language_code": word.language}
    return {name: label for name, label in labels.items() if label}
