"""Bytes that are odd to everybody: archives, playlists, nothing at all."""

import gzip
import io
import tarfile
import zipfile
from collections.abc import Callable
from functools import cache

from tests.hostile.listeners import listener
from tests.hostile.oddities import Make, Oddity


@cache
def refused_everywhere() -> tuple[Oddity, ...]:
    """Return what no reader of media may open."""
    return tuple(Oddity(name, _made(content), "refusal") for name, content in CONTENTS.items())


def _made(content: Callable[[str], bytes]) -> Make:
    return lambda _: content(f"http://127.0.0.1:{listener().port}")


def _hls(segment: str) -> bytes:
    return f"#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\n{segment}\n#EXT-X-ENDLIST\n".encode()


def _dash(address: str) -> bytes:
    return (
        '<?xml version="1.0"?><MPD xmlns="urn:mpeg:dash:schema:mpd:2011" mediaPresentationDuration="PT9S">'
        f"<Period><AdaptationSet><Representation id='1'><BaseURL>{address}/a.mp4</BaseURL></Representation>"
        "</AdaptationSet></Period></MPD>"
    ).encode()


def _drawing(address: str) -> bytes:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><image href="{address}/a.png" width="9"/></svg>'
    ).encode()


def _zip() -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("film.mp4", bytes(10_000))
    return target.getvalue()


def _tar() -> bytes:
    target = io.BytesIO()
    with tarfile.open(fileobj=target, mode="w") as archive:
        entry = tarfile.TarInfo("film.mp4")
        entry.size = 10_000
        archive.addfile(entry, io.BytesIO(bytes(10_000)))
    return target.getvalue()


CONTENTS: dict[str, Callable[[str], bytes]] = {
    "nothing at all": lambda _: b"",
    "an HLS playlist": lambda address: _hls(f"{address}/a.ts"),
    "an HLS playlist of a local file": lambda _: _hls("/etc/hostname"),
    "a DASH manifest": _dash,
    "a list of files": lambda address: f"ffconcat version 1.0\nfile '{address}/a.mp4'\n".encode(),
    "a session description": lambda _: b"v=0\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\nm=video 5004 RTP/AVP 96\n",
    "a drawing that refers to another file": _drawing,
    "a ZIP archive": lambda _: _zip(),
    "a tar archive": lambda _: _tar(),
    "a gzip archive": lambda _: gzip.compress(b"\0" * 10_000, mtime=0),
    "a PDF document": lambda _: b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj<</Type/Catalog>>endobj\n%%EOF\n",
    "a program": lambda _: b"\x7fELF\x02\x01\x01" + bytes(4096),
    "noise": lambda _: bytes((index * index * 7919 + index // 3) % 251 for index in range(20_000)),
}
"""Name → what to write, given an address that nobody may visit."""
