"""Precision, recall and F1 of answers that are right, wrong or missing."""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Counts:
    """Right answers, wrong answers, and truths that no answer names."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    @property
    def precision(self) -> float:
        """Share of the answers that are right; 1 without answers, because nothing wrong was said."""
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 1.0

    @property
    def recall(self) -> float:
        """Share of the truths that were found; 1 without truths."""
        return self.right / (self.right + self.missed) if self.right + self.missed else 1.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall; 0 when either is."""
        total = 2 * self.right + self.wrong + self.missed
        return 2 * self.right / total if total else 1.0

    def __add__(self, other: "Counts") -> "Counts":
        """Return both together."""
        return Counts(self.right + other.right, self.wrong + other.wrong, self.missed + other.missed)


NOTHING = Counts()


def counts_of(truths: Iterable[Hashable], answers: Iterable[Hashable]) -> Counts:
    """Compare two sets; what is named twice counts once."""
    wanted, got = set(truths), set(answers)
    return Counts(len(wanted & got), len(got - wanted), len(wanted - got))


def accuracy(pairs: Iterable[tuple[Hashable, Hashable]]) -> float:
    """Return the share of pairs (truth, answer) that are equal. Raises ValueError without pairs."""
    all_pairs = list(pairs)
    if not all_pairs:
        raise ValueError("there is no accuracy of nothing")
    return sum(truth == answer for truth, answer in all_pairs) / len(all_pairs)
