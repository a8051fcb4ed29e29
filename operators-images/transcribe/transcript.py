"""The result in Amazon Transcribe's shape (numbers are numbers here): transcript, items, segments, languages."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from filtering import MASK
from recognition import SpokenWord
from speech import Region

from media_kits.audio.recordings import RATE
from media_kits.text.sentence_ends import ends_sentence

Item = dict[str, Any]

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
    gaps: Sequence[Region] = (),
) -> dict[str, Any]:
    """Return the result. `identified` are (code, probability), none when the language was given.

    `results.audio_segments` are sentences, or what stands between two pauses or two speakers, and name their items by
    id. Words that have speakers give `results.speaker_labels` too, `gaps` are where nobody understood the speech.
    """
    missed = {"gaps": [{"start_time": gap.start / RATE, "end_time": gap.end / RATE} for gap in gaps]} if gaps else {}
    if not words:
        body = empty(name)
        body["results"] |= missed
        return body
    numbered = list(_items_of(words))
    segments = [_segment_of(number, *group) for number, group in enumerate(_groups_of(words, numbered, language))]
    body = empty(name)
    body["results"] = {
        "transcripts": [{"transcript": text_of(words)}],
        "items": [item for group in numbered for item in group],
        "audio_segments": segments,
        "language_code": language,
        **missed,
    }
    if words[0].speaker:
        body["results"]["speaker_labels"] = speaker_labels_of(body["results"]["items"])
    if identified:
        scores = [{"code": code, "score": round(score, 4)} for code, score in identified[:TOP_LANGUAGES]]
        body["results"]["language_identification"] = scores
    return body


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
            if word.speaker:
                item["speaker_label"] = word.speaker
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


def _groups_of(
    words: Sequence[SpokenWord], items: Sequence[list[Item]], language: str
) -> Iterator[tuple[list[SpokenWord], list[Item]]]:
    spoken: list[SpokenWord] = []
    held: list[Item] = []
    for word, own in zip(words, items, strict=True):
        if spoken and _parted(spoken[-1], word, language):
            yield spoken, held
            spoken, held = [], []
        spoken.append(word)
        held += own
    yield spoken, held


def _parted(before: SpokenWord, word: SpokenWord, language: str) -> bool:
    paused = word.start - before.end > PAUSE
    return paused or ends_sentence(before.text, word.text, language) or word.speaker != before.speaker


def _segment_of(number: int, words: Sequence[SpokenWord], items: Sequence[Item]) -> Item:
    return {
        "id": number,
        "transcript": text_of(words),
        "start_time": round(words[0].start, 3),
        "end_time": round(words[-1].end, 3),
        "items": [item["id"] for item in items],
        **({"speaker_label": words[0].speaker} if words[0].speaker else {}),
    }
