"""What is kept of the keys of a run: digests by which they are known, and where they were found when it had ended.

The file lies where only the installation reads, goes with its execution, and says nothing of keys that are as random
as a store's are.
"""

import hashlib
import json
from collections.abc import Collection
from dataclasses import dataclass, field, replace
from typing import Self

from media_insights.api.v1alpha1.meta import Manifest
from media_insights.domain.running.run_place import RunPlace
from media_insights.errors import NoSuchBucket, NoSuchObject
from media_insights.storage.run_credentials.credentials import S3Keys
from media_insights.storage.store import Store

MOST_DIGESTS = 300
"""Digests that are kept, the newest: sessions are made anew all the time, and those of a hundred ago have ended."""
MOST_PUBLISHED = 1000
"""Keys of published Secrets that are kept: more than all outputs of a plan."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptKeys:
    """What is known of the keys of one run."""

    digests: dict[str, int] = field(default_factory=dict)
    """Digest of a key → its bytes, in the order in which they were made."""
    published: tuple[str, ...] = ()
    """Objects that were Secrets: noted before they go, so that they are told even if they are gone already."""

    def holds(self, run: RunPlace, content: bytes) -> bool:
        """Return whether something is one of the keys."""
        return _digest(run, content) in self.digests

    def as_json(self) -> Manifest:
        """Return the file."""
        return {"digests": self.digests, "published": list(self.published)}

    @classmethod
    def of_json(cls, found: object) -> Self:
        """Return what a file says; nothing of one that says something else."""
        known = found if isinstance(found, dict) else {}
        digests, published = known.get("digests"), known.get("published")
        lengths = digests.items() if isinstance(digests, dict) else ()
        return cls(
            digests={str(digest): length for digest, length in lengths if isinstance(length, int)},
            published=tuple(map(str, published)) if isinstance(published, list) else (),
        )


def kept_keys(store: Store, run: RunPlace) -> KeptKeys:
    """Return what is known of the keys of a run."""
    try:
        return KeptKeys.of_json(json.loads(store.get(run.keys)))
    except (NoSuchObject, NoSuchBucket, ValueError, RecursionError):
        return KeptKeys()


def keep_digests(store: Store, run: RunPlace, keys: S3Keys) -> None:
    """Add the digests of the keys that a run is given to those of earlier ones: pods that hold these may still run."""
    given = (keys.access_key, keys.secret_key, keys.session_token)
    known = kept_keys(store, run)
    made = known.digests | {_digest(run, value.encode()): len(value.encode()) for value in given if value}
    _keep(store, run, known, replace(known, digests=dict(list(made.items())[-MOST_DIGESTS:])))


def note_published(store: Store, run: RunPlace, keys: Collection[str]) -> None:
    """Keep which objects of a run were Secrets."""
    known = kept_keys(store, run)
    noted = tuple(dict.fromkeys((*known.published, *keys)))
    _keep(store, run, known, replace(known, published=noted[:MOST_PUBLISHED]))


def forget_keys(store: Store, run: RunPlace) -> None:
    """Remove what is kept of the keys of a run whose execution goes."""
    store.delete(run.keys)


def _keep(store: Store, run: RunPlace, before: KeptKeys, after: KeptKeys) -> None:
    if after != before:
        store.put(run.keys, json.dumps(after.as_json()).encode(), "application/json")


def _digest(run: RunPlace, value: bytes) -> str:
    """The run's UID makes digests of one key differ from run to run."""
    return hashlib.sha256(run.uid.encode() + b"/" + value).hexdigest()
