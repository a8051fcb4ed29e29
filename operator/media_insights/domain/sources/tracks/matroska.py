"""Matroska and WebM (RFC 9559, in EBML, RFC 8794): the TrackType of each TrackEntry."""

from collections.abc import Iterator
from typing import NamedTuple

from media_insights.domain.sources.windows import Window

MOST_ELEMENTS = 512
EBML, SEGMENT, CLUSTER, TRACKS, ENTRY, TYPE = 0x1A45DFA3, 0x18538067, 0x1F43B675, 0x1654AE6B, 0xAE, 0x83
_TYPES = {1: "video", 2: "audio"}


class Element(NamedTuple):
    """One element: its identifier, and from where to where its data is."""

    id: int
    start: int
    end: int


def kinds_of(window: Window) -> frozenset[str] | None:
    """Return the kinds of the tracks; None when the tracks are not told before the media."""
    segment = next((each for each in elements(window, 0, window.size) if each.id == SEGMENT), None)
    for each in elements(window, segment.start, segment.end) if segment else ():
        if each.id == CLUSTER:
            return None
        if each.id == TRACKS:
            entries = [entry for entry in elements(window, each.start, each.end) if entry.id == ENTRY]
            return frozenset(_kind(window, entry) for entry in entries)
    return None


def elements(window: Window, start: int, end: int) -> Iterator[Element]:
    """Yield the elements between two places; at most 512. One of unknown size reaches to the end."""
    for _ in range(MOST_ELEMENTS):
        header = window.at(start, 12)
        if start >= end or len(header) < 2:
            return
        width = _width(header[0], 4)
        length = _width(header[width], 8) if width and width < len(header) else 0
        if not width or not length or len(header) < width + length:
            return
        size = int.from_bytes(header[width : width + length], "big") & ((1 << 7 * length) - 1)
        body = start + width + length
        stop = end if size == (1 << 7 * length) - 1 else min(body + size, end)
        yield Element(int.from_bytes(header[:width], "big"), body, stop)
        start = stop


def _width(first: int, most: int) -> int:
    """Return how many bytes a number has that begins with this one; 0 when it has more than allowed."""
    width = 9 - first.bit_length()
    return width if first and width <= most else 0


def _kind(window: Window, entry: Element) -> str:
    type_ = next((each for each in elements(window, entry.start, entry.end) if each.id == TYPE), None)
    if type_ is None or type_.end - type_.start > 8:
        return "other"
    return _TYPES.get(int.from_bytes(window.at(type_.start, type_.end - type_.start), "big"), "other")
