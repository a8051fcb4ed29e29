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


def zip_of_pictures(pictures: Sequence[bytes]) -> bytes:
    """Return a frames.zip of pictures as they are, of any format and size, one a second."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        numbers = range(len(pictures))
        # each is a shot of its own: nothing is told of one by the one beside it
        frames = [{"name": f"{number}.jpg", "timestamp": 1000 * number, "reason": "shot"} for number in numbers]
        source = {"width": WIDTH, "height": HEIGHT, "frameRate": 25.0, "durationMillis": 1000 * len(pictures)}
        archive.writestr("index.json", json.dumps({"version": 1, "source": source, "frames": frames}))
        for frame, picture in zip(frames, pictures, strict=True):
            archive.writestr(str(frame["name"]), picture)
    return target.getvalue()


def _path(still: dict[str, Any], made: Path) -> Path:
    source = media.fetch(still["media"])
    if "at" not in still:
        return source
    media.ffmpeg("-ss", str(still["at"]), "-i", source, "-frames:v", "1", made)
    return made
