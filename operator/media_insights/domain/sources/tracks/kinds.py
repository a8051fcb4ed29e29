"""Kinds of track in a file, whichever container it is."""

from collections.abc import Callable, Mapping

from media_insights.domain.sources.tracks import chunks, isobmff, matroska, mpeg, ogg
from media_insights.domain.sources.windows import Window

_PARSERS: Mapping[str, Callable[[Window], frozenset[str] | None]] = {
    "mp4": isobmff.kinds_of,
    "mov": isobmff.kinds_of,
    "m4a": isobmff.kinds_of,
    "matroska": matroska.kinds_of,
    "webm": matroska.kinds_of,
    "ogg": ogg.kinds_of,
    "mpegts": mpeg.kinds_of_transport,
    "mpegps": mpeg.kinds_of_program,
    "flv": chunks.kinds_of_flash,
    "avi": chunks.kinds_of_avi,
    "asf": chunks.kinds_of_asf,
    "realmedia": chunks.kinds_of_real,
}


def kinds_of(container: str, window: Window) -> frozenset[str] | None:
    """Return the kinds of the tracks – ``video``, ``audio``, ``other`` – or None when the file does not say."""
    parser = _PARSERS.get(container)
    found = parser(window) if parser else None
    # Where the search had to end early, what was not found may still be there
    return found if found and ("video" in found or not window.is_exhausted) else None
