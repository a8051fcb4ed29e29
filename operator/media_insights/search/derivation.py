"""Derivation: what is stored of one asset as the moments and vectors that an index holds of it.

What cannot be read keeps nothing else from being found; it is told in sentences.
"""

from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from media_insights.errors import Damaged, InvalidQuery, NoSuchBucket, NoSuchObject
from media_insights.exports.assets import Asset
from media_insights.results.moments import Moment
from media_insights.results.paths import InvalidPath
from media_insights.results.whole_moments import whole_moments_of
from media_insights.search import likeness
from media_insights.search.edited_sentences import EditedSentences, edited_sentences
from media_insights.search.indexed_moments import IndexedMoment, indexed_moments
from media_insights.search.placed_sentences import placed_sentences
from media_insights.search.questions import Questions, model_of
from media_insights.search.vectors import (
    PlacedRow,
    VectorBlock,
    VectorPlace,
    block_of,
    images_in,
    places_of,
    rows_apart,
    with_rows,
)
from media_insights.storage.edited_results import EditedResults
from media_insights.storage.exportable import exportable
from media_insights.storage.library import StoredAsset
from media_insights.storage.stored_vectors import StoredVectors, vectors_of
from media_insights.storage.vector_files import stored_vectors


@dataclass(slots=True, kw_only=True)
class Derived:
    """What is found of an asset, and what kept something from being read."""

    moments: list[IndexedMoment] = field(default_factory=list)
    vectors: list[VectorBlock] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    is_unfinished: bool = False
    """Whether vectors were not computed although their model is there by its manifest: the next time they may be."""


def derived_of(stored: StoredAsset, questions: Questions) -> Derived:
    """Return the moments and vectors of all results; ``questions`` makes vectors of what people edited.

    Raises Unavailable when the store does not answer.
    """
    found = Derived(problems=list(stored.unusable_plans))
    try:
        source = exportable(stored)
    except Damaged as error:
        found.problems.append(f"what people changed is not searchable: {error}")
        source = exportable(stored, with_edits=False)
    found.problems += [f"no plan says what the result {name} means: it is not searchable" for name in stored.unplanned]
    vectors, derivation = vectors_of(stored), _Derivation(stored, source, questions, found)
    plain = (name for name in source.indexed if name not in vectors)
    for name in (*plain, *sorted(vectors)):  # what vectors are of is known when their turn comes
        try:
            result = source.result(name)
        except (NoSuchObject, NoSuchBucket, Damaged) as error:
            found.problems.append(f"the result {name} cannot be read: {error}")
            continue
        if name in vectors:
            derivation.add_with_vectors(name, result, vectors[name])
        else:
            found.moments += derivation.moments_of(name, whole_moments_of(result, source.indexes[name]))
    return found


@dataclass(frozen=True, slots=True)
class _Derivation:
    """Adds to what is found of an asset."""

    stored: StoredAsset
    source: Asset
    questions: Questions
    found: Derived

    def moments_of(self, name: str, moments: Iterable[Moment]) -> list[IndexedMoment]:
        executions = {each.operator: each.execution for each in self.stored.pointers.metadata}
        uid, index = self.stored.asset.metadata.uid, self.source.indexes[name]
        return list(indexed_moments(uid, name, moments, index, execution=executions.get(name, "")))

    def add_with_vectors(self, name: str, result: Any, vectors: StoredVectors) -> None:
        """Add the moments of a result with vectors, and those, as far as they can be read."""
        own, rows, index = list[IndexedMoment](), list[Any](), self.source.indexes.get(name)
        is_text = vectors.declared.of == "Text"
        if index is not None:
            read = with_rows(index, vectors.declared) if is_text else index
            plain, rows = rows_apart(whole_moments_of(result, read))
            own = self.moments_of(name, plain)
        edits = self._edits_of(name, own, vectors) if is_text else EditedSentences()
        said = placed_sentences((each for each in own if each.id not in edits.outdated), self._read_by(vectors))
        self.found.moments += [each for each in own if each.id not in edits.gone and each.id not in said]
        try:
            places = places_of(own, rows) if is_text else images_in(result, vectors.declared)
            kept = ((row, _placed(at, said)) for row, at in places if at.moment not in edits.outdated)
            block = self._read(name, result, vectors, kept)
            self.found.vectors.append(likeness.calibrated(self._with_edits(block, edits)))
        except (NoSuchObject, NoSuchBucket, Damaged, InvalidPath, InvalidQuery) as error:
            self.found.problems.append(f"what is like {name} is not found, its vectors cannot be read: {error}")

    def _read(self, name: str, result: Any, vectors: StoredVectors, places: Iterable[PlacedRow]) -> VectorBlock:
        file = stored_vectors(self.stored.library.store, vectors.key, name)
        return block_of(result, name, vectors.declared, places, file)

    def _edits_of(self, name: str, own: list[IndexedMoment], vectors: StoredVectors) -> EditedSentences:
        results = self.source.results
        if not isinstance(results, EditedResults):
            return EditedSentences()
        return edited_sentences(
            own,
            self._read_by(vectors),
            edited=_readable_moments(results.retitled_itself, [name]),
            read_edited=_readable_moments(results.retitled, (each for each in vectors.read if each in results)),
        )

    def _read_by(self, vectors: StoredVectors) -> list[IndexedMoment]:
        return [each for each in self.found.moments if each.result in vectors.read]

    def _with_edits(self, block: VectorBlock, edits: EditedSentences) -> VectorBlock:
        try:
            return edits.block(block, self.questions)
        except InvalidQuery as error:
            which = f"(sentences: {len(edits.now)} of {block.result})"
            self.found.problems.append(f"what people changed is not found by its meaning {which}: {error}")
            self.found.is_unfinished |= model_of(self.questions) == block.model
            return block


def _readable_moments(retitled: Callable[[str], list[Moment]], names: Iterable[str]) -> list[Moment]:
    """Return what was changed in results; what cannot be read was told where the result itself was read."""
    found = list[Moment]()
    for name in names:
        with suppress(NoSuchObject, NoSuchBucket, Damaged):
            found += retitled(name)
    return found


def _placed(place: VectorPlace, said: Mapping[str, IndexedMoment]) -> VectorPlace:
    """Return the place of a row whose sentence is another result's moment."""
    found = said.get(place.moment)
    return place if found is None else VectorPlace(moment=found.id, start=found.moment.start)
