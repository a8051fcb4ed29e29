"""Which answer belongs to which truth: one to one, the best of all ways."""

from collections.abc import Sequence
from functools import cache


def best_pairs(gains: Sequence[Sequence[float]]) -> list[tuple[int, int]]:
    """Return the (row, column) pairs whose gains sum to the most; pairs that gain nothing are left out.

    Exact, by dynamic programming over sets of columns: for up to about 16 columns, whatever the number of rows.
    """
    columns = len(gains[0]) if gains else 0

    @cache
    def best(row: int, free: int) -> tuple[float, tuple[tuple[int, int], ...]]:
        if row == len(gains):
            return 0.0, ()
        without = best(row + 1, free)
        chosen = [without]
        for column in range(columns):
            if free >> column & 1 and gains[row][column] > 0:
                gain, pairs = best(row + 1, free & ~(1 << column))
                chosen.append((gain + gains[row][column], ((row, column), *pairs)))
        return max(chosen, key=lambda each: each[0])

    return list(best(0, (1 << columns) - 1)[1])
