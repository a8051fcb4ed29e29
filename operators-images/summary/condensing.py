"""However long a text is, one reading of it: chunk by chunk, then the chapters of all chunks as a shorter text."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from answers import Reading
from passages import BYTES_PER_TOKEN, Chunk, Passage, chunks_of

PARTS = "the summaries of consecutive parts of a recording or text"
SHRINK = 3
"""Of what a chunk may hold, its chapters take this part at most: so there are always fewer chunks than before."""

Read = Callable[[str, Chunk], Reading]


@dataclass(frozen=True)
class Condensed:
    """The last reading, and the passages that its numbers mean."""

    reading: Reading
    passages: Chunk


def condensed(material: str, passages: list[Passage], chunk_tokens: int, read: Read) -> Condensed:
    """Return one reading of all passages, of which there is at least one."""
    while True:
        chunks = list(chunks_of(passages, chunk_tokens))
        readings = [read(material, chunk) for chunk in chunks]
        if len(chunks) == 1:
            return Condensed(readings[0], chunks[0])
        pairs = zip(chunks, readings, strict=True)
        passages = [part for chunk, reading in pairs for part in _parts(chunk, reading, chunk_tokens // SHRINK)]
        material = PARTS


def chapters_in(reading: Reading, passages: Chunk) -> Iterator[tuple[str, str, Passage]]:
    """Yield title, summary and extent of the chapters, in order; those that begin nowhere, or twice, are left out."""
    starts = {it.first: it for it in reversed(reading.chapters) if 0 <= it.first < len(passages)}
    ordered = sorted(starts.items())
    for (first, chapter), (after, _) in pairwise([*ordered, (len(passages), None)]):
        if chapter:
            yield chapter.title, chapter.summary, extent(passages[first:after])


def extent(passages: Chunk) -> Passage:
    """Return the time from the start of the first passage to the end of the last; the text is empty."""
    return Passage("", passages[0].start, passages[-1].end)


def _parts(chunk: Chunk, reading: Reading, tokens: int) -> Iterator[Passage]:
    chapters = list(chapters_in(reading, chunk)) or [("", reading.summary, extent(chunk))]
    room = max(1, tokens * BYTES_PER_TOKEN // len(chapters) - 20)
    for title, summary, when in chapters:
        text = f"{title}: {summary}".strip(": ")
        yield Passage(text.encode()[:room].decode(errors="ignore"), when.start, when.end)
