"""Words of which the model is unsure: they are kept, with a lower confidence, and told."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import replace

from recognition import SpokenWord

from media_operator import Operator, Reason

DOUBTED = -0.7
"""Mean log-probability below which words are doubtful. On the sounds tried, what was heard in buzzing had less, and so
had words that were said in small languages and through noise: none is left out."""


def with_doubts(words: Iterable[SpokenWord]) -> list[SpokenWord]:
    """Return the words, doubtful ones at most as sure as all that was written down together with them."""
    return [
        replace(word, probability=min(word.probability, math.exp(word.sureness))) if word.sureness < DOUBTED else word
        for word in words
    ]


def tell_doubts(operator: Operator, words: Sequence[SpokenWord]) -> None:
    """Put one sentence about all doubtful words into the warnings of the result."""
    doubted = [word for word in words if word.sureness < DOUBTED]
    if doubted:
        said = "one word" if len(doubted) == 1 else f"{len(doubted)} words"
        start, end = min(word.start for word in doubted), max(word.end for word in doubted)
        operator.warn(Reason.WORDS_IN_DOUBT, f"{said} may be other than what was said, if anything was", start, end)
