"""Ogg (RFC 3533): every stream begins with a page of its own, before the first page of any other kind."""

from collections.abc import Iterator

from media_insights.domain.sources.windows import Window

MOST_PAGES = 64
FIRST = 2
"""Flag of a page that begins a stream."""

_BEGINNINGS: tuple[tuple[bytes, str], ...] = (
    (b"\x80theora", "video"),
    (b"BBCD\0", "video"),
    (b"OVP80", "video"),
    (b"\x01video", "video"),
    (b"\x01vorbis", "audio"),
    (b"OpusHead", "audio"),
    (b"\x7fFLAC", "audio"),
    (b"fLaC", "audio"),
    (b"Speex   ", "audio"),
    (b"PCM     ", "audio"),
)


def kinds_of(window: Window) -> frozenset[str] | None:
    """Return the kinds of the streams; None when none of a known codec begins."""
    kinds = frozenset(_kind(data) for data in _beginnings(window))
    return kinds if kinds & {"video", "audio"} else None


def _beginnings(window: Window) -> Iterator[bytes]:
    place = 0
    for _ in range(MOST_PAGES):
        header = window.at(place, 27)
        if len(header) < 27 or not header.startswith(b"OggS") or not header[5] & FIRST:
            return
        lengths = window.at(place + 27, header[26])
        yield window.at(place + 27 + len(lengths), min(16, sum(lengths)))
        place += 27 + len(lengths) + sum(lengths)


def _kind(data: bytes) -> str:
    return next((kind for beginning, kind in _BEGINNINGS if data.startswith(beginning)), "other")
