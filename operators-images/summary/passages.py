"""A text in numbered passages, each with its times where they are known, and in chunks that a model can hold."""

import json
import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import Any

from media_kits.text.moments import Moments
from media_kits.text.sentences import LONGEST, batches_of
from media_kits.text.texts import Text

BYTES_PER_TOKEN = 3
"""Of UTF-8: English has four to five, Chinese about three; too few is the safe side, as no tokenizer is at hand."""


@dataclass(frozen=True)
class Passage:
    """A sentence or so. Seconds from the start of the audio; None where a text has no times."""

    text: str
    start: float | None = None
    end: float | None = None


Chunk = tuple[Passage, ...]


def passages_of(text: Text) -> list[Passage]:
    """Return the segments of a transcript, the sentences of everything else; nothing longer than a long sentence."""
    found = _segments(text.transcript) or list(_sentences(text))
    return list(chain.from_iterable(_shortened(each) for each in found))


def document_of(material: str, chunk: Sequence[Passage]) -> str:
    """Return what a model is given to read: JSON, so that no passage can end the document that it stands in."""
    passages = [[number, passage.text] for number, passage in enumerate(chunk)]
    return json.dumps({"material": material, "passages": passages}, ensure_ascii=False)


def tokens_of(text: str) -> int:
    """Return about how many tokens a text has for a model, rather too many."""
    return math.ceil(len(text.encode(errors="replace")) / BYTES_PER_TOKEN)


def chunks_of(passages: Iterable[Passage], tokens: int) -> Iterator[Chunk]:
    """Yield the passages in order, as many at a time as `tokens` hold, and never none."""
    held: list[Passage] = []
    room = tokens
    for passage in passages:
        size = tokens_of(json.dumps([0, passage.text], ensure_ascii=False)) + 1
        if held and size > room:
            yield tuple(held)
            held, room = [], tokens
        held.append(passage)
        room -= size
    if held:
        yield tuple(held)


def _segments(transcript: dict[str, Any] | None) -> list[Passage]:
    segments = transcript["results"].get("audio_segments") if transcript else None
    if not isinstance(segments, list):
        return []
    try:
        return [Passage(str(it["transcript"]), float(it["start_time"]), float(it["end_time"])) for it in segments]
    except (KeyError, TypeError, ValueError):
        return []


def _sentences(text: Text) -> Iterator[Passage]:
    moments = Moments(text.text, text.transcript)
    for offset, sentence in chain.from_iterable(batches_of(text.text, 64, text.language or "")):
        if said := sentence.strip():
            times = moments.of(offset, offset + len(sentence))
            yield Passage(said, times.get("StartTime"), times.get("EndTime"))


def _shortened(passage: Passage) -> Iterator[Passage]:
    for start in range(0, max(1, len(passage.text)), LONGEST):
        yield replace(passage, text=passage.text[start : start + LONGEST])
