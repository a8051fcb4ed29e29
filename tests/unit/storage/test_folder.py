"""A folder as a store: keys stay inside, half-written files are never seen, writers on a condition take turns."""

from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import pytest

from media_insights.errors import Changed, StoreError
from media_insights.storage.folder import FolderStore
from media_insights.storage.folder_multipart import FolderMultipart


@pytest.fixture
def folder(tmp_path: Path) -> FolderStore:
    return FolderStore(tmp_path, "media")


@pytest.mark.parametrize("key", ["../outside", "/etc/passwd", "a/../../outside", "", "."])
def test_a_key_never_leaves_the_folder(folder: FolderStore, key: str) -> None:
    with pytest.raises(StoreError, match="no key below"):
        folder.put(key, b"")


@pytest.mark.parametrize("key", ["a/" + "x" * 256, "ü" * 128, "/".join(["x" * 200] * 6)])
def test_a_key_that_is_too_long_is_none(folder: FolderStore, key: str) -> None:
    folder.ensure_bucket()
    for touch in (folder.head, folder.delete, lambda key: folder.put(key, b"")):
        with pytest.raises(StoreError, match="bytes of UTF-8"):
            touch(key)


@pytest.mark.parametrize("key", ["a", "a/b/c", "a/b/c/d"])
def test_no_folder_has_the_name_of_a_file(folder: FolderStore, key: str) -> None:
    folder.put("a/b", b"0")
    upload = FolderMultipart(folder).begin(key)
    FolderMultipart(folder).put_part(key, upload, 1, b"1")
    parts = FolderMultipart(folder)
    ways = (
        partial(folder.put, key, b"1"),
        partial(folder.replace, key, b"1", ""),
        partial(parts.join, key, upload),
        partial(parts.join, key, upload, is_new=True),
    )
    for store in ways:
        with pytest.raises(StoreError, match="cannot be stored"):
            store()
    assert [info.key for info in folder.list("")] == ["a/b"]


def test_a_link_out_of_the_folder_is_not_followed(folder: FolderStore, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("x")
    folder.ensure_bucket()
    (tmp_path / "media/link").symlink_to(tmp_path / "secret")
    with pytest.raises(StoreError, match="no key below"):
        folder.get("link")


def test_without_a_bucket_the_root_is_the_bucket(tmp_path: Path) -> None:
    FolderStore(tmp_path).put("a/b.json", b"{}")
    assert (tmp_path / "a/b.json").read_bytes() == b"{}"


def test_a_write_that_fails_leaves_the_old_file_and_nothing_else(folder: FolderStore, tmp_path: Path) -> None:
    folder.put("a/b.json", b"old")
    with pytest.raises(OSError, match=r"a/b\.json"):
        folder.put_file("a/b.json", tmp_path / "missing")
    assert folder.get("a/b.json") == b"old"
    assert [path.name for path in (tmp_path / "media/a").iterdir()] == ["b.json"]


def test_what_is_being_written_is_not_listed(folder: FolderStore, tmp_path: Path) -> None:
    folder.put("a/b.json", b"{}")
    (tmp_path / "media/a/.partial-x").write_bytes(b"{")
    assert [info.key for info in folder.list("a/")] == ["a/b.json"]


def test_files_are_readable_by_others(folder: FolderStore) -> None:
    folder.put("a", b"")
    assert folder.path("a").stat().st_mode & 0o777 == 0o644


def test_of_writers_on_one_condition_one_wins(folder: FolderStore) -> None:
    folder.put("a", b"0")
    etag = folder.head("a").etag

    def write(number: int) -> bool:
        try:
            folder.replace("a", f"{number}".encode() * (number + 2), etag)
        except Changed:
            return False
        return True

    with ThreadPoolExecutor(8) as threads:
        assert sum(threads.map(write, range(8))) == 1


def test_what_is_removed_while_it_is_listed_is_left_out(folder: FolderStore) -> None:
    for key in ("a/1", "a/2", "a/3"):
        folder.put(key, b"x")
    listed = folder.list("a/")

    first = next(listed).key
    folder.delete("a/2")

    assert [first, *(each.key for each in listed)] == ["a/1", "a/3"]


def test_a_list_is_in_the_order_of_keys_not_of_folders(folder: FolderStore) -> None:
    for key in ("a/b", "a.b", "a-b"):
        folder.put(key, b"x")

    assert [each.key for each in folder.list("a")] == ["a-b", "a.b", "a/b"]


def test_a_list_goes_on_after_a_key(folder: FolderStore) -> None:
    for key in ("a/1", "a/2", "a/b/3", "c"):
        folder.put(key, b"")
    assert [info.key for info in folder.list("a/", "a/1")] == ["a/2", "a/b/3"]
    assert [info.key for info in folder.list("a/", "a/b/3")] == []
