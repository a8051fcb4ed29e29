"""A figure below its floor fails with a sentence; so does one without a floor, and a floor without a figure."""

import pytest

from tests.evaluation import floors
from tests.evaluation.figures import Figure
from tests.evaluation.floors import Floor, parse_floors, regressions_of

BOUNDS = parse_floors("transcribe:\n  words: {most: 0.05}\nshots:\n  found: {least: 0.9, margin: 0.02}\n")
WORDS = Figure("transcribe", "words", 0.04, "119 words", digits=3)


@pytest.mark.parametrize(
    ("figures", "evaluated", "sentences"),
    [
        ([WORDS], ["transcribe"], []),
        (
            [Figure("transcribe", "words", 0.0834, "119 words", digits=3)],
            ["transcribe"],
            ["transcribe: words is 0.083 (119 words), but must be ≤ 0.05"],
        ),
        ([Figure("shots", "found", 0.9, "10 cuts")], ["shots"], []),
        ([Figure("shots", "found", 0.8, "10 cuts")], ["shots"], ["shots: found is 0.80 (10 cuts), but must be ≥ 0.9"]),
        (
            [WORDS, Figure("transcribe", "letters", 1, "3 letters", "LU", 1)],
            ["transcribe"],
            ["transcribe: letters is 1.0 LU (3 letters), but floors.yaml has no floor for it"],
        ),
        ([], ["shots"], ["shots: found has a floor in floors.yaml, but was not measured"]),
        ([], [], []),
    ],
)
def test_what_is_out_of_bounds_is_a_sentence(figures: list[Figure], evaluated: list[str], sentences: list[str]) -> None:
    assert list(regressions_of(figures, BOUNDS, evaluated)) == sentences


@pytest.mark.parametrize("wrong", [{}, {"least": 1, "most": 2}])
def test_a_floor_says_exactly_one_thing(wrong: dict[str, float]) -> None:
    with pytest.raises(ValueError, match="either least or most"):
        Floor(**wrong)


def test_the_floors_of_the_repository_can_be_read() -> None:
    assert parse_floors(floors.FLOORS.read_text("utf-8"))
