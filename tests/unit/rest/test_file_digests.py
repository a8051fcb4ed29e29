"""A file is read for its digest once while it stays as it is, and not at all when its size is another."""

import hashlib
from pathlib import Path

import pytest

from media_insights.rest.problems import ApiRefusal
from media_insights.rest.uploaded_files import is_same
from media_insights.storage.folder import FolderStore

KEY = "public/upload/n/a.txt"


class Counted(FolderStore):
    """A folder that counts what is read of it."""

    read = 0

    def range(self, key: str, start: int, length: int) -> bytes:
        Counted.read += 1
        return super().range(key, start, length)


def test_a_file_is_read_once_and_again_when_it_changed(tmp_path: Path) -> None:
    store, digest = Counted(tmp_path), hashlib.sha256(b"text").hexdigest()
    store.put(KEY, b"text")
    Counted.read = 0
    with pytest.raises(ApiRefusal):
        is_same(store, KEY, 5, digest)
    assert Counted.read == 0
    assert [is_same(store, KEY, 4, digest) for _ in range(3)] == [True] * 3
    assert Counted.read == 1
    store.put(KEY, b"TEXT")
    with pytest.raises(ApiRefusal):
        is_same(store, KEY, 4, digest)
    assert Counted.read == 2
    assert not is_same(store, "public/upload/n/none.txt", 4, digest)
