"""Object store: the one interface of S3 and of the local folder."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Protocol, Self


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectInfo:
    """What is known of an object without reading it."""

    key: str
    bytes: int
    etag: str = ""
    """Changes when the content changes; opaque, without quotes."""
    content_type: str = ""
    modified: str = ""
    """RFC 3339, UTC; empty when the store does not say."""


class Store(Protocol):
    """One bucket of an object store. Keys are any Unicode; every method may raise the errors named in ``errors``.

    :class:`~media_insights.errors.NoSuchObject`, ``NoSuchBucket`` and ``AccessDenied`` are final;
    :class:`~media_insights.errors.Unavailable` means that the same call may succeed later.
    """

    @property
    def bucket(self) -> str:
        """The bucket's name."""

    def at(self, bucket: str) -> Self:
        """Return the same store with another bucket."""

    def put(self, key: str, content: bytes, content_type: str = "") -> None:
        """Store an object; readers see the old one or the new one, never a part."""

    def replace(self, key: str, content: bytes, etag: str) -> None:
        """Store an object only if it still is what was read: of that ETag, or absent when the ETag is empty.

        Raises :class:`~media_insights.errors.Changed` when it is not; StoreError when the store knows no conditions.
        """

    def put_file(self, key: str, path: Path, content_type: str = "") -> None:
        """Store a file of any size as an object."""

    def copy(self, key: str, target: str) -> None:
        """Store a copy of an object of any size, with its type; the store itself copies, nothing travels."""

    def get(self, key: str) -> bytes:
        """Return a small object whole."""

    def get_file(self, key: str, path: Path) -> None:
        """Write an object of any size to a file."""

    def head(self, key: str) -> ObjectInfo:
        """Return what is known of an object."""

    def range(self, key: str, start: int, length: int) -> bytes:
        """Return at most ``length`` bytes from offset ``start``; fewer, or none, at the object's end."""

    def list(self, prefix: str, after: str = "") -> Iterator[ObjectInfo]:
        """Yield every object below a prefix, in key order, however many there are; only those behind ``after``."""

    def folders(self, prefix: str) -> Iterator[str]:
        """Yield the names of the folders right below a prefix that ends in a slash, in order, not what is in them."""

    def delete(self, key: str) -> None:
        """Remove an object; one that does not exist is fine."""

    def delete_prefix(self, prefix: str) -> int:
        """Remove every object below a prefix and return how many; the empty prefix is refused."""

    def presign(self, key: str, seconds: int = 3600, method: Literal["GET", "PUT"] = "GET") -> str:
        """Return a URL that gives whoever has it this one object for a while."""

    def ensure_bucket(self) -> None:
        """Make the bucket when it does not exist."""


def folder_of(prefix: str) -> str:
    """Return what a deletion of a prefix reaches: it with a final slash, so that ``a/1`` never reaches ``a/10``.

    Raises ValueError for the empty prefix, which would be the whole bucket.
    """
    if not prefix.strip("/"):
        raise ValueError("an empty prefix would delete the whole bucket: name a folder, such as an asset's")
    return prefix.rstrip("/") + "/"
