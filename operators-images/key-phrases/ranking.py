"""TextRank (Mihalcea and Tarau 2004): a word weighs much when weighty words stand near it. PageRank over words.

A phrase weighs the sum of its words over the square root of their number – a plain sum would prefer long phrases, a
mean single words – and more when it is said more often, by the root of a logarithm. Everything is summed in the order
of the text, so that the same text gives the same weights.
"""

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

WINDOW = 4
"""Words that stand fewer words apart than this are neighbours."""
DAMPING = 0.85
"""PageRank's own."""
ROUNDS = 50
CLOSE_ENOUGH = 1e-6
MOST_PAIRS = 1_000_000
"""Beyond this, neighbours that met only once are forgotten: memory stays bounded, and they hardly weigh."""

Word = str
Weights = Mapping[Word, float]


@dataclass
class Neighbours:
    """How often words stand near each other, counted sentence by sentence."""

    pairs: defaultdict[tuple[Word, Word], int] = field(default_factory=lambda: defaultdict(int))

    def add(self, words: Sequence[Word | None]) -> None:
        """Count a sentence; None stands for a word that has no weight itself but keeps others apart."""
        for place, word in enumerate(words):
            for other in words[place + 1 : place + WINDOW]:
                if word and other and word != other:
                    self.pairs[min(word, other), max(word, other)] += 1
        if len(self.pairs) > MOST_PAIRS:
            kept = {pair: count for pair, count in self.pairs.items() if count > 1}
            self.pairs = defaultdict(int, kept)

    def weights(self) -> dict[Word, float]:
        """Return each word's PageRank, 1 on average. Words without neighbours are not in it."""
        beside = self._beside()
        totals = {word: sum(near.values()) for word, near in beside.items()}
        weights = dict.fromkeys(beside, 1.0)
        for _ in range(ROUNDS):
            following = {
                word: 1 - DAMPING + DAMPING * sum(n * weights[other] / totals[other] for other, n in near.items())
                for word, near in beside.items()
            }
            change = max((abs(following[word] - weights[word]) for word in weights), default=0)
            weights = following
            if change < CLOSE_ENOUGH:
                break
        return weights

    def _beside(self) -> dict[Word, dict[Word, int]]:
        beside: defaultdict[Word, dict[Word, int]] = defaultdict(dict)
        for (one, other), count in self.pairs.items():
            beside[one][other] = count
            beside[other][one] = count
        return dict(beside)


def scores(counts: Mapping[tuple[Word, ...], int], weights: Weights) -> dict[tuple[Word, ...], float]:
    """Return each phrase's weight, the greatest being 1; the heavier first, then in the order given."""
    raw = {words: _sum(words, weights) * math.sqrt(1 + math.log(count)) for words, count in counts.items()}
    greatest = max(raw.values(), default=1.0)
    ordered = sorted(raw.items(), key=lambda item: -round(item[1], 9))
    return {words: weight / greatest for words, weight in ordered}


def _sum(words: tuple[Word, ...], weights: Weights) -> float:
    return sum(weights.get(word, 1 - DAMPING) for word in words) / math.sqrt(len(words))
