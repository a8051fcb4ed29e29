import pytest

from tests.evaluation.measures.retrieval import Counts
from tests.evaluation.subjects.label_detection import counted
from tests.evaluation.truths import truth
from tests.operators.media import ITEMS

CASE = {"shows": ["Person", "Tower | Building"], "also": ["Tree"]}


@pytest.mark.parametrize(
    ("names", "counts"),
    [
        ({"Person", "Building"}, Counts(2, 0, 0)),
        ({"Person", "Tree"}, Counts(2, 0, 1)),
        ({"Tower", "Building", "Person"}, Counts(3, 0, 0)),
        ({"Kite"}, Counts(0, 1, 2)),
        (set(), Counts(0, 0, 2)),
    ],
)
def test_a_label_is_right_when_it_is_shown_or_also_true(names: set[str], counts: Counts) -> None:
    assert counted(CASE, names) == counts


def test_every_picture_of_the_truth_can_be_fetched() -> None:
    cases = truth("labels") + truth("faces")
    assert {case["media"] for case in cases} <= set(ITEMS)
