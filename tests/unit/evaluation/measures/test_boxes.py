import pytest

from tests.evaluation.measures.boxes import Box, counts_of, matches, overlap
from tests.evaluation.measures.retrieval import Counts

LEFT, RIGHT, AROUND = Box(0, 0, 0.4, 0.4), Box(0.6, 0, 1, 0.4), Box(0, 0, 0.4, 0.8)


@pytest.mark.parametrize(
    ("one", "other", "share"),
    [(LEFT, LEFT, 1), (LEFT, RIGHT, 0), (LEFT, AROUND, 0.5), (LEFT, Box(0.2, 0, 0.6, 0.4), 1 / 3)],
)
def test_overlap_is_intersection_over_union(one: Box, other: Box, share: float) -> None:
    assert overlap(one, other) == pytest.approx(share)
    assert overlap(other, one) == pytest.approx(share)


@pytest.mark.parametrize(
    ("truths", "answers", "ignored", "counts"),
    [
        pytest.param([LEFT, RIGHT], [RIGHT, LEFT], [], Counts(2, 0, 0), id="in any order"),
        pytest.param([LEFT], [LEFT, AROUND], [], Counts(1, 1, 0), id="a face found twice is wrong once"),
        pytest.param([LEFT, RIGHT], [LEFT], [], Counts(1, 0, 1), id="missed"),
        pytest.param([], [RIGHT], [], Counts(0, 1, 0), id="made up"),
        pytest.param([], [RIGHT], [Box(0.5, 0, 1, 1)], Counts(0, 0, 0), id="in a place where anything goes"),
        pytest.param([], [], [], Counts(0, 0, 0), id="nothing"),
    ],
)
def test_boxes_are_paired_one_to_one(truths: list[Box], answers: list[Box], ignored: list[Box], counts: Counts) -> None:
    assert counts_of(truths, answers, ignored) == counts


def test_pairing_leaves_as_few_as_can_be_over() -> None:
    # The first answer overlaps both truths, the second only the first truth: both get one.
    truths = [Box(0, 0, 0.4, 1), Box(0.3, 0, 0.7, 1)]
    answers = [Box(0.15, 0, 0.55, 1), Box(0, 0, 0.3, 1)]
    assert matches(truths, answers, 0.3) == {0: 1, 1: 0}
