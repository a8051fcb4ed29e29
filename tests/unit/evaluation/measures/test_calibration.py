"""The calibration error is the mean distance of confidence from the share that is right."""

import pytest

from tests.evaluation.measures.calibration import calibration_error


@pytest.mark.parametrize(
    ("answers", "error"),
    [
        pytest.param([], 0.0, id="nothing was said"),
        pytest.param([(0.75, True)] * 3 + [(0.75, False)], 0.0, id="right as often as said"),
        pytest.param([(0.5, True)] * 4, 0.5, id="too modest"),
        pytest.param([(1.0, False)] * 2, 1.0, id="sure and wrong"),
        pytest.param([(0.75, True)] * 2 + [(0.25, False)] * 2, 0.25, id="bins weigh by their answers"),
    ],
)
def test_calibration_error(answers: list[tuple[float, bool]], error: float) -> None:
    assert calibration_error(answers) == pytest.approx(error)
