"""Frames of one shot: where one begins, and what its frames say together."""

from typing import Any

import pytest

from tests.operators.runs import inside

pytestmark = pytest.mark.slow

NUMBERED = """
import numpy as np
from media_kits.vision.frames import Frame
from media_kits.vision.shots import ShotCounter
def image(colours):
    pixels = np.zeros((90, 160, 3), np.uint8)
    for at, colour in enumerate(colours):
        pixels[:, 20 + 30 * at : 50 + 30 * at] = colour
    return pixels
answer = []
for frames in given[0]:
    shots = ShotCounter()
    answer.append([shots.shot_of(Frame(time, b"", reason), image(colours)) for time, reason, colours in frames])
"""
RED, GREEN, BLUE, GREY = [200, 20, 20], [20, 200, 20], [20, 20, 200], [120, 120, 120]


FRAMES: dict[str, tuple[list[Any], list[int]]] = {
    "what moves keeps its colours": (
        [(0, "interval", [RED, GREEN, GREY]), (1000, "interval", [GREY, RED, GREEN])],
        [0, 0],
    ),
    "other colours, whatever bars are around": (
        [(0, "interval", [RED, GREY, GREY]), (1000, "interval", [GREY, GREEN, BLUE])],
        [0, 1],
    ),
    "a change of scene between like colours": (
        [(0, "interval", [RED, GREEN]), (700, "shot", [RED, GREEN]), (1000, "interval", [RED, GREEN])],
        [0, 1, 1],
    ),
    "frames that are far from each other": ([(0, "interval", [RED]), (11_000, "interval", [RED])], [0, 1]),
    "black": ([(0, "interval", []), (1000, "interval", [])], [0, 0]),
}


@pytest.fixture(scope="module")
def numbered() -> dict[str, list[int]]:
    return dict(zip(FRAMES, inside("content-moderation", NUMBERED, [it for it, _ in FRAMES.values()]), strict=True))


@pytest.mark.parametrize("what", FRAMES)
def test_a_shot_begins_where_the_scene_or_its_colours_change(numbered: dict[str, list[int]], what: str) -> None:
    assert numbered[what] == FRAMES[what][1]


AGREED = """
from media_kits.vision.agreement import Opinion, agreed
shots = [
    [Opinion(apart * at, {"it": sure} if sure else {}) for at, sure in enumerate(likely)] for likely, apart in given[0]
]
answer = [[each.get("it", 0) for each in agreed(shot)] for shot in shots]
"""
LIKELY: dict[str, tuple[list[float], int, list[bool]]] = {
    "a shot of one frame": ([0.9], 1000, [True]),
    "one frame alone": ([0, 0, 0.7, 0, 0], 1000, [False] * 5),
    "one frame at the beginning": ([0.7, 0, 0], 1000, [False] * 3),
    "one that is very sure": ([0, 0, 0.99, 0, 0], 1000, [False, False, True, False, False]),
    "what leaves": ([0.9, 0.9, 0, 0], 1000, [True, True, False, False]),
    "what comes": ([0, 0, 0.9, 0.9], 1000, [False, False, True, True]),
    "a doubt amid certainty": ([0.9, 0.3, 0.9], 1000, [True, True, True]),
    "nobody is sure": ([0.45, 0.45, 0.45], 1000, [False] * 3),
    "frames of one moment are one opinion": ([*[0.0] * 5, *[0.7] * 3, *[0.0] * 8], 100, [False] * 16),
}


@pytest.fixture(scope="module")
def agreed() -> dict[str, list[float]]:
    shots = [(likely, apart) for likely, apart, _ in LIKELY.values()]
    return dict(zip(LIKELY, inside("content-moderation", AGREED, shots), strict=True))


@pytest.mark.parametrize("what", LIKELY)
def test_a_name_is_as_likely_as_the_frames_around_say(agreed: dict[str, list[float]], what: str) -> None:
    assert [each >= 0.5 for each in agreed[what]] == LIKELY[what][2]


def test_frames_that_agree_are_as_sure_as_each(agreed: dict[str, list[float]]) -> None:
    assert agreed["nobody is sure"] == pytest.approx([0.45] * 3)
    assert agreed["a shot of one frame"] == [0.9]
