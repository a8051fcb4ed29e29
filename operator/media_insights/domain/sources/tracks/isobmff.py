"""ISO base media (ISO/IEC 14496-12) and QuickTime: ``moov``, its ``trak`` boxes, and the ``hdlr`` of each."""

from collections.abc import Iterator
from typing import NamedTuple

from media_insights.domain.sources.windows import Window

MOST_BOXES = 512
_HANDLERS = {b"vide": "video", b"soun": "audio"}
_STILLS = (b"jpeg", b"png ", b"mjpa", b"mjpb")
"""Sample entries of single images: those of chapters, which are a track of their own in audiobooks."""


class Atom(NamedTuple):
    """One box, or atom: its type, and from where to where its body is."""

    type: bytes
    start: int
    end: int


def kinds_of(window: Window) -> frozenset[str] | None:
    """Return the kinds of the tracks; None when ``moov`` is not within reach."""
    moov = next((box for box in boxes(window, 0, window.size) if box.type == b"moov"), None)
    if moov is None:
        return None
    return frozenset(_kind(window, trak) for trak in boxes(window, moov.start, moov.end) if trak.type == b"trak")


def boxes(window: Window, start: int, end: int) -> Iterator[Atom]:
    """Yield the boxes between two places; at most 512, and none after one whose size is impossible."""
    for _ in range(MOST_BOXES):
        header = window.at(start, 16)
        if start >= end or len(header) < 8:
            return
        size, type_, body = int.from_bytes(header[:4], "big"), header[4:8], 8
        if size == 1 and len(header) == 16:
            size, body = int.from_bytes(header[8:16], "big"), 16
        size = size or end - start
        if size < body:
            return
        yield Atom(type_, start + body, min(start + size, end))
        start += size


def _kind(window: Window, trak: Atom) -> str:
    handler = _inner(window, trak, b"mdia", b"hdlr")
    if handler is None:
        return "other"
    kind = _HANDLERS.get(window.at(handler.start + 8, 4), "other")
    return "other" if kind == "video" and _shows_stills(window, trak) else kind


def _shows_stills(window: Window, trak: Atom) -> bool:
    entries = _inner(window, trak, b"mdia", b"minf", b"stbl", b"stsd")
    return entries is not None and window.at(entries.start + 12, 4) in _STILLS


def _inner(window: Window, box: Atom, *path: bytes) -> Atom | None:
    for type_ in path:
        inner = next((each for each in boxes(window, box.start, box.end) if each.type == type_), None)
        if inner is None:
            return None
        box = inner
    return box
