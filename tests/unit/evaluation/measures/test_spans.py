import pytest

from tests.evaluation.measures.retrieval import Counts
from tests.evaluation.measures.spans import Span, counts_of, largest_error


@pytest.mark.parametrize(
    ("truths", "answers", "counts"),
    [
        ([(0, 500)], [(0, 500)], Counts(50, 0, 0)),
        ([(0, 500)], [(100, 600)], Counts(40, 10, 10)),
        ([(0, 500)], [], Counts(0, 0, 50)),
        ([], [(900, 1000)], Counts(0, 10, 0)),
        ([(0, 300), (200, 500)], [(0, 500)], Counts(50, 0, 0)),
    ],
)
def test_slices_of_ten_milliseconds_are_judged(truths: list[Span], answers: list[Span], counts: Counts) -> None:
    assert counts_of(truths, answers, 1000) == counts


def test_near_a_true_edge_nothing_is_judged() -> None:
    assert counts_of([(200, 800)], [(150, 850)], 1000, collar=50) == Counts(50, 0, 0)


def test_the_worst_edge_counts() -> None:
    assert largest_error([(0, 1000), (2000, 3000)], [(2010, 3000), (0, 960)]) == 40
    assert largest_error([], []) == 0
    with pytest.raises(ValueError, match="1 spans instead of 2"):
        largest_error([(0, 1), (2, 3)], [(0, 1)])


def test_what_is_ignored_is_not_judged() -> None:
    assert counts_of([(0, 500)], [(0, 800)], 1000, ignored=[(600, 1000)]) == Counts(50, 10, 0)
