"""Parts of a key in the object store: one name between two slashes."""

import unicodedata
from pathlib import PurePosixPath

FILE_NAME_BYTES = 200
"""Longest file name in a key; S3 allows 1024 bytes for the whole key."""
RESERVED = ".partial-"
"""How files begin that a folder keeps for itself: those that are being written, and its locks."""
_HEX = frozenset("0123456789abcdef")
_MOST_KEY_BYTES = 1024
"""Of an S3."""
_MOST_PART_BYTES = 255
"""Of a file system's names."""


def file_name(file: str) -> str:
    """Return a file's name in one Unicode form, without control characters, short enough for a key."""
    name = "".join(char for char in unicodedata.normalize("NFC", PurePosixPath(file).name) if char.isprintable())
    suffix = PurePosixPath(name).suffix[:16]
    while len(name.encode("utf-8", "replace")) > FILE_NAME_BYTES:
        name = name[: -len(suffix) - 1] + suffix if suffix else name[:-1]
    return name.encode("utf-8", "replace").decode()


def is_digest(text: str, length: int) -> bool:
    """Return whether a text is the beginning of a digest in hex, of that many characters."""
    return len(text) == length and not set(text) - _HEX


def too_long(key: str) -> str:
    """Return a sentence about a key that not every store takes for its length; empty for one that each does."""
    if len(key.encode("utf-8", "replace")) > _MOST_KEY_BYTES:
        return f"a key has at most {_MOST_KEY_BYTES} bytes of UTF-8"
    if any(len(part.encode("utf-8", "replace")) > _MOST_PART_BYTES for part in key.split("/")):
        return f"a part of a key, between two slashes, has at most {_MOST_PART_BYTES} bytes of UTF-8"
    return ""


def guarded(text: str) -> str:
    """Guard every prefix that is listed or deleted: an empty UID would mean all assets, an empty namespace all."""
    if not text or "/" in text or text in (".", ".."):
        raise ValueError(f"a namespace, a UID or a name in a key is not empty and has no slash: not {text!r}")
    return text
