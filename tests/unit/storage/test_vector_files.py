"""Files of vectors in NumPy's format: rows of half precision, and nothing else."""

import pytest

from media_insights.errors import Damaged
from media_insights.storage import vector_files
from media_insights.storage.store import Store
from media_insights.storage.vector_files import parse_npy, row_of
from tests.conformance.api.sentences import npy

ROWS = npy([(1, 0), (0, 1), (1, 0)])


def test_rows_and_columns_are_those_of_the_header() -> None:
    rows, columns, numbers = parse_npy(ROWS, "looks")
    assert (rows, columns, numbers) == (3, 2, b"\x00\x3c\x00\x00\x00\x00\x00\x3c\x00\x3c\x00\x00")


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x93NUMPY\x01\x00",
        ROWS[:-1],
        ROWS + b"\0",
        ROWS.replace(b"<f2", b"<f4"),
        ROWS.replace(b"NUMPY", b"NUMPI"),
    ],
)
def test_anything_else_is_damaged(content: bytes) -> None:
    with pytest.raises(Damaged, match="vectors of looks"):
        parse_npy(content, "looks")


def test_there_is_a_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vector_files, "MAX_BYTES", 100)
    with pytest.raises(Damaged, match="more than 100 bytes"):
        parse_npy(ROWS, "looks")


def test_one_row_is_read_by_itself(store: Store) -> None:
    store.put("a/looks.npy", ROWS)
    assert [row_of(store, "a/looks.npy", row, "looks") for row in range(3)] == [(1, 0), (0, 1), (1, 0)]
    with pytest.raises(Damaged, match="looks names the row 3 of 3"):
        row_of(store, "a/looks.npy", 3, "looks")
