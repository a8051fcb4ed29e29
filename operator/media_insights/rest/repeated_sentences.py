"""Repeated sentences: an operator that makes vectors of a transcript lists its sentences again; lists show them once.

The search does the same: a sentence that has a vector is the moment of what was read, unless people changed it.
"""

from collections.abc import Mapping, Sequence

from media_insights.exports.assets import Asset
from media_insights.rest.asset_moments import FoundMoment
from media_insights.search.edited_sentences import EditedPlaces
from media_insights.search.indexed_moments import IndexedMoment
from media_insights.search.placed_sentences import placed_sentences
from media_insights.storage.edited_results import EditedResults
from media_insights.storage.stored_vectors import StoredVectors


def without_repeated(
    found: Sequence[FoundMoment], asset: Asset, vectors: Mapping[str, StoredVectors]
) -> list[FoundMoment]:
    """Return the moments of all results without sentences that repeat what is there at their time."""
    repeated = {
        (name, at)
        for name, each in vectors.items()
        if each.declared.of == "Text"
        for at in _repeated_in(name, each.read, found, asset)
    }
    return [each for each in found if (each.result, each.at) not in repeated]


def _repeated_in(name: str, read: Sequence[str], found: Sequence[FoundMoment], asset: Asset) -> list[int]:
    edited = asset.results.retitled_itself(name) if isinstance(asset.results, EditedResults) else ()
    changed = EditedPlaces.of(edited)
    own = [_indexed(each) for each in found if each.result == name and not changed.meet(each.moment)]
    return [int(at) for at in placed_sentences(own, (_indexed(each) for each in found if each.result in read))]


def _indexed(found: FoundMoment) -> IndexedMoment:
    """Return a moment that is identified by its place in its result: a detection has no identity in an index."""
    return IndexedMoment(id=str(found.at), result=found.result, moment=found.moment, types={})
