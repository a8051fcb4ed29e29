"""A film may name its colours by numbers that mean nothing, which ffmpeg's scaler refuses: every operator reads it."""

from pathlib import Path

import pytest

from tests.operators.films import colours_without_names
from tests.operators.runs import run


@pytest.mark.parametrize(
    ("operator", "name", "parameters"),
    [
        ("proxy", "source", {}),
        ("proxy", "source", {"reencode": True}),
        ("transcode", "source", {}),
        ("hls", "source", {"maxHeight": 240}),
        ("loudness-normalization", "source", {}),
        ("shot-detection", "video", {}),
        ("technical-cues", "media", {}),
    ],
)
def test_colours_without_a_name_are_taken_for_untold(
    operator: str, name: str, parameters: dict[str, object], tmp_path: Path
) -> None:
    film = colours_without_names(tmp_path / "film.mov")
    outcome = run(operator, {name: film}, **parameters)
    assert (outcome.exit_code, outcome.sentence) == (0, "")
