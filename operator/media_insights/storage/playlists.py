"""Playlists (HLS, RFC 8216), and the files beside them that they name."""

import re
from collections.abc import Callable, Iterator
from pathlib import PurePosixPath

PLAYLIST = ".m3u8"
MOST = 1000
"""Files that belong to one playlist at most: ours have about a dozen."""
MAX_BYTES = 16 * 2**20
"""Of a playlist: many times what a day in segments of two seconds takes."""

ReadStart = Callable[[str, int], bytes]
"""Returns at most so many first bytes of the object of a key."""

_URI = re.compile(r'^#[^\n]*\bURI="([^"\n]+)"|^([^#\s][^\n]*?)\s*$', re.MULTILINE)
_BESIDE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
"""A file in the same folder; what lies elsewhere, or on another host, is not ours to fetch."""


def names_in(text: str) -> list[str]:
    """Return the files beside a playlist that it names, each once, in order."""
    named = (attribute or line for attribute, line in _URI.findall(text))
    return list(dict.fromkeys(name for name in named if _BESIDE.fullmatch(name)))


def family_of(key: str, read: ReadStart) -> list[str]:
    """Return a key and, where it is a playlist, the keys of all that it names, directly or through other playlists."""
    found = [key]
    for each in found:  # which grows while it is read
        found += [other for other in _named(each, read) if other not in found][: MOST - len(found)]
    return found


def _named(key: str, read: ReadStart) -> Iterator[str]:
    content = read(key, MAX_BYTES + 1) if key.endswith(PLAYLIST) else b""
    if len(content) <= MAX_BYTES:
        text = content.decode(errors="replace")
        yield from (str(PurePosixPath(key).with_name(name)) for name in names_in(text))
