import pytest

from tests.evaluation.shades import number_of


@pytest.mark.parametrize(
    ("left", "right", "number"),
    [
        pytest.param(16, 16, 0, id="the first picture"),
        pytest.param(196, 16, 9, id="ones are on the left"),
        pytest.param(16, 26, 10, id="tens are on the right"),
        pytest.param(196, 206, 199, id="both"),
        pytest.param(65, 32, 22, id="shades that an encoder moved"),
    ],
)
def test_two_shades_are_a_number(left: int, right: int, number: int) -> None:
    assert number_of(left, right) == number
