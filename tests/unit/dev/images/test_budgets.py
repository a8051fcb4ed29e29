"""An image that grows past what its kind may have is named, with what to do."""

import pytest

from dev.images import budgets
from dev.images.budgets import Size


@pytest.mark.parametrize(
    ("written", "megabytes"), [("703 MB", 703), ("703MB", 703), ("1.2 GB", 1200), ("96.5 kB", 0.0965), ("0 B", 0)]
)
def test_sizes_are_read_as_builders_write_them(written: str, megabytes: float) -> None:
    assert budgets.megabytes_of(written) == pytest.approx(megabytes)


def test_what_is_no_size_is_refused() -> None:
    with pytest.raises(ValueError, match="703 MB"):
        budgets.megabytes_of("large")


def test_the_base_decides_unless_the_operator_does() -> None:
    assert budgets.budget_of("vision", 0) == 500
    assert budgets.budget_of("video", 0) == 500
    assert budgets.budget_of("text", 0) == 600
    assert budgets.budget_of("vision", 900) == 900
    assert budgets.budget_of("scratch", 0) == 600


def test_only_what_is_too_large_is_complained_of() -> None:
    fits = Size("labels", "vision", total=430, shared=390, budget=500)
    large = Size("ocr", "vision", total=531, shared=390, budget=500)

    assert fits.complaint == ""
    assert large.complaint.startswith("ocr has 531 MB, and what stands on vision may have 500: leave out")


def test_the_table_has_the_largest_first() -> None:
    rows = budgets.table([Size("a", "python", 105, 104, 600), Size("b", "vision", 430, 390, 500)]).splitlines()
    assert rows[2:] == ["| `b` | `vision` | 430 | 40 | 390 | 500 |", "| `a` | `python` | 105 | 1 | 104 | 600 |"]
