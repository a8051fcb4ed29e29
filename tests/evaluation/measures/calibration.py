"""How honest confidence is: answers of 80 % should be right eight times of ten."""

from collections.abc import Sequence

BINS = 10


def calibration_error(answers: Sequence[tuple[float, bool]]) -> float:
    """Return the expected calibration error of answers, each a confidence of 0–1 and whether it was right.

    Answers are put in ten bins by their confidence; in each, the mean confidence is compared with the share that is
    right, and bins weigh by their number of answers (Guo et al. 2017). 0 without answers.
    """
    bins: list[list[tuple[float, bool]]] = [[] for _ in range(BINS)]
    for confidence, right in answers:
        bins[min(BINS - 1, int(confidence * BINS))].append((confidence, right))
    off = sum(abs(sum(confidence - right for confidence, right in each)) for each in bins)
    return off / len(answers) if answers else 0.0
