"""Moments that were found, compared with true moments: milliseconds, each with its own tolerance."""

from collections.abc import Sequence
from dataclasses import dataclass

from tests.evaluation.measures.retrieval import Counts


@dataclass(frozen=True)
class Boundary:
    """A true change: anywhere from `first` to `last` is right (the same for a cut; the whole of a dissolve)."""

    first: float
    last: float
    slack: float
    """Milliseconds of tolerance on either side."""

    def holds(self, moment: float) -> bool:
        """Return whether the moment is a right answer."""
        return self.first - self.slack <= moment <= self.last + self.slack


def counts_of(truths: Sequence[Boundary], answers: Sequence[float]) -> Counts:
    """Pair each change with one answer at most, earliest first; for intervals in order this pairs as many as can be."""
    free = sorted(answers)
    right = 0
    for truth in sorted(truths, key=lambda each: each.last + each.slack):
        found = next((moment for moment in free if truth.holds(moment)), None)
        if found is not None:
            free.remove(found)
            right += 1
    return Counts(right, len(free), len(truths) - right)
