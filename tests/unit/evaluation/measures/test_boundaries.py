import pytest

from tests.evaluation.measures.boundaries import Boundary, counts_of
from tests.evaluation.measures.retrieval import Counts

CUT = Boundary(1000, 1000, 40)
DISSOLVE = Boundary(2000, 2600, 100)


@pytest.mark.parametrize(
    ("answers", "counts"),
    [
        ([1000, 2300], Counts(2, 0, 0)),
        ([1040, 1950], Counts(2, 0, 0)),
        ([1041, 2701], Counts(0, 2, 2)),
        ([1000, 1040, 2300], Counts(2, 1, 0)),
        ([2300, 1000], Counts(2, 0, 0)),
        ([], Counts(0, 0, 2)),
    ],
)
def test_each_change_has_one_answer_within_its_tolerance(answers: list[float], counts: Counts) -> None:
    assert counts_of([CUT, DISSOLVE], answers) == counts


def test_changes_that_lie_close_share_their_answers_out() -> None:
    assert counts_of([Boundary(1000, 1000, 100), Boundary(1100, 1100, 100)], [1050, 1150]) == Counts(2, 0, 0)
