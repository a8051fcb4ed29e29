"""Still images with times: the medium Frames (a ZIP made by `proxy`) or one plain image, read the same way.

frames.zip holds `index.json` and one JPEG per frame; docs: operators-images/proxy/README.md. What it says is not
trusted: entries are counted, sized and bounded before they are read, and names are never used as paths.
"""

import json
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from media_operator.errors import UnusableInput
from media_operator.operators import Operator

MAX_FRAMES = 50_000
MAX_FRAME_BYTES = 64 * 2**20
MAX_INDEX_BYTES = 32 * 2**20


@dataclass(frozen=True)
class Frame:
    """One encoded frame (JPEG, or the image's own format) and its time in milliseconds on the proxy's timeline."""

    timestamp: int
    image: bytes = field(repr=False)
    reason: str = "interval"


@dataclass(frozen=True)
class Frames:
    """A sequence of frames in time order. Iterating reads one frame at a time, so memory stays at one frame."""

    path: Path
    index: dict[str, Any]
    is_video: bool

    def __len__(self) -> int:
        """Return the number of frames."""
        return len(self.index["frames"])

    def __iter__(self) -> Iterator[Frame]:
        """Yield each frame. Raises UnusableInput for a frame that is missing, too large or damaged."""
        if not self.is_video:
            yield Frame(0, self.path.read_bytes())
            return
        with zipfile.ZipFile(self.path) as archive:
            for entry in self.index["frames"]:
                image = _read(archive, entry["name"], MAX_FRAME_BYTES)
                yield Frame(entry["timestamp"], image, str(entry.get("reason", "interval")))

    @property
    def video_metadata(self) -> dict[str, Any]:
        """Return Rekognition's VideoMetadata (Codec, DurationMillis, Format, FrameRate, FrameHeight, FrameWidth)."""
        source = self.index.get("source") or {}
        names = ("codec", "durationMillis", "format", "frameRate", "height", "width")
        keys = ("Codec", "DurationMillis", "Format", "FrameRate", "FrameHeight", "FrameWidth")
        return {key: source[name] for key, name in zip(keys, names, strict=True) if name in source}


def read_frames(operator: Operator, name: str = "frames") -> Frames:
    """Open an input of media [Frames, Image]: a frames.zip or a single image.

    Raises UnusableInput when it is absent, damaged, or breaks a limit.
    """
    path = operator.require(name)
    if zipfile.is_zipfile(path):
        return Frames(path, _index_of(path), is_video=True)
    if not 0 < path.stat().st_size <= MAX_FRAME_BYTES:
        raise UnusableInput(f"the image has {path.stat().st_size} bytes; between 1 and {MAX_FRAME_BYTES} can be read")
    return Frames(path, {"frames": [{"timestamp": 0}]}, is_video=False)


def _index_of(path: Path) -> dict[str, Any]:
    try:
        with zipfile.ZipFile(path) as archive:
            index = json.loads(_read(archive, "index.json", MAX_INDEX_BYTES))
    except (zipfile.BadZipFile, ValueError, RecursionError) as error:
        raise UnusableInput(f"frames.zip cannot be read: {error}") from error
    entries = index.get("frames") if isinstance(index, dict) else None
    if not isinstance(entries, list) or len(entries) > MAX_FRAMES or not all(map(_is_entry, entries)):
        raise UnusableInput(f"frames.zip: index.json must list at most {MAX_FRAMES} frames with name and timestamp")
    return {**index, "frames": sorted(entries, key=lambda entry: int(entry["timestamp"]))}


def _is_entry(entry: object) -> bool:
    if not isinstance(entry, dict) or not isinstance(entry.get("name"), str):
        return False
    timestamp = entry.get("timestamp")
    return isinstance(timestamp, int) and not isinstance(timestamp, bool) and timestamp >= 0


def _read(archive: zipfile.ZipFile, name: str, limit: int) -> bytes:
    try:
        if archive.getinfo(name).file_size > limit:
            raise UnusableInput(f"frames.zip: {name!r} is larger than {limit} bytes")
        with archive.open(name) as stream:
            content = stream.read(limit + 1)
    except KeyError as error:
        raise UnusableInput(f"frames.zip has no {name!r}") from error
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError) as error:
        raise UnusableInput(f"frames.zip: {name!r} is damaged: {error}") from error
    if len(content) > limit:
        raise UnusableInput(f"frames.zip: {name!r} is larger than {limit} bytes")
    return content
