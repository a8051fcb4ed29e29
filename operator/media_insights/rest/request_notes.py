"""Notes of requests that came under an Idempotency-Key, in the store: no replica remembers anything."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Literal

from media_insights.api.v1alpha1.times import time_of
from media_insights.domain import layout
from media_insights.errors import NoSuchBucket, NoSuchObject
from media_insights.rest.naming import Attempt
from media_insights.rest.problems import ApiRefusal
from media_insights.storage.store import ObjectInfo, Store

UPLOADS: Final = "begun-uploads"
"""Notes of uploads, which name the one that a request has begun."""
REQUESTS: Final = "requests"
"""Notes of all other requests."""
NoteFolder = Literal["begun-uploads", "requests"]
"""Tells one sort of requests from another: the same key may come with several."""
FOLDERS: tuple[NoteFolder, ...] = (UPLOADS, REQUESTS)
"""Every folder of a namespace's notes."""


@dataclass(frozen=True, slots=True)
class RequestNotes:
    """A namespace's notes about requests of one sort."""

    store: Store
    namespace: str
    folder: NoteFolder

    def read(self, attempt: Attempt) -> tuple[Mapping[str, Any] | None, str]:
        """Return the note of a request and its ETag: None for one that cannot be read, and "" where there is none.

        Raises ApiRefusal (409) when the key came with another body before.
        """
        key = self._key(attempt)
        try:
            etag = self.store.head(key).etag
            note = json.loads(self.store.get(key))
            content, request = dict(note["content"]), note["request"]
        except (NoSuchObject, NoSuchBucket):
            return None, ""
        except (ValueError, TypeError, KeyError):  # damaged: as if there were none
            return None, etag
        if request != attempt.digest:
            raise ApiRefusal(409, "idempotency-key-reused", "this Idempotency-Key came with another body before")
        return content, etag

    def write(self, attempt: Attempt, content: Mapping[str, Any], etag: str) -> None:
        """Write a note in place of the one of an ETag. Raises Changed when another request was faster."""
        note = {"request": attempt.digest, "content": content}
        self.store.replace(self._key(attempt), json.dumps(note).encode(), etag)

    def _key(self, attempt: Attempt) -> str:
        return f"{_prefix(self.namespace, self.folder)}{identity_of(attempt)}.json"


def drop_written_before(store: Store, moment: datetime) -> int:
    """Remove the notes of all namespaces that were written before a moment; return how many."""
    namespaces = [each for each in store.folders(layout.PRIVATE) if each.strip(".")]
    prefixes = [_prefix(each, folder) for each in namespaces for folder in FOLDERS]
    return sum(_drop(store, info, moment) for prefix in prefixes for info in store.list(prefix))


def _drop(store: Store, info: ObjectInfo, moment: datetime) -> bool:
    modified = time_of(info.modified)
    if modified is None or modified >= moment:
        return False
    store.delete(info.key)
    return True


def _prefix(namespace: str, folder: str) -> str:
    return layout.folder_in(layout.private_prefix(namespace), folder)


def identity_of(attempt: Attempt) -> str:
    """Return what tells one key of one caller from all others, in 32 characters."""
    text = json.dumps([attempt.who, attempt.key])
    return hashlib.sha256(text.encode()).hexdigest()[:32]
