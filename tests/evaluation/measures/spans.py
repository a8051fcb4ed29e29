"""Stretches of time that were found, compared with true ones, slice by slice: milliseconds."""

from collections.abc import Sequence

from tests.evaluation.measures.retrieval import Counts

Span = tuple[float, float]
"""From, to."""


def counts_of(
    truths: Sequence[Span], answers: Sequence[Span], end: float, collar: float = 0, step: float = 10
) -> Counts:
    """Count slices of `step` ms up to `end`, judged at their middle; those within `collar` of a true edge do not count.

    A collar is usual where the truth was marked by ear (NIST's is 250 ms).
    """
    right = wrong = missed = 0
    edges = [edge for span in truths for edge in span]
    for number in range(round(end / step)):
        at = (number + 0.5) * step
        if any(abs(at - edge) < collar for edge in edges):
            continue
        truth, answer = _covers(truths, at), _covers(answers, at)
        right += truth and answer
        wrong += answer and not truth
        missed += truth and not answer
    return Counts(right, wrong, missed)


def _covers(spans: Sequence[Span], at: float) -> bool:
    return any(first <= at < last for first, last in spans)


def largest_error(truths: Sequence[Span], answers: Sequence[Span]) -> float:
    """Return how far the worst edge is off. Raises ValueError when there are not as many spans as there should be."""
    if len(truths) != len(answers):
        raise ValueError(f"{len(answers)} spans instead of {len(truths)}: {answers} instead of {truths}")
    edges = zip(sorted(truths), sorted(answers), strict=True)
    return max((abs(a - b) for truth, answer in edges for a, b in zip(truth, answer, strict=True)), default=0.0)
