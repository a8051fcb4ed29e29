"""How near a translation is to one by people: chrF2 (Popović 2015), as sacreBLEU computes it."""

from collections.abc import Sequence

from sacrebleu.metrics.chrf import CHRF


def chrf(answers: Sequence[str], truths: Sequence[str]) -> float:
    """Return chrF2 of all sentences together, 0 to 100; each has one reference."""
    return float(CHRF().corpus_score(list(answers), [list(truths)]).score)
