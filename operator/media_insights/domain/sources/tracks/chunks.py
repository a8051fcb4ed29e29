"""Containers that list their streams in chunks of the head: AVI, ASF, Flash video, RealMedia."""

from collections.abc import Iterator

from media_insights.domain.sources.windows import Window

MOST_CHUNKS = 512

_STREAM_PROPERTIES = bytes.fromhex("9107dcb7b7a9cf118ee600c00c205365")
_ASF = {
    bytes.fromhex("c0ef19bc4d5bcf11a8fd00805f5c442b"): "video",
    bytes.fromhex("409e69f84d5bcf11a8fd00805f5c442b"): "audio",
}
_AVI = {b"vids": "video", b"auds": "audio"}


def kinds_of_flash(window: Window) -> frozenset[str] | None:
    """Flash video (Adobe's specification 10.1): two flags. A recorder may leave both out."""
    flags = window.at(4, 1)
    found = {kind for kind, bit in (("video", 1), ("audio", 4)) if flags and flags[0] & bit}
    return frozenset(found) or None


def kinds_of_avi(window: Window) -> frozenset[str] | None:
    """AVI (RIFF): the type in the ``strh`` of each ``strl`` of ``hdrl``."""
    found: set[str] = set()
    for name, start, end in _riff(window, 12, window.size):
        if name == b"LIST" and window.at(start, 4) == b"hdrl":
            for inner, first, last in _riff(window, start + 4, end):
                if inner == b"LIST" and window.at(first, 4) == b"strl":
                    headers = (place for each, place, _ in _riff(window, first + 4, last) if each == b"strh")
                    found |= {_AVI.get(window.at(place, 4), "other") for place in headers}
            break
    return frozenset(found) or None


def _riff(window: Window, start: int, end: int) -> Iterator[tuple[bytes, int, int]]:
    for _ in range(MOST_CHUNKS):
        header = window.at(start, 8)
        if start >= end or len(header) < 8:
            return
        size = int.from_bytes(header[4:], "little")
        yield header[:4], start + 8, min(start + 8 + size, end)
        start += 8 + size + size % 2


def kinds_of_asf(window: Window) -> frozenset[str] | None:
    """ASF (Microsoft's specification 01.20.06): the Stream Properties Objects of the header."""
    found: set[str] = set()
    place, end = 30, int.from_bytes(window.at(16, 8), "little")
    for _ in range(MOST_CHUNKS):
        header = window.at(place, 40)
        size = int.from_bytes(header[16:24], "little")
        if place >= end or len(header) < 40 or size < 24:
            break
        if header[:16] == _STREAM_PROPERTIES:
            found.add(_ASF.get(header[24:40], "other"))
        place += size
    return frozenset(found) or None


def kinds_of_real(window: Window) -> frozenset[str] | None:
    """RealMedia: the media type in each ``MDPR`` chunk."""
    found: set[str] = set()
    place = 0
    for _ in range(MOST_CHUNKS):
        header = window.at(place, 8)
        size = int.from_bytes(header[4:], "big")
        if len(header) < 8 or size < 8 or header[:4] == b"DATA":
            break
        if header[:4] == b"MDPR":
            found.add(_real_kind(window.at(place + 40, 512)))
        place += size
    return frozenset(found) or None


def _real_kind(names: bytes) -> str:
    """Return the kind by the media type, which stands behind the stream's name; both begin with their length."""
    type_ = names[1 + names[0] + 1 :] if names else b""
    kinds = ((b"video/", "video"), (b"audio/", "audio"))
    return next((kind for beginning, kind in kinds if type_.startswith(beginning)), "other")
