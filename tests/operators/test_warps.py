"""What operators do to pictures before a network sees them: turned, scaled and made smaller as they should be."""

from typing import Any

import pytest

from tests.operators.runs import inside

MAPS = """
import numpy as np
from media_kits.vision import warps
pixels = (np.arange(20 * 30 * 3) * 37 % 251).astype(np.uint8).reshape(20, 30, 3)
middle = np.array([14.0, 9.0])
"""


def test_a_map_turns_and_scales_about_the_middle_and_its_inverse_leads_back() -> None:
    code = f"""{MAPS}
turn = warps.turned(middle, 90, 2, 50)
places = np.array([[14.0, 9], [15, 9], [14, 8]])
there = places @ turn[:, :2].T + turn[:, 2]
back = warps.inverse(turn)
answer = [there.tolist(), np.abs(there @ back[:, :2].T + back[:, 2] - places).max()]
"""
    there, apart = inside("face-detection", code)
    # Counter-clockwise: what lies to the right of the middle comes above it, twice as far away.
    assert [pytest.approx(place) for place in there] == [[50, 50], [50, 48], [48, 50]]
    assert apart < 1e-9


@pytest.mark.parametrize(
    ("degrees", "turned"),
    [
        pytest.param(0, "square", id="as it was"),
        pytest.param(90, "np.rot90(square)", id="a quarter to the left"),
        pytest.param(180, "square[::-1, ::-1]", id="upside down"),
    ],
)
def test_whole_pixels_stay_what_they_are(degrees: float, turned: str) -> None:
    code = f"""{MAPS}
square = pixels[4:15, 9:20]
made = warps.warped(pixels, warps.turned(middle, given[0], 1, 5), (11, 11), edges=True)
answer = bool((made == {turned}).all())
"""
    assert inside("face-detection", code, degrees)


def test_between_pixels_lies_their_mean_and_beyond_the_picture_its_edge_or_black() -> None:
    code = f"""{MAPS}
half = np.array([[1.0, 0, -0.5], [0, 1, 0]])
made = warps.warped(pixels, half, (29, 20), edges=True).astype(float)
mean = (pixels[:, :-1].astype(float) + pixels[:, 1:]) / 2
away = np.array([[1.0, 0, 5], [0, 1, 5]])
on, black = (warps.warped(pixels, away, (40, 30), edges=edges) for edges in (True, False))
answer = {{
    "mean": np.abs(made - mean).max(),
    "kept": bool((on[5:25, 5:35] == pixels).all() and (black[5:25, 5:35] == pixels).all()),
    "edge": bool((on[:5, 5:35] == pixels[0]).all() and (on[5:25, 35:] == pixels[:, -1:]).all()),
    "black": int(black[:5].max()) + int(black[:, :5].max()) + int(black[25:].max()) + int(black[:, 35:].max()),
}}
"""
    assert inside("face-detection", code) == {"mean": 0.5, "kept": True, "edge": True, "black": 0}


SIZES: list[Any] = [
    pytest.param((120, 80), (60, 40), 1.0, id="half"),
    pytest.param((128, 72), (41, 23), 1.0, id="a third and a bit"),
    pytest.param((64, 36), (128, 72), 1.0, id="larger"),
]


@pytest.mark.parametrize(("size", "wanted", "most"), SIZES)
def test_a_picture_of_another_size_shows_the_same_at_the_same_place(
    size: tuple[int, int], wanted: tuple[int, int], most: float
) -> None:
    code = """
import numpy as np
from media_kits.vision.networks import resized
(width, height), (columns, rows) = given
def slope(across, down):
    x, y = np.meshgrid((np.arange(across) + 0.5) / across, (np.arange(down) + 0.5) / down)
    return np.stack([200 * x, 200 * y, 100 * (x + y)], axis=-1)
made = resized(slope(width, height).round().astype(np.uint8), columns, rows)
apart = np.abs(made - slope(columns, rows))
answer = [made.shape, apart[1:-1, 1:-1].max()]
"""
    shape, apart = inside("face-detection", code, size, wanted)
    assert shape == [wanted[1], wanted[0], 3]
    assert apart <= most + 0.6  # values are whole numbers
