"""S3 store: boto3 with short timeouts, bounded retries and errors that say whose fault it is."""

from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeVar

import boto3
from boto3.exceptions import Boto3Error
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from media_insights.api.v1alpha1.times import rfc3339
from media_insights.errors import AccessDenied, Changed, NoSuchBucket, NoSuchObject, StoreError, Unavailable
from media_insights.storage.s3_access import S3Access
from media_insights.storage.store import ObjectInfo, folder_of

if TYPE_CHECKING:
    from types_boto3_s3 import S3Client

T = TypeVar("T")

_REFUSALS: Mapping[str, type[StoreError]] = {
    "NoSuchKey": NoSuchObject,
    "NoSuchUpload": NoSuchObject,
    "NoSuchBucket": NoSuchBucket,
    "PreconditionFailed": Changed,
    "ConditionalRequestConflict": Changed,
    "412": Changed,
    "AccessDenied": AccessDenied,
    "InvalidAccessKeyId": AccessDenied,
    "SignatureDoesNotMatch": AccessDenied,
    "403": AccessDenied,
}
_LOST_RANGE = frozenset({"InvalidRange", "416"})
CONNECTIONS = 32
"""How many a client has: so many calls wait at once."""
_DELETES_AT_ONCE = 8
_PAGE = 1000
"""Objects of a page, as S3 lists them."""


