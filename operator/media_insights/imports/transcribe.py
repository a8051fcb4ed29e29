"""Transcripts of Amazon Transcribe. Shape: https://docs.aws.amazon.com/transcribe/latest/dg/how-input.html#how-output.

Times and confidences are texts there. Sentences (``audio_segments``) are in newer transcripts only, and are made from
the words of older ones: captions and search need them.
"""

from collections.abc import Iterator
from typing import Any

from media_insights.imports.shaping import Content, Shaped, number_in
from media_insights.results.transcripts import Transcription

SILENCE_SECONDS = 1.5
"""A pause that ends a sentence that no mark ends; as MIE cut captions."""
ENDS = (".", "?", "!", "…", "。", "？", "！", "।")


def results_of_transcript(content: Content) -> Iterator[Shaped]:
    """Yield the transcript, completed by what older versions leave out."""
    spoken = content["results"]
    items = [_item(each, number) for number, each in enumerate(spoken.get("items") or ())]
    completed = spoken | {"items": items}
    if "audio_segments" not in spoken and all(isinstance(each, dict) for each in items):
        completed["audio_segments"] = [_segment(number, each) for number, each in enumerate(_sentences(items))]
    whole = {"jobName": "imported", "status": "COMPLETED"} | content | {"results": completed}
    yield Shaped("TranscribeVideo", Transcription, whole)


def _item(item: Any, number: int) -> Any:
    """Return an item with its number; marks have a confidence, which is null in old transcripts."""
    if not isinstance(item, dict) or not isinstance(item.get("alternatives"), list):
        return item
    sure = [
        each | {"confidence": 0} if isinstance(each, dict) and each.get("confidence") is None else each
        for each in item["alternatives"]
    ]
    alternatives = sure if item.get("type") == "punctuation" else item["alternatives"]
    return {"id": number} | item | {"alternatives": alternatives}


def _sentences(items: list[Content]) -> Iterator[list[Content]]:
    """Cut the items after a mark that ends a sentence, at a long silence and where another one speaks."""
    sentence: list[Content] = []
    for item in items:
        if sentence and item.get("type") != "punctuation" and _breaks(sentence, item):
            yield sentence
            sentence = []
        sentence.append(item)
    if sentence:
        yield sentence


def _breaks(sentence: list[Content], item: Content) -> bool:
    words = [each for each in sentence if "end_time" in each]
    silent = bool(words) and number_in(item, "start_time") - number_in(words[-1], "end_time") > SILENCE_SECONDS
    other = bool(words) and item.get("speaker_label") != words[-1].get("speaker_label")
    return silent or other or (sentence[-1].get("type") == "punctuation" and _text(sentence[-1]).endswith(ENDS))


def _segment(number: int, items: list[Content]) -> Content:
    words = [each for each in items if "start_time" in each]
    text = "".join(_text(each) if each.get("type") == "punctuation" else f" {_text(each)}" for each in items)
    speaker = words[0].get("speaker_label") if words else None
    return {
        "id": number,
        "transcript": text.strip(),
        "start_time": words[0]["start_time"] if words else 0,
        "end_time": words[-1].get("end_time", 0) if words else 0,
        "items": [each["id"] for each in items if "id" in each],
        **({"speaker_label": speaker} if speaker else {}),
    }


def _text(item: Content) -> str:
    alternatives = item.get("alternatives")
    best = alternatives[0] if isinstance(alternatives, list) and alternatives else {}
    return str(best.get("content", "")) if isinstance(best, dict) else ""
