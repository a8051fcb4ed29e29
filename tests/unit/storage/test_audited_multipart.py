"""Audited uploads are the same uploads, and tell when parts become an object, or are forgotten."""

from datetime import UTC, datetime
from pathlib import Path

from media_insights.ports.audit import AuditRecord
from media_insights.storage.audited_multipart import AuditedMultipart
from media_insights.storage.folder import FolderStore
from media_insights.storage.folder_multipart import FolderMultipart

KEY = "public/upload/news/a.mp4"


def test_what_becomes_an_object_and_what_is_forgotten_is_recorded(tmp_path: Path) -> None:
    records = list[AuditRecord]()
    store = FolderStore(tmp_path, "media")
    uploads = AuditedMultipart(FolderMultipart(store), records.append, store.bucket)
    begun = uploads.begin(KEY)
    uploads.put_part(KEY, begun, 1, b"abc")
    assert [each.bytes for each in uploads.parts(KEY, begun)] == [3]
    assert records == []
    uploads.join(KEY, begun)
    uploads.drop(KEY, uploads.begin(KEY))
    uploads.drop_begun_before(datetime(2026, 1, 1, tzinfo=UTC))
    assert store.get(KEY) == b"abc"
    assert [(each.verb, each.namespace, each.name) for each in records] == [
        ("create", "news", f"media/{KEY}"),
        ("delete", "news", f"media/{KEY}"),
        ("deletecollection", "", "media/"),
    ]
