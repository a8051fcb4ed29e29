"""A transcript says each sentence more than once: an edited sentence is carried over to its words and the whole text.

Words that stayed keep their times; those that are new share the time of the words that they replace, by length.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby
from typing import Any

TranscriptItem = dict[str, Any]
PAUSE = 1.5
"""Seconds of silence that end a turn."""
_OPENING = '"“„«‹「『(['
_AFTER_A_WORD = re.compile(r"[^\w\s'’%°)\]]")
_SPOKEN, _MARK = "pronunciation", "punctuation"


@dataclass(frozen=True, slots=True)
class EditedSentence:
    """A sentence as it was before the edits."""

    segment: TranscriptItem
    """The segment itself, which the edits change."""
    text: str
    speaker: str


def sentences_in(result: Any) -> list[EditedSentence]:
    """Return the sentences of a transcript; none for a result of another shape."""
    spoken = result.get("results") if isinstance(result, dict) else None
    segments = spoken.get("audio_segments") if isinstance(spoken, dict) else None
    found = [each for each in segments or () if isinstance(each, dict)] if isinstance(segments, list) else []
    return [EditedSentence(each, str(each.get("transcript", "")), str(each.get("speaker_label", ""))) for each in found]


def carry_over(result: Any, before: Sequence[EditedSentence], hidden: Sequence[Any]) -> None:
    """Make words, turns and the whole text of a transcript say what its sentences say now."""
    gone = {id(each) for each in hidden}
    if not any(_is_changed(each) or id(each.segment) in gone for each in before):
        return
    spoken = result["results"]
    said = [each for each in before if id(each.segment) not in gone]
    texts = [str(each.segment.get("transcript", "")) for each in said]
    spoken["transcripts"] = [{"transcript": " ".join(text for text in texts if text)}]
    items = {each["id"]: each for each in spoken.get("items", ()) if isinstance(each, dict) and "id" in each}
    if len(items) == len(spoken.get("items", ())) == sum(len(each.segment.get("items", ())) for each in before):
        _carry_to_words(spoken, said, items)


def _is_changed(sentence: EditedSentence) -> bool:
    segment = sentence.segment
    now = str(segment.get("transcript", "")), str(segment.get("speaker_label", ""))
    return now != (sentence.text, sentence.speaker)


def _carry_to_words(spoken: TranscriptItem, said: Sequence[EditedSentence], items: dict[Any, TranscriptItem]) -> None:
    whole: list[TranscriptItem] = []
    for each in said:
        own = [items[number] for number in each.segment.get("items", ()) if number in items]
        if str(each.segment.get("transcript", "")) != each.text:
            own = list(_respoken(own, each.segment))
        for word in own if each.segment.get("speaker_label") else ():
            word["speaker_label"] = each.segment["speaker_label"]
        each.segment["items"] = list(range(len(whole), len(whole) + len(own)))
        whole += own
    for number, item in enumerate(whole):
        item["id"] = number
    spoken["items"] = whole
    if any("speaker_label" in item for item in whole):
        spoken["speaker_labels"] = _turns_of(whole)
    if spoken.get("channel_labels"):
        for channel in spoken["channel_labels"]["channels"]:
            channel["items"] = [item for item in whole if item.get("channel_label") == channel["channel_label"]]


def _respoken(old: Sequence[TranscriptItem], segment: TranscriptItem) -> Iterator[TranscriptItem]:
    """Yield the items of a sentence whose text was edited."""
    words = [(str(item["alternatives"][0]["content"]), item["type"]) for item in old]
    new = list(_words_of(str(segment["transcript"])))
    labels = {name: segment[name] for name in ("speaker_label", "channel_label", "language_code") if segment.get(name)}
    for tag, first, last, begin, end in SequenceMatcher(None, words, new, autojunk=False).get_opcodes():
        if tag == "equal":
            yield from old[first:last]
        else:
            yield from ({**each, **labels} for each in _timed(new[begin:end], _room(old, first, last, segment)))


def _words_of(text: str) -> Iterator[tuple[str, str]]:
    for part in text.split():
        said = part.lstrip(_OPENING)
        end = len(said)
        while end and _AFTER_A_WORD.match(said[end - 1]):
            end -= 1
        if end:
            yield said[:end], _SPOKEN
        yield from ((mark, _MARK) for mark in said[end:])


def _room(old: Sequence[TranscriptItem], first: int, last: int, segment: TranscriptItem) -> tuple[float, float]:
    """Return the time of the words that are replaced, else what lies between those before and after."""
    replaced = [each for each in old[first:last] if "start_time" in each]
    if replaced:
        return replaced[0]["start_time"], replaced[-1]["end_time"]
    start = next((each["end_time"] for each in reversed(old[:first]) if "end_time" in each), segment["start_time"])
    return start, next((each["start_time"] for each in old[last:] if "start_time" in each), segment["end_time"])


def _timed(words: Sequence[tuple[str, str]], room: tuple[float, float]) -> Iterator[TranscriptItem]:
    letters = sum(len(word) for word, kind in words if kind == _SPOKEN)
    start, length = room[0], max(0.0, room[1] - room[0])
    for word, kind in words:
        if kind == _MARK:
            yield {"type": _MARK, "alternatives": [{"content": word, "confidence": 0.0}]}
            continue
        end = start + length * len(word) / letters
        times = {"start_time": round(start, 3), "end_time": round(end, 3)}
        yield {"type": _SPOKEN, **times, "alternatives": [{"content": word, "confidence": 1.0}]}
        start = end


def _turns_of(items: Sequence[TranscriptItem]) -> TranscriptItem:
    """Return who speaks when: a turn ends where somebody else speaks, or after a pause."""
    words = [item for item in items if "start_time" in item and "speaker_label" in item]
    turns: list[TranscriptItem] = []
    for speaker, group in groupby(words, key=lambda item: item["speaker_label"]):
        own: list[TranscriptItem] = []
        for item in group:
            if own and item["start_time"] - own[-1]["end_time"] > PAUSE:
                turns.append(_turn(speaker, own))
                own = []
            own.append({name: item[name] for name in ("start_time", "end_time", "speaker_label")})
        turns.append(_turn(speaker, own))
    return {"speakers": len({each["speaker_label"] for each in turns}), "segments": turns}


def _turn(speaker: str, words: list[TranscriptItem]) -> TranscriptItem:
    span = {"start_time": words[0]["start_time"], "end_time": max(each["end_time"] for each in words)}
    return {**span, "speaker_label": speaker, "items": words}
