"""What is promised of every store, kept by both: a folder and an S3."""

from pathlib import Path

import pytest

from media_insights.errors import NoSuchBucket, NoSuchObject
from media_insights.storage.store import Store, folder_of


def test_what_was_put_is_got(store: Store) -> None:
    key = "public/upload/keynote (final) – 日本.mp4"
    store.put(key, b"0123456789", "video/mp4")
    assert store.get(key) == b"0123456789"
    assert store.head(key).bytes == 10
    assert store.head(key).etag
    assert store.head(key).content_type == "video/mp4"
    assert store.range(key, 2, 3) == b"234"
    assert store.range(key, 8, 100) == b"89"
    assert store.range(key, 100, 1) == b""
    assert store.presign(key).startswith(("http", "file"))


def test_a_new_content_has_a_new_etag(store: Store) -> None:
    store.put("a", b"one")
    before = store.head("a").etag
    store.put("a", b"three")
    assert store.head("a").etag != before


def test_an_empty_object_has_no_first_bytes(store: Store) -> None:
    store.put("empty", b"")
    assert store.range("empty", 0, 65536) == b""
    assert store.get("empty") == b""


def test_files_come_and_go(store: Store, tmp_path: Path) -> None:
    source, target = tmp_path / "source", tmp_path / "target"
    source.write_bytes(b"x" * 100_000)
    store.put_file("big", source, "video/mp4")
    store.get_file("big", target)
    assert target.read_bytes() == source.read_bytes()


def test_missing_keys_and_buckets_are_told_apart(store: Store) -> None:
    with pytest.raises(NoSuchObject):
        store.head("nothing")
    with pytest.raises(NoSuchObject):
        store.get("nothing")
    with pytest.raises(NoSuchBucket):
        store.at("no-such-bucket").head("nothing")
    store.delete("nothing")


def test_folders_are_named_without_what_is_in_them(store: Store) -> None:
    for key in ("private/b/1", "private/a/x/1", "private/a/x/2", "private/file", "other/c/1"):
        store.put(key, b"{}")
    assert list(store.folders("private/")) == ["a", "b"]
    assert list(store.folders("nothing/")) == []


def test_a_folder_goes_and_its_namesake_stays(store: Store) -> None:
    for number in range(25):
        store.put(f"private/assets/1/{number:02}.json", b"{}")
    store.put("private/assets/10/a.json", b"{}")
    assert [info.key for info in store.list("private/assets/1/0")] == [
        f"private/assets/1/0{number}.json" for number in range(10)
    ]
    assert store.delete_prefix("private/assets/1") == 25
    assert [info.key for info in store.list("private/")] == ["private/assets/10/a.json"]
    assert store.delete_prefix("private/assets/1") == 0


def test_the_whole_bucket_is_never_deleted(store: Store) -> None:
    with pytest.raises(ValueError, match="empty prefix"):
        store.delete_prefix("/")


@pytest.mark.parametrize(("prefix", "folder"), [("a/1", "a/1/"), ("a/1/", "a/1/"), ("a/1//", "a/1/")])
def test_a_deletion_reaches_one_folder(prefix: str, folder: str) -> None:
    assert folder_of(prefix) == folder


@pytest.mark.parametrize("prefix", ["", "/", "//"])
def test_a_deletion_of_everything_is_refused(prefix: str) -> None:
    with pytest.raises(ValueError, match="name a folder"):
        folder_of(prefix)


def test_another_bucket_is_the_same_store(store: Store) -> None:
    other = store.at(f"{store.bucket}-2")
    other.ensure_bucket()
    other.put("a", b"1")
    assert (other.bucket, other.get("a")) == (f"{store.bucket}-2", b"1")
    with pytest.raises(NoSuchObject):
        store.get("a")
