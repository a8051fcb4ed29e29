"""Uploads in parts into an S3; what both stores promise is in test_multipart."""

from typing import Any

from media_insights.storage.s3 import S3Store
from media_insights.storage.s3_multipart import S3Multipart


class _Client:
    """An S3 that lists one part a page."""

    def list_parts(self, *, PartNumberMarker: int, **_: Any) -> Any:  # noqa: N803 - as boto3 names it
        number = PartNumberMarker + 1
        part = {"PartNumber": number, "Size": number, "ETag": f'"{number}"'}
        return {"Parts": [part], "IsTruncated": number < 3, "NextPartNumberMarker": number}


def test_parts_are_listed_page_by_page() -> None:
    client: Any = _Client()
    assert [part.number for part in S3Multipart(S3Store(client, "b")).parts("k", "u")] == [1, 2, 3]
