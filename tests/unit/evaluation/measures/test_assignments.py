from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from tests.evaluation.measures.assignments import best_pairs

TABLES = st.integers(1, 4).flatmap(
    lambda columns: st.lists(st.lists(st.integers(0, 9), min_size=columns, max_size=columns), min_size=1, max_size=4)
)


def test_the_sum_counts_not_the_best_single_pair() -> None:
    assert sorted(best_pairs([[9, 8], [8, 1]])) == [(0, 1), (1, 0)]


def test_nothing_is_paired_with_nothing() -> None:
    assert best_pairs([]) == []
    assert best_pairs([[0, 0]]) == []


@given(TABLES)
def test_no_other_pairing_gains_more(gains: list[list[int]]) -> None:
    pairs = best_pairs(gains)
    assert len({row for row, _ in pairs}) == len({column for _, column in pairs}) == len(pairs)
    columns = [*range(len(gains[0])), *[None] * len(gains)]
    ways = permutations(columns, len(gains))
    best = max(sum(gains[row][column] for row, column in enumerate(way) if column is not None) for way in ways)
    assert sum(gains[row][column] for row, column in pairs) == best
