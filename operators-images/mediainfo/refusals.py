"""Why a file is refused: one sentence, by what its bytes are and what MediaInfo made of them."""

import re
from pathlib import Path
from typing import Any

HEAD_BYTES = 65536
PLAYLIST = re.compile(
    r"#EXTM3U|ffconcat|\[(playlist|reference)\]|v=0\r?\n[a-z]=|RTSPtext|"
    r"<(\w{1,64}:)?(MPD|SmoothStreamingMedia|asx|smil|manifest|playlist|AssetMap|CompositionPlaylist|PackingList|P2Main|"
    r"NonRealTimeMeta|xmeml|fcpxml)\b",
    re.IGNORECASE,
)
"""How texts begin that name other files as their content: HLS, DASH, SDP, PLS, XSPF, cinema and edit lists …"""

NOT_MEDIA = frozenset({
    "7-Zip", "ACE", "Bzip2", "ELF", "GZip", "ISO 9660", "MZ", "PDF", "RAR", "Tar", "ZIP",
})  # fmt: skip
"""What MediaInfo knows besides media."""

_PROLOGUE = (("<?", "?>"), ("<!--", "-->"), ("<!DOCTYPE", ">"))
"""How parts of a prologue begin, and end."""
WIDE_MARKS = (b"\xff\xfe", b"\xfe\xff")


def before_reading(path: Path, medium: str | None) -> str:
    """Return why the file must not be given to MediaInfo at all, "" when it may be."""
    with path.open("rb") as stream:
        head = stream.read(HEAD_BYTES)
    if not head:
        return "the file is empty (0 bytes)"
    text = text_of(head)
    if text is not None and PLAYLIST.match(after_prologue(text)):
        return "the file is a playlist, which names other files; playlists are refused"
    if text is not None and medium not in (None, "Text"):
        return f"the file is not media of the type {medium} but text"
    return ""


def after_reading(tracks: list[dict[str, Any]]) -> str:
    """Return why MediaInfo's answer is no answer, "" when it is one."""
    general = next((track for track in tracks if track["track_type"] == "General"), {})
    name = general.get("format")
    if name in NOT_MEDIA:
        return f"the file is not media but {name}"
    if {track["track_type"] for track in tracks} & {"Video", "Audio", "Image", "Text"}:
        return ""
    if not name:
        return "the file is not media, or damaged beyond recognition: neither its container nor any track is known"
    if name in ("MPEG-4", "QuickTime"):
        return "the file is truncated or damaged: its index (moov atom) is missing, so no track can be read"
    truncated = "truncated" if general.get("istruncated") == "Yes" else "damaged or empty"
    return f"the file is {truncated}: it is {name}, but no video, audio, image or text track can be read in it"


def after_prologue(text: str) -> str:
    """Skip what may stand before the root of XML or HTML: blanks, the declaration, comments, the document's type.

    Each is found by its end, once: no expression tries the ways in which they might be divided.
    """
    at, size = 0, len(text)
    while at < size:
        if text[at] in "\ufeff \t\r\n\f\v":
            at += 1
            continue
        part = next((each for each in _PROLOGUE if text[at : at + len(each[0])].upper() == each[0]), None)
        end = text.find(part[1], at + len(part[0])) if part else -1
        if part is None or end < 0:
            break
        at = end + len(part[1])
    return text[at:]


def text_of(head: bytes) -> str | None:
    """Return the first bytes as text, None when they are binary; the last character may be cut off."""
    wide = head.startswith(WIDE_MARKS)
    try:
        text = head.decode("utf-16" if wide else "utf-8")
    except UnicodeDecodeError as error:
        cut = error.start >= len(head) - 4
        text = head[: error.start].decode("utf-16") if wide else head.decode("utf-8" if cut else "cp1252", "ignore")
    return None if any(letter < " " and letter not in "\t\n\r\f\v\x1b" for letter in text) else text
