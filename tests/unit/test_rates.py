"""The yardstick of the e2e tests is right itself."""

import pytest

from tests.e2e.rates import word_error_rate


@pytest.mark.parametrize(
    ("truth", "found", "rate"),
    [
        ("the best of times", "The best of times.", 0),
        ("the best of times", "", 1),
        ("the best of times", "the worst of times", 0.25),
        ("the best of times", "the very best of times", 0.25),
        ("the best of times", "the best times", 0.25),
    ],
)
def test_counts_substitutions_insertions_and_deletions(truth: str, found: str, rate: float) -> None:
    assert word_error_rate(truth, found) == rate
