"""Audited store: a store that records what is written to it, and the addresses that it signs."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Self, TypeVar

from media_insights.domain import layout
from media_insights.ports.audit import Audit, AuditRecord
from media_insights.storage.audited_call import recorded
from media_insights.storage.store import ObjectInfo, Store

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class AuditedStore:
    """The same store. Reading is not recorded: a process reads what its authority is for all day long."""

    store: Store
    audit: Audit

    @property
    def bucket(self) -> str:
        """The bucket's name."""
        return self.store.bucket

    def at(self, bucket: str) -> Self:
        """Return the same store with another bucket."""
        return type(self)(self.store.at(bucket), self.audit)

    def put(self, key: str, content: bytes, content_type: str = "") -> None:
        """Store an object, and record it."""
        self._recorded("create", key, lambda: self.store.put(key, content, content_type))

    def replace(self, key: str, content: bytes, etag: str) -> None:
        """Store an object if it is as it was read, and record it."""
        self._recorded("update", key, lambda: self.store.replace(key, content, etag))

    def put_file(self, key: str, path: Path, content_type: str = "") -> None:
        """Store a file as an object, and record it."""
        self._recorded("create", key, lambda: self.store.put_file(key, path, content_type))

    def copy(self, key: str, target: str) -> None:
        """Store a copy of an object, and record it."""
        self._recorded("create", target, lambda: self.store.copy(key, target))

    def get(self, key: str) -> bytes:
        """Return a small object whole."""
        return self.store.get(key)

    def get_file(self, key: str, path: Path) -> None:
        """Write an object of any size to a file."""
        self.store.get_file(key, path)

    def head(self, key: str) -> ObjectInfo:
        """Return what is known of an object."""
        return self.store.head(key)

    def range(self, key: str, start: int, length: int) -> bytes:
        """Return a part of an object."""
        return self.store.range(key, start, length)

    def list(self, prefix: str, after: str = "") -> Iterator[ObjectInfo]:
        """Yield every object below a prefix, in key order."""
        return self.store.list(prefix, after)

    def folders(self, prefix: str) -> Iterator[str]:
        """Yield the names of the folders right below a prefix."""
        return self.store.folders(prefix)

    def delete(self, key: str) -> None:
        """Remove an object, and record it."""
        self._recorded("delete", key, lambda: self.store.delete(key))

    def delete_prefix(self, prefix: str) -> int:
        """Remove every object below a prefix, and record the prefix."""
        return self._recorded("deletecollection", prefix, lambda: self.store.delete_prefix(prefix))

    def presign(self, key: str, seconds: int = 3600, method: Literal["GET", "PUT"] = "GET") -> str:
        """Return an address that opens one object, and record that there is one; the address itself is a secret."""
        return self._recorded("sign", key, lambda: self.store.presign(key, seconds, method))

    def ensure_bucket(self) -> None:
        """Make the bucket when it does not exist."""
        self.store.ensure_bucket()

    def _recorded(self, verb: str, key: str, call: Callable[[], T]) -> T:
        return recorded(self.audit, write_of(verb, self.bucket, key), call)


def write_of(verb: str, bucket: str, key: str) -> AuditRecord:
    """Return the record of a write to an object store that ends well."""
    return AuditRecord(
        event="store",
        via="account",
        verb=verb,
        kind="objects",
        namespace=_namespace_of(key),
        name=f"{bucket}/{key}",
        answer=200,
    )


def _namespace_of(key: str) -> str:
    """Return the namespace under whose prefix a key lies; empty for a key of no namespace."""
    for prefix in (layout.UPLOADS, layout.PRIVATE):
        if key.startswith(prefix):
            return key.removeprefix(prefix).partition("/")[0].lstrip(".")
    return ""
