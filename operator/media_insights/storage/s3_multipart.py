"""Multipart uploads of an S3."""

# ruff: noqa: SLF001 - the store's own translation of refusals

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from media_insights.domain import layout
from media_insights.errors import NoSuchObject
from media_insights.storage.multipart import UploadedPart
from media_insights.storage.s3 import S3Store


@dataclass(frozen=True, slots=True)
class S3Multipart:
    """See :class:`~media_insights.storage.multipart.Multipart`. What nobody completes is dropped after a while."""

    store: S3Store

    def begin(self, key: str, content_type: str = "") -> str:
        """Begin an upload."""
        kind = content_type or "application/octet-stream"
        client, bucket = self.store.client, self.store.bucket
        answer = self.store._ask(key, lambda: client.create_multipart_upload(Bucket=bucket, Key=key, ContentType=kind))
        return answer["UploadId"]

    def put_part(self, key: str, upload: str, number: int, content: bytes) -> None:
        """Store one part."""
        client, where = self.store.client, self._where(key, upload)
        self.store._ask(key, lambda: client.upload_part(**where, PartNumber=number, Body=content))

    def parts(self, key: str, upload: str) -> list[UploadedPart]:
        """Return the parts, by number."""
        return sorted(self._listed(key, upload), key=lambda part: part.number)

    def join(self, key: str, upload: str, *, is_new: bool = False) -> None:
        """Make the parts one object; the server compares (If-None-Match), so no file is replaced that must not be."""
        client, where = self.store.client, self._where(key, upload)
        if is_new:
            where |= {"IfNoneMatch": "*"}
        listed: list[Any] = [{"PartNumber": each.number, "ETag": each.etag} for each in self.parts(key, upload)]
        self.store._ask(key, lambda: client.complete_multipart_upload(**where, MultipartUpload={"Parts": listed}))

    def drop(self, key: str, upload: str) -> None:
        """Forget an upload."""
        try:
            self.store._ask(key, lambda: self.store.client.abort_multipart_upload(**self._where(key, upload)))
        except NoSuchObject:
            return

    def drop_begun_before(self, moment: datetime) -> int:
        """Forget what was begun before a moment."""
        old = [(each["Key"], each["UploadId"]) for each in self._begun() if each["Initiated"] < moment]
        for key, upload in old:
            self.drop(key, upload)
        return len(old)

    def _begun(self) -> Iterator[Any]:
        client, after = self.store.client, dict[str, Any]()
        where: dict[str, Any] = {"Bucket": self.store.bucket, "Prefix": layout.UPLOADS}
        while True:
            page = self.store._ask(layout.UPLOADS, lambda: client.list_multipart_uploads(**where, **after))  # noqa: B023 - called at once
            yield from page.get("Uploads", ())
            if not page.get("IsTruncated"):
                return
            after = {"KeyMarker": page["NextKeyMarker"], "UploadIdMarker": page["NextUploadIdMarker"]}

    def _listed(self, key: str, upload: str) -> Iterator[UploadedPart]:
        client, where, after = self.store.client, self._where(key, upload), 0
        while True:
            page = self.store._ask(key, lambda: client.list_parts(**where, PartNumberMarker=after))  # noqa: B023 - called at once
            for part in page.get("Parts", ()):
                yield UploadedPart(number=part["PartNumber"], bytes=part["Size"], etag=part["ETag"])
            if not page.get("IsTruncated"):
                return
            after = page["NextPartNumberMarker"]

    def _where(self, key: str, upload: str) -> dict[str, Any]:
        return {"Bucket": self.store.bucket, "Key": key, "UploadId": upload}
