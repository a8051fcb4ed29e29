"""Stored vectors: which file of a run holds the numbers that say how alike the things are that a result lists."""

from dataclasses import dataclass

from media_insights.api.v1alpha1.operator_vectors import Vectors
from media_insights.storage.library import StoredAsset


@dataclass(frozen=True, slots=True)
class StoredVectors:
    """Where the vectors of a result are, and what they are of."""

    declared: Vectors
    key: str


def vectors_of(stored: StoredAsset) -> dict[str, StoredVectors]:
    """Return OperatorName → its vectors, as the operator that made them declared, in the file of the same run."""
    steps = {output.key: step for plan in stored.plans.values() for step in plan.steps for output in step.outputs}
    found = dict[str, StoredVectors]()
    for name, key in stored.results.pointers.items():
        declared = steps[key].spec.vectors if key in steps else None
        files = [each.key for each in steps[key].outputs if each.media == declared.medium] if declared else []
        if declared and files:
            found[name] = StoredVectors(declared, files[0])
    return found
