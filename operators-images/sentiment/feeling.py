"""What VADER says about a sentence, in the words and the scores of Amazon Comprehend."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

CLEAR = 0.05
"""VADER's own threshold: a compound beyond it, either way, is a feeling."""

MIXED_SHARE = 0.5
"""The weaker of positive and negative words reaches this share of the stronger: the sentence feels both."""


@dataclass(frozen=True)
class Feeling:
    """The strongest feeling, in capitals, and four scores that sum to 1."""

    sentiment: str
    scores: dict[str, float]


@cache
def _analyser() -> Any:
    return SentimentIntensityAnalyzer()


def feeling_of(sentence: str) -> Feeling:
    """Return how an English sentence feels."""
    said = _analyser().polarity_scores(sentence)
    strength = abs(said["compound"])
    stronger, weaker = max(said["pos"], said["neg"]), min(said["pos"], said["neg"])
    mixed = weaker / stronger if stronger else 0.0
    felt = max(strength, stronger) if mixed >= MIXED_SHARE else strength
    mixed = felt * (mixed if mixed >= MIXED_SHARE else 0.0)
    kind = "Positive" if said["compound"] > 0 else "Negative"
    scores = {"Positive": 0.0, "Negative": 0.0, "Neutral": 1 - felt, "Mixed": mixed}
    scores[kind] += felt - mixed
    return Feeling(_word_of(strength, mixed, felt, kind), _rounded(scores))


def overall(feelings: Sequence[tuple[Feeling, int]]) -> Feeling:
    """Return the feeling of a text: its sentences' scores weighted by their lengths.

    It is MIXED when clearly positive and clearly negative sentences nearly balance, however neutral the rest.
    """
    total = sum(length for _, length in feelings) or 1
    scores = {
        name: sum(feeling.scores[name] * length for feeling, length in feelings) / total
        for name in ("Positive", "Negative", "Neutral", "Mixed")
    }
    if not feelings:
        scores["Neutral"] = 1.0
    stronger, weaker = max(scores["Positive"], scores["Negative"]), min(scores["Positive"], scores["Negative"])
    if weaker > CLEAR and weaker >= MIXED_SHARE * stronger:
        kind = "Mixed"
        scores = {"Positive": scores["Positive"] - weaker, "Negative": scores["Negative"] - weaker,
                  "Neutral": scores["Neutral"], "Mixed": scores["Mixed"] + 2 * weaker}  # fmt: skip
    else:
        kind = max(("Positive", "Negative", "Mixed"), key=scores.__getitem__)
        kind = kind if scores[kind] > 2 * CLEAR else "Neutral"
    return Feeling(kind.upper(), _rounded(scores))


def _word_of(strength: float, mixed: float, felt: float, kind: str) -> str:
    if mixed > CLEAR and mixed >= felt / 2:
        return "MIXED"
    return kind.upper() if strength > CLEAR else "NEUTRAL"


def _rounded(scores: dict[str, float]) -> dict[str, float]:
    return {name: round(score, 4) for name, score in scores.items()}
