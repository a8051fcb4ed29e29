"""Films and sounds that operators made to be played or given away, and how they differ from the source.

Nothing here fails: a result of another shape tells less.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from media_insights.cli.terminal import loose
from media_insights.cli.terminal.loose import Results

REDACTED = {"mp4": "RedactedVideo", "jpg": "RedactedImage", "m4a": "RedactedAudio"}
"""Ending of a redacted copy → its medium."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """A file: the medium by which it is downloaded, its name, and what is to be said of it."""

    medium: str
    file: str
    about: str


def copies_of(results: Results) -> list[Copy]:
    """Return the copies that there are."""
    return [*_redacted(loose.of(results, "redaction")), *_streamed(loose.of(results, "hls"))]


def _redacted(result: Mapping[str, Any]) -> Iterator[Copy]:
    file = loose.text(result.get("File"))
    medium = REDACTED.get(file.rpartition(".")[2])
    if medium:
        kinds = [
            f"{loose.number(each.get('Sights')):.0f} × {loose.text(each.get('Type')).lower()}"
            for each in loose.items(result, "Covered")
        ]
        frames = loose.number(result.get("Frames"))
        share = f"in {loose.number(result.get('CoveredFrames')):.0f} of {frames:.0f} pictures" if frames else ""
        yield Copy(medium=medium, file=file, about=", ".join(filter(None, [*kinds, share])))


def _streamed(result: Mapping[str, Any]) -> Iterator[Copy]:
    file = loose.text(result.get("Playlist"))
    if file:
        sizes = [
            f"{loose.number(each.get('Width')):.0f}×{loose.number(each.get('Height')):.0f}"
            for each in loose.items(result, "Renditions")
        ]
        more = [
            word for word, member in (("sound", "Audio"), ("captions", "Captions")) if loose.mapping(result, member)
        ]
        yield Copy(medium="HlsPlaylist", file=file, about=", ".join([*sizes, *more]))
