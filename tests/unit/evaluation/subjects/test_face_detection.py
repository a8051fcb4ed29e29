import pytest

from tests.evaluation.measures.boxes import Box
from tests.evaluation.subjects.face_detection import box_of

FRAME = {"Left": 0.25, "Top": 0.25, "Width": 0.5, "Height": 0.5}


@pytest.mark.parametrize(
    ("size", "box"),
    [
        pytest.param([1280, 720], Box(0.25, 0.25, 0.75, 0.75), id="fills the frame"),
        pytest.param([320, 180], Box(0.25, 0.25, 0.75, 0.75), id="enlarged"),
        pytest.param([640, 720], Box(0, 0.25, 1, 0.75), id="a tall picture between bars left and right"),
        pytest.param([1280, 360], Box(0.25, 0, 0.75, 1), id="a wide picture between bars above and below"),
    ],
)
def test_boxes_of_the_frame_become_boxes_of_the_picture(size: list[int], box: Box) -> None:
    assert box_of(FRAME, {"size": size}) == pytest.approx(box)
