"""Indexing: an index is brought up to date with what is stored, whatever happened since the last time.

It compares what each asset points to with what the index says that it was made of, and derives again what differs: an
event that was lost, a process that was killed or a file that was removed cost one pass, and the index ends the same.
"""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from media_insights.api.v1alpha1 import MediaAsset, MediaExecution
from media_insights.api.v1alpha1.asset import MediaPointer
from media_insights.api.v1alpha1.operator_index import Index
from media_insights.domain import layout
from media_insights.domain.planning.stored_plans import reference_of
from media_insights.errors import Damaged, InvalidQuery, NoSuchBucket, NoSuchObject, StoreError
from media_insights.results.paths import InvalidPath
from media_insights.results.whole_moments import whole_moments_of
from media_insights.search import likeness
from media_insights.search.indexed_moments import IndexedAsset, IndexedMoment, indexed_moments
from media_insights.search.vectors import (
    MAX_BYTES,
    VectorBlock,
    block_of,
    images_in,
    places_of,
    rows_apart,
    with_rows,
)
from media_insights.storage.exportable import exportable
from media_insights.storage.library import Library, StoredAsset
from media_insights.storage.stored_vectors import StoredVectors, vectors_of

DERIVATION = 3
"""Changes when the same results would become other moments: every asset is then derived again."""


_NUMBERS = ".npy"
"""How files of vectors end."""


class WritableIndex(Protocol):
    """An index that can be written."""

    def fingerprints(self) -> dict[str, str]:
        """Return asset uid → fingerprint of what is indexed of it."""

    def fingerprint(self, uid: str) -> str:
        """Return the fingerprint of one asset; empty when nothing of it is indexed."""

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
    fingerprint, problem = _fingerprint(stored)
    if known == fingerprint:
        return False
    _index(index, stored, fingerprint, problem)
    return True


def _index(index: WritableIndex, stored: StoredAsset, fingerprint: str, problem: str) -> None:
    meta = stored.asset.metadata
    found = _Derived(problems=[problem]) if problem else _derived(stored)
    asset = IndexedAsset(
        namespace=meta.namespace,
        uid=meta.uid,
        name=meta.name,
        title=stored.asset.spec.title,
        created=None if meta.creation_timestamp is None else int(meta.creation_timestamp.timestamp() * 1000),
        fingerprint=fingerprint,
        problems=tuple(found.problems),
    )
    index.replace(asset, found.moments, found.vectors)


@dataclass(slots=True, kw_only=True)
class _Derived:
    """What is found of an asset, and what kept something from being read."""

    moments: list[IndexedMoment] = field(default_factory=list)
    vectors: list[VectorBlock] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


def _derived(stored: StoredAsset) -> _Derived:
    """Return the moments and vectors of all results."""
    found = _Derived(problems=list(stored.unusable_plans))
    try:
        source = exportable(stored)
    except Damaged as error:
        found.problems.append(f"what people changed is not searchable: {error}")
        source = exportable(stored, with_edits=False)
    unplanned = [f"no plan says what the result {name} means: it is not searchable" for name in stored.unplanned]
    found.problems += unplanned
    vectors = vectors_of(stored)
    for name in dict.fromkeys((*source.indexed, *sorted(vectors))):
        try:
            result = source.result(name)
        except (NoSuchObject, NoSuchBucket, Damaged) as error:
            found.problems.append(f"the result {name} cannot be read: {error}")
            continue
        _derive(found, stored, _Read(name, result, source.indexes.get(name)), vectors.get(name))
    return found


@dataclass(frozen=True, slots=True)
class _Read:
    """A result that was read."""

    name: str
    content: Any
    index: Index | None


def _derive(found: _Derived, stored: StoredAsset, read: _Read, vectors: StoredVectors | None) -> None:
    """Add what one result has."""
    own, rows = list[IndexedMoment](), list[Any]()
    if read.index is not None:
        declared = vectors.declared if vectors and vectors.declared.of == "Text" else None
        index = with_rows(read.index, declared) if declared else read.index
        plain, rows = rows_apart(whole_moments_of(read.content, index))
        own = list(indexed_moments(stored.asset.metadata.uid, read.name, plain, read.index))
        found.moments += own
    if vectors is None:
        return
    try:
        content = stored.library.store.range(vectors.key, 0, MAX_BYTES + 1)
        is_text = vectors.declared.of == "Text"
        places = places_of(own, rows) if is_text else images_in(read.content, vectors.declared)
        block = likeness.calibrated(block_of(read.content, read.name, vectors.declared, places, content))
    except (NoSuchObject, NoSuchBucket, Damaged, InvalidPath, InvalidQuery) as error:
        found.problems.append(f"what is like {read.name} is not found, its vectors cannot be read: {error}")
        return
    found.vectors.append(block)


def _fingerprint(stored: StoredAsset) -> tuple[str, str]:
    """Return what changes with anything that moments are made of, and why an asset has none that could be read."""
    meta, spec = stored.asset.metadata, stored.asset.spec
    try:
        results, problem = stored.results, ""
        pointed = [[name, key, _etag(stored, key), results.versions[name]] for name, key in results.pointers.items()]
    except (NoSuchObject, NoSuchBucket, Damaged) as error:
        pointed, problem = [], str(error)
    plans = sorted((found.key, found.hash) for found in (reference_of(e, meta.uid) for e in stored.executions))
    files = sorted([each.key, _etag(stored, each.key)] for each in _vector_files(stored)) if not problem else []
    compared = [*files, *likeness.state()] if files else []
    edits = _etag(stored, layout.edits_key(meta.namespace, meta.uid)) if meta.namespace and meta.uid else ""
    content = [DERIVATION, meta.namespace, meta.name, spec.title, sorted(pointed), compared, plans, edits, problem]
    return hashlib.sha256(json.dumps(content).encode()).hexdigest(), problem


def _vector_files(stored: StoredAsset) -> list[MediaPointer]:
    return [each for each in stored.pointers.files if each.key.endswith(_NUMBERS)]


def _etag(stored: StoredAsset, key: str) -> str:
    try:
        return stored.library.store.head(key).etag
    except StoreError:
        return ""
