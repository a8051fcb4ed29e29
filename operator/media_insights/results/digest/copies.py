"""Copies: files that operators made to be played or given away, and how they differ from the source."""

from collections.abc import Iterator
from dataclasses import dataclass

from media_insights.results.redactions import Redaction
from media_insights.results.renditions import Hls

REDACTED = {"mp4": "RedactedVideo", "jpg": "RedactedImage", "m4a": "RedactedAudio"}
"""Ending of a redacted copy → its medium."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """A file: the medium by which it is downloaded, its name, and how it differs from the source."""

    medium: str
    file: str
    about: str
    """For instance ``7 × face, in 25 of 30 frames``."""


def redacted_copies_of(result: Redaction) -> tuple[Copy, ...]:
    """Return the redacted copy, none when its ending is not known."""
    medium = REDACTED.get(result.file.rpartition(".")[2])
    return (Copy(medium=medium, file=result.file, about=", ".join(_covered(result))),) if medium else ()


def streams_of(result: Hls) -> tuple[Copy, ...]:
    """Return the playlist that a player is given."""
    sizes = [f"{each.width}×{each.height}" for each in result.renditions]
    more = [word for word, track in (("audio", result.audio), ("captions", result.captions)) if track]
    return (Copy(medium="HlsPlaylist", file=result.playlist, about=", ".join([*sizes, *more])),)


def _covered(result: Redaction) -> Iterator[str]:
    yield from (f"{each.sights} × {each.type.lower()}" for each in result.covered)
    if result.frames:
        yield f"in {result.covered_frames or 0} of {result.frames} frames"
