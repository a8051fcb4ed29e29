"""The vector of an image, read from what image-embedding stored beside its result."""

import json
from pathlib import Path
from typing import Any

import pytest

from media_insights.errors import Damaged, NoSuchObject
from media_insights.storage.embedded_images import embedded_image
from media_insights.storage.folder import FolderStore
from media_insights.storage.library import Library, StoredResults
from media_insights.storage.store import Store
from tests.conformance.api.sentences import npy

KEY = "private/n/assets/a/workflows/e/imageEmbedding.json"
RESULT: dict[str, Any] = {
    "Embeddings": [{"Timestamp": 0, "Index": 1}, {"Timestamp": 2000, "Index": 0}],
    "File": {"Name": "embeddings.npy"},
    "Model": {"name": "net", "sha256": "a" * 64, "provider": "CPUExecutionProvider"},
}


def stored(store: Store, result: Any = RESULT, content: bytes = npy([(1, 0), (0, 1)])) -> StoredResults:
    store.put(KEY, json.dumps(result).encode())
    store.put("private/n/assets/a/workflows/e/embeddings.npy", content)
    return StoredResults(Library(store), {"imageEmbedding": KEY}, {})


@pytest.mark.parametrize(("time", "vector"), [(0, (0, 1)), (900, (0, 1)), (1100, (1, 0)), (10**9, (1, 0))])
def test_the_frame_that_is_nearest_is_meant(store: Store, time: int, vector: tuple[float, ...]) -> None:
    found = embedded_image(stored(store), time)
    assert (found.vector, found.model.name, found.model.sha256) == (vector, "net", "a" * 64)


def test_what_was_not_embedded_is_told_with_what_to_do(store: Store) -> None:
    with pytest.raises(NoSuchObject, match="run the workflow image-embedding over it"):
        embedded_image(StoredResults(Library(store), {}, {}))


@pytest.mark.parametrize(
    "change",
    [
        {"Embeddings": []},
        {"Embeddings": [{"Timestamp": 0, "Index": 7}]},
        {"Embeddings": [{"Timestamp": 0, "Index": -1}]},
        {"Embeddings": [{"Timestamp": 0, "Index": "x"}]},
        {"File": {"Name": "../../../b/workflows/e/embeddings.npy"}},
        {"File": {"Name": ""}},
        {"Model": {"name": "net"}},
        {"Model": None},
    ],
)
def test_a_result_that_is_none_is_damaged(store: Store, change: dict[str, Any]) -> None:
    with pytest.raises(Damaged, match="imageEmbedding"):
        embedded_image(stored(store, RESULT | change))


class Counted(FolderStore):
    """A store that notes how much is read at once."""

    most = 0

    def range(self, key: str, start: int, length: int) -> bytes:
        found = super().range(key, start, length)
        Counted.most = max(Counted.most, len(found))
        return found


def test_of_a_file_of_any_size_the_header_and_one_row_are_read(tmp_path: Path) -> None:
    """Whoever runs an operator writes the file: teaching by it must not fill the memory of the API."""
    found = stored(
        Counted(tmp_path, "media"),
        RESULT | {"Embeddings": [{"Timestamp": 0, "Index": 99_999}]},
        npy([*[(1, 0)] * 99_999, (0, 1)]),
    )
    assert embedded_image(found).vector == (0, 1)
    assert 0 < Counted.most < 2**17 < 4 * 100_000


def test_a_file_that_is_none_is_damaged(store: Store) -> None:
    with pytest.raises(Damaged, match=r"no \.npy file"):
        embedded_image(stored(store, content=b"PK"))


def test_a_file_that_is_longer_or_shorter_than_it_says_is_damaged(store: Store) -> None:
    for content in (npy([(1, 0), (0, 1)]) + b"\0", npy([(1, 0), (0, 1)])[:-1]):
        with pytest.raises(Damaged, match="not as long as their file says"):
            embedded_image(stored(store, content=content))
