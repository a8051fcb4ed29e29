"""Multipart uploads: one object, sent in numbered parts, some of them again; readers see it when it is whole."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class UploadedPart:
    """One part that the store has."""

    number: int
    """From 1."""
    bytes: int
    etag: str = ""


class Multipart(Protocol):
    """Uploads in parts into one bucket. Raises the errors of a Store; NoSuchObject for an upload that is over."""

    def begin(self, key: str, content_type: str = "") -> str:
        """Begin an upload and return its id."""

    def put_part(self, key: str, upload: str, number: int, content: bytes) -> None:
        """Store one part; a part that is sent again replaces the first."""

    def parts(self, key: str, upload: str) -> Sequence[UploadedPart]:
        """Return the parts that the store has, by number."""

    def join(self, key: str, upload: str, *, is_new: bool = False) -> None:
        """Make the parts one object; with ``is_new`` only where there is none, else Changed is raised.

        StoreError when the store knows no conditions; see :meth:`~media_insights.storage.store.Store.replace`.
        """

    def drop(self, key: str, upload: str) -> None:
        """Forget an upload with its parts; one that is over already is fine."""

    def drop_begun_before(self, moment: datetime) -> int:
        """Forget every upload that was begun before a moment and is not complete; return how many."""
