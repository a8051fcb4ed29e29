"""Cosines are the same with numpy and without."""

import importlib
import random
from types import ModuleType

import pytest

from media_insights.storage.cosines import cosines_among

VECTORS = ((1.0, 0.0), (0.6, 0.8), (0.0, -1.0))
COSINES = [[1.0, 0.6, 0.0], [0.6, 1.0, -0.8], [0.0, -0.8, 1.0]]


class _CountedNumber(float):
    """A number that counts how often numbers such as it are multiplied."""

    multiplied = 0

    def __mul__(self, other: float) -> float:
        _CountedNumber.multiplied += 1
        return float(self) * float(other)


@pytest.fixture
def _without_numpy(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> ModuleType:
        raise ImportError(name)

    monkeypatch.setattr(importlib, "import_module", missing)


def test_each_is_compared_with_each_by_numpy() -> None:
    found = [[round(each, 4) for each in row] for row in cosines_among(VECTORS)]
    assert found == COSINES
    assert cosines_among(()) == []


@pytest.mark.usefixtures("_without_numpy")
def test_each_is_compared_with_each_without_numpy() -> None:
    assert cosines_among(VECTORS) == COSINES
    assert cosines_among(()) == []


@pytest.mark.usefixtures("_without_numpy")
@pytest.mark.parametrize("largest", [0.0, 0.001, 1.0, 65504.0])
def test_numbers_of_any_size_and_sign_stay_in_their_lanes(largest: float) -> None:
    drawn = random.Random(1)  # noqa: S311 - a table of numbers
    vectors = [[round(drawn.uniform(-largest, largest), 5) for _ in range(9)] for _ in range(7)]
    vectors += [[largest] * 9, [-largest] * 9]
    expected = [[sum(a * b for a, b in zip(one, other, strict=True)) for other in vectors] for one in vectors]
    for found, row in zip(cosines_among(vectors), expected, strict=True):
        assert found == pytest.approx(row, rel=1e-9, abs=1e-9)


@pytest.mark.usefixtures("_without_numpy")
def test_without_numpy_most_examples_take_a_part_of_the_steps() -> None:
    """The steps of the interpreter grow with vectors times numbers, not with vectors times vectors times numbers."""
    multiplied = _CountedNumber.multiplied
    cosines_among([[_CountedNumber(1.0)] * 20] * 30)
    assert _CountedNumber.multiplied - multiplied <= 30 * 20