@dataclass(frozen=True, slots=True)
class S3Store:
    """One bucket of an S3; see :class:`~media_insights.storage.store.Store`. Safe to use from many threads."""

    client: "S3Client"
    bucket: str

    def at(self, bucket: str) -> "S3Store":
        """Return the same store with another bucket."""
        return replace(self, bucket=bucket)

    def put(self, key: str, content: bytes, content_type: str = "") -> None:
        """Store an object."""
        kind = content_type or "application/octet-stream"
        self._ask(key, lambda: self.client.put_object(Bucket=self.bucket, Key=key, Body=content, ContentType=kind))

    def replace(self, key: str, content: bytes, etag: str) -> None:
        """Store an object on a condition (If-Match, If-None-Match): the server compares, so no writer is lost."""
        condition: dict[str, Any] = {"IfMatch": f'"{etag}"'} if etag else {"IfNoneMatch": "*"}
        self._ask(key, lambda: self.client.put_object(Bucket=self.bucket, Key=key, Body=content, **condition))

    def put_file(self, key: str, path: Path, content_type: str = "") -> None:
        """Store a file, in parts when it is large."""
        extra = {"ContentType": content_type} if content_type else {}
        self._ask(key, lambda: self.client.upload_file(str(path), self.bucket, key, ExtraArgs=extra))

    def copy(self, key: str, target: str) -> None:
        """Let the server copy an object, in parts when it is large."""
        source = {"Bucket": self.bucket, "Key": key}
        self._ask(key, lambda: self.client.copy(source, self.bucket, target))  # type: ignore[arg-type]

    def get(self, key: str) -> bytes:
        """Return an object whole."""
        return self._ask(key, lambda: self._read(key))

    def get_file(self, key: str, path: Path) -> None:
        """Write an object to a file."""
        self._ask(key, lambda: self.client.download_file(self.bucket, key, str(path)))

    def head(self, key: str) -> ObjectInfo:
        """Return size, type and ETag; tells a missing bucket from a missing key, which S3's HEAD does not."""
        try:
            answer = self._ask(key, lambda: self.client.head_object(Bucket=self.bucket, Key=key))
        except NoSuchObject:
            self._ask(key, lambda: self.client.head_bucket(Bucket=self.bucket), missing=NoSuchBucket)
            raise
        return ObjectInfo(
            key=key,
            bytes=answer["ContentLength"],
            etag=answer.get("ETag", "").strip('"'),
            content_type=answer.get("ContentType", ""),
            modified=rfc3339(answer["LastModified"]),
        )

    def range(self, key: str, start: int, length: int) -> bytes:
        """Return a part of an object."""
        wanted = f"bytes={start}-{start + length - 1}"
        try:
            return self._ask(key, lambda: self._read(key, wanted))
        except _OutOfRangeError:
            return b""

    def list(self, prefix: str, after: str = "") -> Iterator[ObjectInfo]:
        """Yield every object below a prefix, page by page."""
        for page in self._pages(prefix, **({"StartAfter": after} if after else {})):
            for item in page.get("Contents", ()):
                etag = item.get("ETag", "").strip('"')
                modified = rfc3339(item["LastModified"])
                yield ObjectInfo(key=item["Key"], bytes=item["Size"], etag=etag, modified=modified)

    def folders(self, prefix: str) -> Iterator[str]:
        """Yield the names of the folders right below a prefix, page by page."""
        for page in self._pages(prefix, Delimiter="/"):
            for item in page.get("CommonPrefixes", ()):
                yield item["Prefix"][len(prefix) :].rstrip("/")

    def _pages(self, prefix: str, **more: Any) -> Iterator[Any]:
        while True:
            page = self._ask(
                prefix,
                lambda: self.client.list_objects_v2(Bucket=self.bucket, Prefix=prefix, **more),  # noqa: B023 - called at once
            )
            yield page
            if not page.get("IsTruncated"):
                return
            more = {**more, "ContinuationToken": page["NextContinuationToken"]}

    def delete(self, key: str) -> None:
        """Remove an object."""
        self._ask(key, lambda: self.client.delete_object(Bucket=self.bucket, Key=key))

    def delete_prefix(self, prefix: str) -> int:
        """Remove every object below a folder; singly, since not every S3 knows how to delete many at once."""
        keys, count = (info.key for info in self.list(folder_of(prefix))), 0
        with ThreadPoolExecutor(_DELETES_AT_ONCE, thread_name_prefix="delete") as threads:
            while page := list(islice(keys, _PAGE)):  # never all at once: their number is an operator's to choose
                count += sum(1 for _ in threads.map(self.delete, page))
        return count

    def presign(self, key: str, seconds: int = 3600, method: Literal["GET", "PUT"] = "GET") -> str:
        """Return a signed URL of one object."""
        operation = "get_object" if method == "GET" else "put_object"
        return self.client.generate_presigned_url(
            operation, Params={"Bucket": self.bucket, "Key": key}, ExpiresIn=seconds
        )

    def ensure_bucket(self) -> None:
        """Make the bucket when it does not exist."""
        try:
            self._ask("", lambda: self.client.head_bucket(Bucket=self.bucket), missing=NoSuchBucket)
        except NoSuchBucket:
            self._ask("", lambda: self.client.create_bucket(Bucket=self.bucket))

    def _read(self, key: str, part: str | None = None) -> bytes:
        if part is None:
            return self.client.get_object(Bucket=self.bucket, Key=key)["Body"].read()
        return self.client.get_object(Bucket=self.bucket, Key=key, Range=part)["Body"].read()

    def _ask(self, key: str, call: Callable[[], T], *, missing: type[StoreError] = NoSuchObject) -> T:
        try:
            return call()
        except ClientError as error:
            raise self._error_of(error, key, missing) from error
        except Boto3Error as error:
            raise self._transfer_error_of(error, key, missing) from error
        except (BotoCoreError, OSError) as error:
            raise Unavailable(f"the object store does not answer for {self._name(key)}: {error}") from error

    def _error_of(self, error: ClientError, key: str, missing: type[StoreError]) -> Exception:
        code = str(error.response.get("Error", {}).get("Code", ""))
        status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
        sentence = f"{self._name(key)}: {error.response.get('Error', {}).get('Message') or code or status}"
        if code in _LOST_RANGE:
            return _OutOfRangeError(sentence)
        if code in {"404", "NotFound"}:
            return missing(sentence)
        if code in _REFUSALS:
            return _REFUSALS[code](sentence)
        if (status >= 500 and status != 501) or status == 429 or code == "SlowDown":
            return Unavailable(sentence)
        return StoreError(sentence)

    def _transfer_error_of(self, error: Boto3Error, key: str, missing: type[StoreError]) -> Exception:
        """boto3's transfers hide the server's answer in their context."""
        if isinstance(error.__context__, ClientError):
            return self._error_of(error.__context__, key, missing)
        return Unavailable(f"{self._name(key)} could not be transferred: {error}")

    def _name(self, key: str) -> str:
        return f"s3://{self.bucket}/{key}" if key else f"bucket {self.bucket}"


class _OutOfRangeError(StoreError):
    """The object ends before the range starts."""


def s3_store_of(access: S3Access) -> S3Store:
    """Return the store that ``access`` describes; makes no request."""
    address = access.address
    client: S3Client = boto3.session.Session().client(
        "s3",
        # Amazon's regional hosts are boto3's to know; of every other endpoint only the path style is sure to work
        endpoint_url=None if address.is_amazon else address.url,
        region_name=address.region,
        aws_access_key_id=access.access_key or None,
        aws_secret_access_key=access.secret_key or None,
        verify=access.ca_file or None,
        config=Config(
            connect_timeout=3,
            read_timeout=20,
            retries={"mode": "standard", "total_max_attempts": 3},
            max_pool_connections=CONNECTIONS,
            s3={"addressing_style": "auto" if address.is_amazon else "path"},
            request_checksum_calculation="when_required",
            response_checksum_validation="when_required",
        ),
    )
    return S3Store(client, address.bucket)
