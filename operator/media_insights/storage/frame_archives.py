"""Frame archives (the medium ``Frames``): which frames one holds, and each frame as the bytes that are stored.

An archive is a ZIP whose entries are not compressed, so a frame is a range of it: nothing is unpacked or decoded here.
Whoever wrote it is not trusted: sizes are bounded before anything is read.
"""

import io
import struct
import zipfile
import zlib
from bisect import bisect_right
from dataclasses import dataclass

from pydantic import BaseModel, ConfigDict

from media_insights.errors import Damaged
from media_insights.storage.store import Store

INDEX = "index.json"
MAX_DIRECTORY = 12 * 2**20
"""Bytes of an archive's list of entries and its index together: twice what 50,000 frames take."""
MAX_FRAME = 16 * 2**20
"""Bytes of one frame: many times what a JPEG of 4096 by 4096 pixels takes."""
_LOCAL_HEADER = struct.Struct("<4s22xHH")
"""Signature, length of the name, length of the extra field; the content follows (APPNOTE.TXT 4.3.7)."""
_UNREADABLE = (zipfile.BadZipFile, zlib.error, NotImplementedError, ValueError, RuntimeError, EOFError)
"""What reading a ZIP that somebody damaged or made up raises; pydantic's errors are ValueErrors."""
_EXTRA = 256
"""Bytes that an entry's extra field may have."""


@dataclass(frozen=True, slots=True)
class ArchivedFrame:
    """One frame of an archive."""

    time: int
    """Milliseconds on the proxy's timeline."""
    reason: str
    """Why it was taken: ``interval`` or ``shot``."""
    name: str
    offset: int
    """Where its entry begins in the archive."""
    bytes: int


@dataclass(frozen=True, slots=True)
class FrameArchive:
    """The frames of one video in the order of time; at least one."""

    key: str
    etag: str
    """Of the archive when it was read."""
    frames: tuple[ArchivedFrame, ...]

    def at(self, time: int) -> ArchivedFrame:
        """Return the frame that is on screen at a time (ms): the last one until then, or else the first."""
        found = bisect_right(self.frames, time, key=lambda each: each.time)
        return self.frames[max(0, found - 1)]


class _Listed(BaseModel):
    model_config = ConfigDict(extra="ignore")

    name: str
    timestamp: int
    reason: str = "interval"


class _Index(BaseModel):
    model_config = ConfigDict(extra="ignore")

    frames: tuple[_Listed, ...]


def read_archive(store: Store, key: str, etag: str) -> FrameArchive:
    """Return which frames an archive of an ETag holds. Raises Damaged for what is none, and a store's errors."""
    try:
        with zipfile.ZipFile(io.BufferedReader(_Ranges(store, key), 2**16)) as archive:
            entries = {each.filename: each for each in archive.infolist()}
            if INDEX not in entries or entries[INDEX].file_size > MAX_DIRECTORY:
                raise Damaged(f"{key} has no {INDEX} of at most {MAX_DIRECTORY} bytes")
            listed = _Index.model_validate_json(archive.read(INDEX)).frames
    except _UNREADABLE as error:
        raise Damaged(f"{key} cannot be read as an archive of frames: {error}") from error
    found = [_frame(each, entries[each.name]) for each in listed if each.name in entries]
    if not found:
        raise Damaged(f"{key} holds none of the frames that its {INDEX} lists")
    return FrameArchive(key, etag, tuple(sorted(found, key=lambda each: each.time)))


def jpeg_of(store: Store, archive: FrameArchive, frame: ArchivedFrame) -> bytes:
    """Return a frame as it is stored. Raises Damaged when it is none that a browser may be given."""
    if frame.bytes > MAX_FRAME:
        raise Damaged(f"the frame {frame.name} in {archive.key} is larger than {MAX_FRAME} bytes")
    most = _LOCAL_HEADER.size + len(frame.name.encode()) + _EXTRA + frame.bytes
    entry = store.range(archive.key, frame.offset, most)
    if len(entry) < _LOCAL_HEADER.size:
        raise Damaged(f"{archive.key} ends before the frame {frame.name}")
    _, name, extra = _LOCAL_HEADER.unpack_from(entry)
    start = _LOCAL_HEADER.size + name + extra
    content = entry[start : start + frame.bytes]
    if len(content) < frame.bytes or not content.startswith(b"\xff\xd8\xff"):
        raise Damaged(f"the frame {frame.name} in {archive.key} is no JPEG")
    return content


def _frame(listed: _Listed, entry: zipfile.ZipInfo) -> ArchivedFrame:
    if entry.compress_type != zipfile.ZIP_STORED:
        raise Damaged(f"the frame {listed.name} is compressed: entries of an archive of frames are stored")
    return ArchivedFrame(listed.timestamp, listed.reason, listed.name, entry.header_offset, entry.file_size)


class _Ranges(io.RawIOBase):
    """A stored object as a file that is read in ranges; gives up beyond what an archive's list may take."""

    def __init__(self, store: Store, key: str) -> None:
        self._store, self._key = store, key
        self._bytes = store.head(key).bytes
        self._at = self._read = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._bytes}[whence]
        if start + offset < 0:
            raise zipfile.BadZipFile("it names a place before its beginning")
        self._at = start + offset
        return self._at

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # BufferedReader passes one
        self._read += len(buffer)
        if self._read > MAX_DIRECTORY:
            raise zipfile.BadZipFile(f"its list of entries and its index are larger than {MAX_DIRECTORY} bytes")
        content = self._store.range(self._key, self._at, min(len(buffer), max(0, self._bytes - self._at)))
        buffer[: len(content)] = content
        self._at += len(content)
        return len(content)
