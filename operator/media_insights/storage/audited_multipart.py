"""Audited uploads: uploads in parts that record what is written."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from media_insights.ports.audit import Audit
from media_insights.storage.audited_call import recorded
from media_insights.storage.audited_store import write_of
from media_insights.storage.multipart import Multipart, UploadedPart


@dataclass(frozen=True, slots=True)
class AuditedMultipart:
    """The same uploads; see :class:`~media_insights.storage.multipart.Multipart`."""

    multipart: Multipart
    audit: Audit
    bucket: str

    def begin(self, key: str, content_type: str = "") -> str:
        """Begin an upload; that is recorded when its parts become an object."""
        return self.multipart.begin(key, content_type)

    def put_part(self, key: str, upload: str, number: int, content: bytes) -> None:
        """Store one part; nobody can read it before they are joined."""
        self.multipart.put_part(key, upload, number, content)

    def parts(self, key: str, upload: str) -> Sequence[UploadedPart]:
        """Return the parts that the store has, by number."""
        return self.multipart.parts(key, upload)

    def join(self, key: str, upload: str, *, is_new: bool = False) -> None:
        """Make the parts one object, and record it."""
        record = write_of("create", self.bucket, key)
        recorded(self.audit, record, lambda: self.multipart.join(key, upload, is_new=is_new))

    def drop(self, key: str, upload: str) -> None:
        """Forget an upload with its parts, and record it."""
        recorded(self.audit, write_of("delete", self.bucket, key), lambda: self.multipart.drop(key, upload))

    def drop_begun_before(self, moment: datetime) -> int:
        """Forget every upload that was begun before a moment, and record that."""
        record = write_of("deletecollection", self.bucket, "")
        return recorded(self.audit, record, lambda: self.multipart.drop_begun_before(moment))
