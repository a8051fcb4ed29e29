"""Why a file cannot be opened, in plain words: first by what its bytes are, then by what ffmpeg said."""

import re
from pathlib import Path

SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"PK\x03\x04", "a ZIP archive (or an office document)"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"7z\xbc\xaf", "a 7-Zip archive"),
    (b"Rar!", "a RAR archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ", "an xz archive"),
    (b"\x28\xb5\x2f\xfd", "a zstd archive"),
    (b"%PDF", "a PDF document"),
    (b"\x7fELF", "a program"),
    (b"MZ", "a program"),
    (b"#EXTM3U", "a playlist, which may name other files; playlists are refused"),
    (b"ffconcat", "a playlist, which may name other files; playlists are refused"),
    (b"[playlist]", "a playlist, which may name other files; playlists are refused"),
)
MESSAGES: tuple[tuple[str, str], ...] = (
    ("moov atom not found", "the file is truncated: its index (moov atom) is missing"),
    ("EBML header parsing failed", "the file is damaged: its header cannot be read"),
    ("partial file", "the file is truncated"),
    ("End of file", "the file is truncated"),
)


def reason_of(path: Path, messages: str) -> str:
    """Return one sentence saying why `path` is no media; `messages` is what ffmpeg said about it."""
    with path.open("rb") as stream:
        head = stream.read(65536)
    if not head:
        return "the file is empty (0 bytes)"
    for signature, what in SIGNATURES:
        if head.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(signature):
            return f"the file is not media but {what}"
    if _is_text(head):
        playlist = b"<MPD" in head or b"<SmoothStreamingMedia" in head
        return f"the file is not media but {'a playlist; playlists are refused' if playlist else 'text'}"
    for said, sentence in MESSAGES:
        if said in messages:
            return sentence
    if head[4:8] in (b"ftyp", b"moov", b"mdat", b"wide"):
        return "the file is truncated or damaged: its index (moov atom) is missing or unreadable"
    return "the file is not media, or damaged beyond recognition" + _last_words(messages)


def _is_text(head: bytes) -> bool:
    try:
        text = head.decode("utf-8", errors="strict")
    except UnicodeDecodeError as error:
        if error.start < len(head) - 4:
            return False
        text = head[: error.start].decode("utf-8")
    controls = sum(1 for letter in text if letter < " " and letter not in "\r\n\t\f")
    return controls == 0


def _last_words(messages: str) -> str:
    for line in reversed(messages.splitlines()):
        words = re.sub(r"^\[[^\]]*\]\s*", "", line).strip()
        if words and "Error opening" not in words:
            return f" ({words[:200]})"
    return ""
