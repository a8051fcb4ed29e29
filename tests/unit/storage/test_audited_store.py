"""An audited store is the same store, and tells of all that is written to it."""

from pathlib import Path

import pytest

from media_insights.errors import NoSuchObject
from media_insights.ports.audit import AuditRecord
from media_insights.storage.audited_store import AuditedStore
from media_insights.storage.folder import FolderStore
from media_insights.storage.store import Store

KEY = "private/news/assets/u1/asset.json"
UPLOAD = "public/upload/news/a.mp4"


@pytest.fixture
def records() -> list[AuditRecord]:
    return []


@pytest.fixture
def audited(tmp_path: Path, records: list[AuditRecord]) -> AuditedStore:
    return AuditedStore(FolderStore(tmp_path, "media"), records.append)


def test_what_is_written_is_recorded_with_its_namespace(
    audited: AuditedStore, records: list[AuditRecord], tmp_path: Path
) -> None:
    file = tmp_path / "file"
    file.write_bytes(b"x")
    audited.put(KEY, b"{}")
    audited.replace(KEY, b"[]", audited.head(KEY).etag)
    audited.put_file(UPLOAD, file)
    audited.copy(UPLOAD, "private/news/copy.mp4")
    audited.presign(UPLOAD)
    audited.at("media").delete(UPLOAD)
    audited.delete_prefix("private/news/")
    assert [(each.verb, each.namespace, each.name) for each in records] == [
        ("create", "news", f"media/{KEY}"),
        ("update", "news", f"media/{KEY}"),
        ("create", "news", f"media/{UPLOAD}"),
        ("create", "news", "media/private/news/copy.mp4"),
        ("sign", "news", f"media/{UPLOAD}"),
        ("delete", "news", f"media/{UPLOAD}"),
        ("deletecollection", "news", "media/private/news/"),
    ]
    assert {(each.event, each.via, each.answer) for each in records} == {("store", "account", 200)}


def test_what_is_read_is_not_recorded(audited: AuditedStore, records: list[AuditRecord], tmp_path: Path) -> None:
    audited.ensure_bucket()
    audited.store.put(KEY, b"{}")
    audited.get_file(KEY, tmp_path / "copy")
    assert (audited.get(KEY), audited.range(KEY, 0, 1), (tmp_path / "copy").read_bytes()) == (b"{}", b"{", b"{}")
    assert [each.key for each in audited.list("private/")] == [KEY]
    assert list(audited.folders("private/")) == ["news"]
    assert audited.bucket == "media"
    assert records == []


def test_what_fails_is_recorded_with_its_error(audited: AuditedStore, records: list[AuditRecord]) -> None:
    audited.ensure_bucket()
    with pytest.raises(NoSuchObject):
        audited.copy("none", KEY)
    assert [(each.verb, each.answer, each.error) for each in records] == [("create", 0, "NoSuchObject")]


def test_a_new_way_of_writing_is_recorded_too() -> None:
    """Whoever adds a method to stores decides here whether it is recorded."""
    reads = {"bucket", "at", "get", "get_file", "head", "range", "list", "folders", "ensure_bucket"}
    writes = {"put", "replace", "put_file", "copy", "delete", "delete_prefix", "presign"}
    assert {name for name in vars(Store) if not name.startswith("_")} == reads | writes
