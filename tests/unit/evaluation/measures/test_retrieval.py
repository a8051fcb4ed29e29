import pytest

from tests.evaluation.measures.retrieval import NOTHING, Counts, accuracy, counts_of


@pytest.mark.parametrize(
    ("counts", "precision", "recall", "f1"),
    [
        (Counts(3, 1, 0), 0.75, 1, 6 / 7),
        (Counts(3, 0, 3), 1, 0.5, 2 / 3),
        (Counts(0, 2, 2), 0, 0, 0),
        (Counts(0, 0, 4), 1, 0, 0),
        (NOTHING, 1, 1, 1),
    ],
)
def test_shares(counts: Counts, precision: float, recall: float, f1: float) -> None:
    assert (counts.precision, counts.recall, counts.f1) == pytest.approx((precision, recall, f1))


def test_sets_are_compared_and_what_is_named_twice_counts_once() -> None:
    assert counts_of(["cat", "cup"], ["cat", "cat", "dog"]) == Counts(1, 1, 1)
    assert Counts(1, 2, 3) + Counts(1, 1, 1) == Counts(2, 3, 4)


def test_accuracy_is_the_share_of_equal_pairs() -> None:
    assert accuracy([("en", "en"), ("pl", "cs")]) == 0.5
    with pytest.raises(ValueError, match="nothing"):
        accuracy([])
