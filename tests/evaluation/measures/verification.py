"""Whether two pictures show the same person, asked of many pairs."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Verification:
    """Errors among pairs of one person, and of two."""

    same: int
    same_denied: int
    other: int
    other_taken: int

    @property
    def false_non_match_rate(self) -> float:
        """Share of pairs of one person that were told apart."""
        return self.same_denied / self.same if self.same else 0.0

    @property
    def false_match_rate(self) -> float:
        """Share of pairs of two persons that were taken for one."""
        return self.other_taken / self.other if self.other else 0.0


def verification_of(pairs: Iterable[tuple[bool, bool]]) -> Verification:
    """Count pairs (is the same person, was taken for the same)."""
    all_pairs = list(pairs)
    same = [taken for truth, taken in all_pairs if truth]
    other = [taken for truth, taken in all_pairs if not truth]
    return Verification(len(same), same.count(False), len(other), other.count(True))
