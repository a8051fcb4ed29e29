"""Which of several is there when, a speaker or a language, where each moment has scores and changes are rare."""

from collections.abc import Sequence
from typing import Any

import numpy as np

Scores = np.ndarray[Any, np.dtype[np.float64]]
"""[moments, choices]: how much speaks for each choice at each moment."""


def likeliest(scores: Scores, prices: Sequence[float]) -> list[int]:
    """Return the choice of each moment whose scores, less the price of changes, sum to the most (Viterbi).

    `prices` are those of a change after each moment but the last.
    """
    total, origins = scores[0], []
    for score, price in zip(scores[1:], prices, strict=True):
        best = int(np.argmax(total))
        origin = np.where(total >= total[best] - price, np.arange(len(total)), best)
        origins.append(origin)
        total = np.maximum(total, total[best] - price) + score
    path = [int(np.argmax(total))]
    for origin in reversed(origins):
        path.append(int(origin[path[-1]]))
    return path[::-1]
