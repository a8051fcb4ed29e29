"""Pictures as operators get them: a frames.zip of stills and of moments of films, one a second."""

import io
import json
import tempfile
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tests.operators import media
from tests.operators.examples import frames_zip

WIDTH, HEIGHT = 1280, 720
"""Of a frame; a still is centred in it."""


def zip_of(stills: Sequence[dict[str, Any]]) -> bytes:
    """Return the frames.zip of `{media: name}` and `{media: name, at: seconds}`, in order."""
    with tempfile.TemporaryDirectory() as scratch:
        paths = [_path(still, Path(scratch) / f"{number}.png") for number, still in enumerate(stills)]
        return frames_zip(paths)


def zip_of_pictures(pictures: Sequence[bytes], shot: int = 1) -> bytes:
    """Return a frames.zip of pictures as they are, of any format and size, one a second; so many are one shot."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        numbers = range(len(pictures))
        # nothing is told of a shot by the one beside it
        reasons = ["interval" if number % shot else "shot" for number in numbers]
        frames = [{"name": f"{at}.jpg", "timestamp": 1000 * at, "reason": reason} for at, reason in enumerate(reasons)]
        source = {"width": WIDTH, "height": HEIGHT, "frameRate": 25.0, "durationMillis": 1000 * len(pictures)}
        archive.writestr("index.json", json.dumps({"version": 1, "source": source, "frames": frames}))
        for frame, picture in zip(frames, pictures, strict=True):
            archive.writestr(str(frame["name"]), picture)
    return target.getvalue()


def panned_over(picture: bytes, frames: int) -> list[bytes]:
    """Return so many frames of a camera that moves over a picture from left to right, four fifths of it in view."""
    with tempfile.TemporaryDirectory() as scratch:
        source = Path(scratch) / "picture"
        source.write_bytes(picture)
        move = f"loop={frames - 1}:1:0,crop=iw*4/5:ih*4/5:(iw-ow)*n/{frames - 1}:(ih-oh)/2"
        media.ffmpeg("-i", source, "-vf", move, "-frames:v", str(frames), "-q:v", "3", Path(scratch) / "%d.jpg")
        return [(Path(scratch) / f"{number + 1}.jpg").read_bytes() for number in range(frames)]


def _path(still: dict[str, Any], made: Path) -> Path:
    source = media.fetch(still["media"])
    if "at" not in still:
        return source
    media.ffmpeg("-ss", str(still["at"]), "-i", source, "-frames:v", "1", made)
    return made
