"""Transcripts of Amazon Transcribe. Shape: https://docs.aws.amazon.com/transcribe/latest/dg/how-input.html#how-output.

Times and confidences are texts there. Sentences (``audio_segments``) are in newer transcripts only, and are made from
the words of older ones: captions and search need them.
"""

from collections.abc import Iterator
from itertools import chain
from typing import Any

from media_insights.imports.shaping import Content, Shaped
from media_insights.results.transcripts import Transcription
from media_insights.results.utterances import has_channels, text_of, utterances_of


def results_of_transcript(content: Content) -> Iterator[Shaped]:
    """Yield the transcript, completed by what older versions leave out."""
    spoken = content["results"]
    items = [_item(each, number) for number, each in enumerate(_labelled(spoken))]
    completed = spoken | {"items": items}
    if "audio_segments" not in spoken and all(isinstance(each, dict) for each in items):
        said = utterances_of(completed)
        completed["audio_segments"] = [_segment(number, each) for number, each in enumerate(said)]
    whole = {"jobName": "imported", "status": "COMPLETED"} | content | {"results": completed}
    yield Shaped("TranscribeVideo", Transcription, whole)


def _labelled(spoken: Content) -> list[Any]:
    """Return the items; where only the list of channels says on which channel a word is, utterance by utterance."""
    items = list(spoken.get("items") or ())
    if any(isinstance(each, dict) and each.get("channel_label") for each in items) or not _are_objects(spoken):
        return items
    return list(chain.from_iterable(utterances_of(spoken))) if has_channels(spoken) else items


def _are_objects(spoken: Content) -> bool:
    """Return whether all items are objects, those of the channels too; the check of the shape names the others."""
    try:
        has_channels(spoken)
    except TypeError:
        return False
    return True


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


def _segment(number: int, items: list[Content]) -> Content:
    words = [each for each in items if "start_time" in each]
    first = words[0] if words else {}
    return {
        "id": number,
        "transcript": text_of(items),
        "start_time": first.get("start_time", 0),
        "end_time": words[-1].get("end_time", 0) if words else 0,
        "items": [each["id"] for each in items if "id" in each],
        **{name: first[name] for name in ("speaker_label", "channel_label") if first.get(name)},
    }
