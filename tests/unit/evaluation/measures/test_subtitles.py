from pathlib import Path

import pytest

from tests.evaluation.measures.subtitles import Cue, conformity, read_cues

GOOD = Cue(0, 2, ("Doors open at seven.",))


def cue(start: float = 10, end: float = 12, *lines: str) -> Cue:
    return Cue(start, end, lines or ("Doors open at seven.",))


@pytest.mark.parametrize(
    ("second", "kept"),
    [
        pytest.param(cue(), 1, id="all is well"),
        pytest.param(cue(10, 16, "x" * 42, "y" * 42), 1, id="two full lines"),
        pytest.param(cue(10, 16, "x" * 43), 0.5, id="a line too long"),
        pytest.param(cue(10, 16, "a", "b", "c"), 0.5, id="a line too many"),
        pytest.param(cue(10, 11, "x" * 17), 1, id="just slow enough"),
        pytest.param(cue(10, 11, "x" * 9, "y" * 9), 0.5, id="too fast, the break being read as a space"),
        pytest.param(cue(10, 10.8, "Yes."), 0.5, id="too short"),
        pytest.param(cue(10, 10.833, "Yes."), 1, id="as short as may be"),
        pytest.param(cue(10, 17.1), 0.5, id="too long"),
        pytest.param(cue(2.079, 4), 1, id="two frames apart"),
        pytest.param(cue(2.04, 4), 0.5, id="one frame apart"),
    ],
)
def test_a_caption_conforms_when_it_breaks_no_rule(second: Cue, kept: float) -> None:
    assert conformity([GOOD, second]) == kept


def test_no_captions_break_no_rule() -> None:
    assert conformity([]) == 1


def test_captions_are_read_as_players_read_them(tmp_path: Path) -> None:
    path = tmp_path / "captions.vtt"
    path.write_text("WEBVTT\n\n01:00:01.250 --> 01:00:02.500\nR&amp;D says:\na &lt; b\n")
    assert read_cues(path) == [Cue(3601.25, 3602.5, ("R&D says:", "a < b"))]
