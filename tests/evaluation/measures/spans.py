"""Stretches of time that were found, compared with true ones, slice by slice: milliseconds."""

from collections.abc import Sequence

from tests.evaluation.measures.retrieval import Counts

Span = tuple[float, float]
"""From, to."""


STEP = 10
"""Milliseconds of a slice."""


def counts_of(
    truths: Sequence[Span], answers: Sequence[Span], end: float, collar: float = 0, ignored: Sequence[Span] = ()
) -> Counts:
    """Count slices up to `end`, judged at their middle, but not within `collar` of a true edge or where `ignored`.

    A collar is usual where the truth was marked by ear (NIST's is 250 ms).
    """
    right = wrong = missed = 0
    edges = [edge for span in truths for edge in span]
    for number in range(round(end / STEP)):
        at = (number + 0.5) * STEP
        if any(abs(at - edge) < collar for edge in edges) or _covers(ignored, at):
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
