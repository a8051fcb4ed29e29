"""Pictures as operators get them: a frames.zip of stills and of moments of films, one a second."""

import tempfile
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


def _path(still: dict[str, Any], made: Path) -> Path:
    source = media.fetch(still["media"])
    if "at" not in still:
        return source
    media.ffmpeg("-ss", str(still["at"]), "-i", source, "-frames:v", "1", made)
    return made
