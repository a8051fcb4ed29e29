"""Files are checked before anything is sent, and get keys that nobody else has."""

from pathlib import Path

from media_insights.storage import uploads
from media_insights.storage.folder import FolderStore


def test_the_key_keeps_the_name_and_tells_contents_and_namespaces_apart(tmp_path: Path) -> None:
    one, other = tmp_path / "Key note – 日本.mp4", tmp_path / "b" / "Key note – 日本.mp4"
    other.parent.mkdir()
    one.write_bytes(b"one")
    other.write_bytes(b"other")

    keys = {uploads.key_of(one, "news"), uploads.key_of(other, "news"), uploads.key_of(one, "sport")}

    assert len(keys) == 3
    assert all(key.startswith("public/upload/") and key.endswith("/Key note – 日本.mp4") for key in keys)
    assert uploads.key_of(one, "news") == uploads.key_of(one, "news")


def test_a_suffix_tells_uploads_of_the_same_content_apart(tmp_path: Path) -> None:
    file = tmp_path / "a.jpg"
    file.write_bytes(b"one")

    keys = {uploads.key_of(file, "news"), uploads.key_of(file, "news", "1f"), uploads.key_of(file, "news", "2f")}

    assert len(keys) == 3
    assert {key.rpartition("/")[2] for key in keys} == {"a.jpg"}


def test_the_same_content_is_sent_once(tmp_path: Path) -> None:
    file, store = tmp_path / "a.mp4", FolderStore(tmp_path / "store")
    file.write_bytes(b"film")
    store.ensure_bucket()
    key = uploads.key_of(file, "news")

    assert uploads.upload(store, key, file)
    assert not uploads.upload(store, key, file)
    assert store.get(key) == b"film"


def test_a_key_of_the_users_own_is_always_written(tmp_path: Path) -> None:
    file, store = tmp_path / "a.txt", FolderStore(tmp_path / "store")
    store.ensure_bucket()
    file.write_bytes(b"one")
    uploads.upload(store, "public/upload/a.txt", file)
    file.write_bytes(b"two")

    uploads.upload(store, "public/upload/a.txt", file)

    assert store.get("public/upload/a.txt") == b"two"


def test_a_long_name_is_cut_and_keeps_its_suffix(tmp_path: Path) -> None:
    file = tmp_path / ("ä" * 120 + ".mp4")
    file.write_bytes(b"film")

    key = uploads.key_of(file, "news")

    assert len(key.encode()) < 400
    assert key.endswith("ä.mp4")
