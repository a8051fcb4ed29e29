"""mediainfo: container, tracks, codecs, durations and tags of a file, as pymediainfo names them."""

import json
from pathlib import Path
from typing import Any

from numbers_of import with_numbers
from pymediainfo import MediaInfo

from media_operator import Operator, UnusableInput, run

TRACKS = frozenset({"Video", "Audio", "Image", "Text"})
OPTIONS = {"File_TestContinuousFileNames": "0", "File_FollowReferences": "0"}
"""Only the file itself is read: no numbered neighbours, no files that it refers to."""

TEXT_TRACKS_NEED = frozenset({"Video", "Audio", "Image"})


def main(operator: Operator) -> dict[str, Any]:
    """Return {"tracks": […]} with numbers as numbers. A file in which no track is recognised is refused."""
    path = operator.require("source")
    if path.stat().st_size == 0:
        raise UnusableInput("the file is empty (0 bytes)")
    found = json.loads(MediaInfo.parse(path, mediainfo_options=OPTIONS).to_json())
    tracks = [_cleaned(track, operator) for track in found["tracks"]]
    kinds = {track["track_type"] for track in tracks}
    wanted = TRACKS if operator.media("source") in (None, "Text") else TEXT_TRACKS_NEED
    if not kinds & wanted and operator.media("source") != "Text":
        raise UnusableInput(_reason(tracks))
    return {"tracks": tracks}


def _cleaned(track: dict[str, Any], operator: Operator) -> dict[str, Any]:
    # Where the file lies in the pod says nothing about it; its name as uploaded does.
    kept = {key: value for key, value in track.items() if not key.startswith(("folder_name", "complete_name"))}
    name = operator.context.get("source", {}).get("fileName")
    if track["track_type"] == "General":
        for key in [key for key in kept if key.startswith(("file_name", "file_last_modification", "file_creation"))]:
            del kept[key]
        if name:
            kept["file_name_extension"] = name
            kept["file_name"], kept["file_extension"] = Path(name).stem, Path(name).suffix.lstrip(".")
    return with_numbers(kept)


def _reason(tracks: list[dict[str, Any]]) -> str:
    general = next((track for track in tracks if track["track_type"] == "General"), {})
    name = general.get("format")
    truncated = "; it is truncated" if general.get("istruncated") == "Yes" else ""
    if name:
        return f"the file is {name}, but no picture, sound or text track can be read in it{truncated}"
    return f"the file is not media: neither its container nor any track is recognised{truncated}"


if __name__ == "__main__":
    run(main)
