"""The one place that calls libmediainfo, which must read the given file and nothing else.

MediaInfo follows what a file refers to (playlists, reference movies, numbered neighbours), by absolute path too, and no
option forbids all of it. So the file is handed over as bytes, without its path, while the process may open no file.
"""

import os
import re
import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO
from xml.etree import ElementTree as ET

from pymediainfo import MediaInfo

from media_operator import UnusableInput

OPTIONS = {"File_TestContinuousFileNames": "0"}
MAX_READ = 4 * 2**30
"""Bytes that MediaInfo may ask for: it reads a few megabytes of any sane file, and seeks as a hostile one tells it."""

CHUNK = 64 * 1024
NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


class Bounded:
    """A file opened for reading that gives at most MAX_READ bytes in all."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._left = MAX_READ
        self.seek, self.tell = stream.seek, stream.tell

    def read(self, size: int) -> bytes:
        """Return the next bytes. Raises UnusableInput when more than MAX_READ were asked for."""
        content = self._stream.read(size)
        self._left -= len(content)
        if self._left < 0:
            raise UnusableInput("the file sends its reader in circles; it is damaged, or made to do so")
        return content


def tracks_of(path: Path) -> list[dict[str, Any]]:
    """Return MediaInfo's tracks of a file, the General one first, as pymediainfo's `to_data` names their fields."""
    MediaInfo.can_parse()  # loads the library, for which files are opened
    with path.open("rb") as stream, _no_further_files():
        # A file that fits into one chunk would not be looked into: MediaInfo asks for places between chunks only.
        chunk = min(CHUNK, max(512, path.stat().st_size // 4))
        text = MediaInfo.parse(Bounded(stream), mediainfo_options=OPTIONS, output="OLDXML", buffer_size=chunk)
    try:
        return [dict(track.to_data()) for track in MediaInfo(NOT_XML.sub("\N{REPLACEMENT CHARACTER}", text)).tracks]
    except (ET.ParseError, TypeError, ValueError) as error:
        raise UnusableInput(f"the file carries tags that cannot be told as text: {error}") from error


@contextmanager
def _no_further_files() -> Iterator[None]:
    # A new file gets the lowest free number; with the limit at that number nothing opens, and no socket either.
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    lowest = os.open(os.devnull, os.O_RDONLY)
    os.close(lowest)
    resource.setrlimit(resource.RLIMIT_NOFILE, (lowest, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
