"""Files of vectors in NumPy's format: rows of half precision, and nothing else."""

import pytest

from media_insights.errors import Damaged, Unavailable
from media_insights.storage import vector_files
from media_insights.storage.store import Store
from media_insights.storage.vector_files import row_of, stored_vectors, vectors_in
from tests.conformance.api.sentences import npy

ROWS = npy([(1, 0), (0, 1), (1, 0)])


def test_rows_and_columns_are_those_of_the_header() -> None:
    file = vectors_in(ROWS, "looks")
    assert (file.table.rows, file.table.columns) == (3, 2)
    assert list(file.pieces([1, 2])) == [b"\x00\x00\x00\x3c\x00\x3c\x00\x00"]


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
        vectors_in(content, "looks")


def test_there_is_a_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vector_files, "MAX_BYTES", 100)
    with pytest.raises(Damaged, match="more than 100 bytes"):
        vectors_in(ROWS, "looks")


def test_a_large_file_is_read_in_pieces(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vector_files, "PIECE", 128)
    rows = npy([(number, -number) for number in range(100)])
    store.put("a/looks.npy", rows)
    file = stored_vectors(store, "a/looks.npy", "looks")
    pieces = list(file.pieces(range(1, 100)))
    assert {len(each) for each in pieces[:-1]} == {128}
    assert b"".join(pieces) == rows[-99 * 4 :] == b"".join(file.pieces(range(1, 100)))
    assert b"".join(file.pieces([7, 7, 99])) == b"".join(rows[at - 400 : at - 396 or None] for at in (28, 28, 396))


def test_a_file_that_another_one_was_stored_for_is_read_again(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vector_files, "PIECE", 128)
    store.put("a/looks.npy", npy([(1, 0)] * 100))
    file = stored_vectors(store, "a/looks.npy", "looks")
    store.put("a/looks.npy", ROWS)
    with pytest.raises(Unavailable, match="vectors of looks have changed"):
        list(file.pieces([99]))


def test_one_row_is_read_by_itself(store: Store) -> None:
    store.put("a/looks.npy", ROWS)
    assert [row_of(store, "a/looks.npy", row, "looks") for row in range(3)] == [(1, 0), (0, 1), (1, 0)]
    with pytest.raises(Damaged, match="looks names the row 3 of 3"):
        row_of(store, "a/looks.npy", 3, "looks")
