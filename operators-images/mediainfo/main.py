"""mediainfo: container, tracks, codecs, durations and tags of a file, as pymediainfo names them."""

from pathlib import Path
from typing import Any

from numbers_of import with_numbers
from reading import tracks_of
from refusals import HEAD_BYTES, after_reading, before_reading, text_of

from media_operator import Operator, UnusableInput, run


def main(operator: Operator) -> dict[str, Any]:
    """Return {"tracks": […]} with numbers as numbers. A file in which no track is recognised is refused."""
    path, medium = operator.require("source"), operator.media("source")
    _refuse(before_reading(path, medium))
    tracks = tracks_of(path)
    if len(tracks) == 1 and (plain := _plain_text(path)):
        tracks.append(plain)
    _refuse(after_reading(tracks))
    return {"tracks": [_named(with_numbers(track), operator) for track in tracks]}


def _refuse(reason: str) -> None:
    if reason:
        raise UnusableInput(reason)


def _plain_text(path: Path) -> dict[str, Any] | None:
    # MediaInfo knows subtitles but no prose; a text asset still has one track.
    with path.open("rb") as stream:
        if text_of(stream.read(HEAD_BYTES)) is None:
            return None
        stream.seek(0)
        lines = sum(chunk.count(b"\n") for chunk in iter(lambda: stream.read(2**20), b""))
    return {"track_type": "Text", "format": "Plain text", "stream_size": path.stat().st_size, "count_of_lines": lines}


def _named(track: dict[str, Any], operator: Operator) -> dict[str, Any]:
    # MediaInfo saw no name; where the file lies in the pod says nothing about it, its name as uploaded does.
    name = operator.context.get("source", {}).get("fileName")
    if track["track_type"] != "General" or not name:
        return track
    file = Path(name)
    names = {"complete_name": file.name, "file_name_extension": file.name, "file_name": file.stem}
    return {**track, **names, "file_extension": file.suffix.lstrip(".")}


if __name__ == "__main__":
    run(main)
