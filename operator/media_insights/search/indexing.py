"""Indexing: an index is brought up to date with what is stored, whatever happened since the last time.

It compares what each asset points to with what the index says that it was made of, and derives again what differs: an
event that was lost, a process that was killed or a file that was removed cost one pass, and the index ends the same.
"""

import hashlib
import json
import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from media_insights.api.v1alpha1 import MediaAsset, MediaExecution
from media_insights.api.v1alpha1.asset import MediaPointer
from media_insights.domain import layout
from media_insights.domain.planning.stored_plans import reference_of
from media_insights.errors import Damaged, NoSuchBucket, NoSuchObject, StoreError
from media_insights.search import likeness
from media_insights.search.derivation import Derived, derived_of
from media_insights.search.indexed_moments import IndexedAsset, IndexedMoment
from media_insights.search.questions import Questions, model_of
from media_insights.search.vectors import VectorBlock
from media_insights.storage.library import Library, StoredAsset

DERIVATION = 6
"""Changes when the same results would become other moments: every asset is then derived again."""


_NUMBERS = ".npy"
"""How files of vectors end."""
_log = logging.getLogger(__name__)


class WritableIndex(Protocol):
    """An index that can be written."""

    @property
    def questions(self) -> Questions:
        """What turns questions, and sentences that people edited, into vectors."""

    def fingerprints(self) -> dict[str, str]:
        """Return asset uid → fingerprint of what is indexed of it; empty for one that is to be indexed again."""

    def fingerprint(self, uid: str) -> str:
        """Return the fingerprint of one asset; empty when nothing of it is indexed, or it is to be indexed again."""

    def replace(
        self, asset: IndexedAsset, moments: Iterable[IndexedMoment], vectors: Iterable[VectorBlock] = ()
    ) -> None:
        """Put an asset's moments and vectors in the place of those that it had."""

    def forget(self, uids: Iterable[str]) -> None:
        """Remove assets."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pass:
    """What one pass did: how many assets were derived again, left as they were, and removed."""

    indexed: int = 0
    unchanged: int = 0
    removed: int = 0


def bring_up_to_date(
    index: WritableIndex, library: Library, assets: Iterable[tuple[MediaAsset, Sequence[MediaExecution]]]
) -> Pass:
    """Index what changed of all assets, each with its executions, and forget the assets that are not among them.

    Raises Unavailable when store or index do not answer: the next pass goes on where this one ended.
    """
    known, seen, indexed = index.fingerprints(), set[str](), 0
    for asset, executions in assets:
        seen.add(asset.metadata.uid)
        indexed += refresh(index, library.of(asset, executions), known.get(asset.metadata.uid, ""))
    gone = known.keys() - seen
    if gone:
        index.forget(sorted(gone))
    return Pass(indexed=indexed, unchanged=len(seen) - indexed, removed=len(gone))


def refresh(index: WritableIndex, stored: StoredAsset, known: str) -> bool:
    """Index one asset when it is not what was indexed of it, whose fingerprint is known; return whether it was.

    Raises Unavailable when store or index do not answer.
    """
    fingerprint, problem = _fingerprint(stored, index.questions)
    if known == fingerprint:
        return False
    _index(index, stored, fingerprint, problem)
    return True


def _index(index: WritableIndex, stored: StoredAsset, fingerprint: str, problem: str) -> None:
    meta = stored.asset.metadata
    found = Derived(problems=[problem]) if problem else derived_of(stored, index.questions)
    for each in found.problems:
        _log.info("%s/%s: %s", meta.namespace, meta.name, each)
    asset = IndexedAsset(
        namespace=meta.namespace,
        uid=meta.uid,
        name=meta.name,
        title=stored.asset.spec.title,
        created=None if meta.creation_timestamp is None else int(meta.creation_timestamp.timestamp() * 1000),
        fingerprint="" if found.is_unfinished else fingerprint,
        problems=tuple(found.problems),
    )
    index.replace(asset, found.moments, found.vectors)


def _fingerprint(stored: StoredAsset, questions: Questions) -> tuple[str, str]:
    """Return what changes with anything that moments are made of, and why an asset has none that could be read."""
    meta, spec = stored.asset.metadata, stored.asset.spec
    try:
        results, problem = stored.results, ""
        executions = {each.key: each.execution for each in stored.pointers.metadata}
        pointed = [
            [name, key, _etag(stored, key), results.versions[name], executions[key]]
            for name, key in results.pointers.items()
        ]
    except (NoSuchObject, NoSuchBucket, Damaged) as error:
        pointed, problem = [], str(error)
    plans = sorted((found.key, found.hash) for found in (reference_of(e, meta.uid) for e in stored.executions))
    files = sorted([each.key, _etag(stored, each.key)] for each in _vector_files(stored)) if not problem else []
    edits = _etag(stored, layout.edits_key(meta.namespace, meta.uid)) if meta.namespace and meta.uid else ""
    compared = [*files, *likeness.state(), *([model_of(questions)] if edits else [])] if files else []
    content = [DERIVATION, meta.namespace, meta.name, spec.title, sorted(pointed), compared, plans, edits, problem]
    return hashlib.sha256(json.dumps(content).encode()).hexdigest(), problem


def _vector_files(stored: StoredAsset) -> list[MediaPointer]:
    return [each for each in stored.pointers.files if each.key.endswith(_NUMBERS)]


def _etag(stored: StoredAsset, key: str) -> str:
    try:
        return stored.library.store.head(key).etag
    except StoreError:
        return ""
