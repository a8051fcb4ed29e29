"""Text formats by their first bytes, and texts that are refused: playlists, web pages, vector drawings."""

import re

from media_insights.domain.sources.signatures import FileFormat

_PLAIN = FileFormat("plain", "text/plain", ("Text",))
_JSON = FileFormat("json", "application/json", ("Text",))
_WEBVTT = FileFormat("webvtt", "text/vtt", ("Text",))

_PLAYLIST = "is a playlist ({}), which only points at media; upload the media file itself"

_SVG = "is a drawing (SVG), not an image of pixels"
_HTML = "is a web page (HTML), which is what a link that asks to log in often gives"

_REFUSED: tuple[tuple[str, FileFormat], ...] = (
    (r"#EXTM3U", FileFormat("m3u8", "application/vnd.apple.mpegurl", refused=_PLAYLIST.format("m3u8"))),
    (r"ffconcat\s+version", FileFormat("ffconcat", "text/plain", refused=_PLAYLIST.format("concat script"))),
    (
        r"file\s+'[^'\n]*'[ \t]*\r?(\n|$)",
        FileFormat("ffconcat", "text/plain", refused=_PLAYLIST.format("concat script")),
    ),
    (r"v=0\r?\n(o|s)=", FileFormat("sdp", "application/sdp", refused=_PLAYLIST.format("SDP"))),
    (r"\[playlist\]", FileFormat("pls", "audio/x-scpls", refused=_PLAYLIST.format("pls"))),
    (r"<MPD\b", FileFormat("dash", "application/dash+xml", refused=_PLAYLIST.format("DASH"))),
    (r"<svg\b|<!doctype svg", FileFormat("svg", "image/svg+xml", refused=_SVG)),
    (r"<!doctype html|<(html|head|body)\b", FileFormat("html", "text/html", refused=_HTML)),
)
_PATTERNS = tuple((re.compile(pattern, re.IGNORECASE), found) for pattern, found in _REFUSED)
_CONTROL = re.compile("[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f\x7f]")


def format_of(head: bytes) -> FileFormat | None:
    """Return the format of a text, or None when the bytes are no text in UTF-8 or, with its mark, UTF-16."""
    text = _decoded(head)
    if text is None or _CONTROL.search(text):
        return None
    start = _after_prologue(text)
    refused = next((found for pattern, found in _PATTERNS if pattern.match(start)), None)
    return refused or _accepted(text.lstrip())


def _after_prologue(text: str) -> str:
    """Skip what may stand before the root of XML or HTML: blanks, the declaration, comments."""
    start = text.lstrip()
    for _ in range(1000):
        opening, closing = next(((o, c) for o, c in (("<?", "?>"), ("<!--", "-->")) if start.startswith(o)), ("", ""))
        end = start.find(closing, len(opening)) if opening else -1
        if end < 0:
            break
        start = start[end + len(closing) :].lstrip()
    return start


def _accepted(start: str) -> FileFormat | None:
    if not start:
        return FileFormat("blank", "text/plain", refused="holds nothing but blanks")
    if start.startswith("WEBVTT"):
        return _WEBVTT
    return _JSON if start[0] in "{[" else _PLAIN


def _decoded(head: bytes) -> str | None:
    """Decode the head; it may end in the middle of a character."""
    encoding = "utf-16" if head[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    for missing in range(4):
        try:
            return head[: len(head) - missing].decode(encoding)
        except UnicodeDecodeError as error:
            if error.start < len(head) - 4:
                return None
    return None
