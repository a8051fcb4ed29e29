"""Stored vectors: which file of a run holds the numbers that say how alike the things are that a result lists."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from media_insights.api.v1alpha1.operator_vectors import Vectors
from media_insights.domain.planning.plan import Plan
from media_insights.storage.library import StoredAsset
from media_insights.storage.result_sources import sources_in, steps_by_key


@dataclass(frozen=True, slots=True)
class StoredVectors:
    """Where the vectors of a result are, and what they are of."""

    declared: Vectors
    key: str
    read: tuple[str, ...] = ()
    """OperatorNames of the results that the operator read, or whose operators made the media that it read."""


def vectors_of(stored: StoredAsset) -> dict[str, StoredVectors]:
    """Return OperatorName → its vectors, as the operator that made them declared, in the file of the same run."""
    return planned_vectors(stored.plans.values(), stored.results.pointers)


def planned_vectors(plans: Iterable[Plan], results: Mapping[str, str]) -> dict[str, StoredVectors]:
    """Return OperatorName → its vectors, of results by their keys and the plans of the runs that made them."""
    steps = steps_by_key(plans)
    found = dict[str, StoredVectors]()
    for name, key in results.items():
        declared = steps[key].spec.vectors if key in steps else None
        files = [each.key for each in steps[key].outputs if each.media == declared.medium] if declared else []
        if declared and files:
            found[name] = StoredVectors(declared, files[0], sources_in(steps[key], steps))
    return found
