"""Uploads in parts into an S3; what both stores promise is in test_multipart."""

from datetime import UTC, datetime, timedelta
from typing import Any

from botocore.exceptions import ClientError

from media_insights.domain import layout
from media_insights.storage.s3 import S3Store
from media_insights.storage.s3_multipart import S3Multipart

NOW = datetime(2026, 11, 29, tzinfo=UTC)


class _Client:
    """An S3 that lists one part a page."""

    def list_parts(self, *, PartNumberMarker: int, **_: Any) -> Any:  # noqa: N803 - as boto3 names it
        number = PartNumberMarker + 1
        part = {"PartNumber": number, "Size": number, "ETag": f'"{number}"'}
        return {"Parts": [part], "IsTruncated": number < 3, "NextPartNumberMarker": number}


def test_parts_are_listed_page_by_page() -> None:
    client: Any = _Client()
    assert [part.number for part in S3Multipart(S3Store(client, "b")).parts("k", "u")] == [1, 2, 3]


class _Begun:
    """An S3 that lists one upload a page, of which one is new, and one is over before it is dropped."""

    def __init__(self) -> None:
        self.dropped: list[str] = []

    def list_multipart_uploads(self, *, Prefix: str, KeyMarker: str = "0", **_: Any) -> Any:  # noqa: N803 - as above
        assert Prefix == layout.UPLOADS
        number = int(KeyMarker) + 1
        upload = {"Key": str(number), "UploadId": f"u{number}", "Initiated": NOW - timedelta(days=9 - 3 * number)}
        after = {"NextKeyMarker": str(number), "NextUploadIdMarker": f"u{number}"}
        return {"Uploads": [upload], "IsTruncated": number < 3, **after}

    def abort_multipart_upload(self, *, UploadId: str, **_: Any) -> None:  # noqa: N803 - as above
        self.dropped.append(UploadId)
        if UploadId == "u1":
            raise ClientError({"Error": {"Code": "NoSuchUpload"}}, "AbortMultipartUpload")


def test_uploads_that_were_begun_long_ago_are_dropped_page_by_page() -> None:
    client: Any = _Begun()
    assert S3Multipart(S3Store(client, "b")).drop_begun_before(NOW - timedelta(days=2)) == 2
    assert client.dropped == ["u1", "u2"]
