"""What is derived of a large file of vectors is read, compared and stored piece by piece."""

import json
import tracemalloc
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import pytest

from media_insights.ports.moment_search import LikeRequest
from media_insights.search import likeness
from media_insights.search.calibrations import Calibration
from media_insights.search.derivation import derived_of
from media_insights.search.indexed_moments import IndexedAsset
from media_insights.search.questions import NOTHING
from media_insights.search.sqlite.sqlite_index import SqliteIndex
from media_insights.search.vectors import VectorBlock
from media_insights.storage import vector_files
from media_insights.storage.folder import FolderStore
from media_insights.storage.library import StoredAsset
from tests.unit.search.analysed import result_of, stored_with_vectors

WIDE = 2048
"""Numbers of a row."""


def store_vectors(folder: Path, of: str, vectors: np.ndarray, rows: Iterable[int]) -> StoredAsset:
    """Store a result whose items, one a second, name these rows of a file of vectors."""
    declared = {"medium": "Looks", "of": of, "list": "$.Labels[*]", "row": "Row", "time": {"at": "Timestamp"}}
    stored = stored_with_vectors(folder, {**declared, "floor": 0.9}, "Looks")
    np.save(folder / "looks.npy", vectors.astype("<f2"))
    FolderStore(folder).put_file("k/Looks.npy", folder / "looks.npy")
    items = [{"Name": f"Item {row}", "Timestamp": 1000 * at, "Row": row} for at, row in enumerate(rows)]
    FolderStore(folder).put(result_of("beach"), json.dumps({"Model": {"sha256": "m"}, "Labels": items}).encode())
    return stored


def block_in(stored: StoredAsset) -> VectorBlock:
    found = derived_of(stored, NOTHING)
    assert not found.problems
    (block,) = found.vectors
    return block


def test_memory_does_not_grow_with_the_file(tmp_path: Path) -> None:
    count = 16_384
    axes = np.zeros((count, WIDE), "<f2")
    axes[np.arange(count), np.arange(count) % WIDE] = 1
    stored, index = store_vectors(tmp_path, "Image", axes, range(0, count, 4)), SqliteIndex(tmp_path / "index.sqlite")
    tracemalloc.start()
    try:
        index.replace(IndexedAsset(namespace="n", uid="u-beach", name="beach"), [], [block_in(stored)])
        page = index.alike(LikeRequest(asset_uid="u-beach", time=5000, namespaces=frozenset({"n"})))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert [hit.moment.start for hit in page.hits] == [1000 * (5 + WIDE // 4 * turn) for turn in range(1, 8)]
    assert peak < axes.nbytes / 2


@pytest.mark.parametrize("of", ["Text", "Image"])
def test_what_is_derived_is_the_same_in_any_number_of_pieces(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, of: str
) -> None:
    calibration = Calibration(floor=0.1, questions=(0.5,) * 5, passages=(0.1, 0.2, 0.3, 0.4, 0.5))
    monkeypatch.setattr(likeness, "calibration_of", lambda _: calibration)
    drawn = np.random.default_rng(7).normal(size=(100, 5))
    stored = store_vectors(tmp_path, of, drawn / np.linalg.norm(drawn, axis=1, keepdims=True), range(99, -1, -1))
    block = block_in(stored)
    (whole,) = block.pieces()
    monkeypatch.setattr(vector_files, "PIECE", 128)
    pieces = block_in(stored)
    assert pieces.places == block.places == whole.places
    assert b"".join(pieces.numbers) == whole.numbers == b"".join(pieces.numbers)
    assert [len(each.places) for each in pieces.pieces()] == [12] * 8 + [4]
