"""How wrong somebody is about who spoke when: the diarization error rate of NIST, by turns of (start, end, speaker)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import permutations

STEP = 0.01
"""Seconds: how finely time is looked at."""

Turn = tuple[float, float, str]


@dataclass(frozen=True)
class Errors:
    """Shares of the time that is truly spoken, two at once counting twice."""

    missed: float
    alarms: float
    confused: float

    @property
    def rate(self) -> float:
        """Return the diarization error rate."""
        return self.missed + self.alarms + self.confused


def errors_of(truth: Sequence[Turn], found: Sequence[Turn], collar: float = 0.25) -> Errors:
    """Compare turns with true ones under the best naming; `collar` seconds around true changes do not count."""
    edges = [edge for start, end, _ in truth for edge in (start, end)]
    last = max((end for _, end, _ in [*truth, *found]), default=0.0)
    moments = [step * STEP for step in range(int(last / STEP) + 1)]
    judged = [at for at in moments if all(abs(at - edge) >= collar for edge in edges)]
    pairs = [(_speaking(truth, at), _speaking(found, at)) for at in judged]
    total = sum(len(true) for true, _ in pairs) or 1
    naming = _best_naming(pairs)
    missed = sum(max(0, len(true) - len(said)) for true, said in pairs)
    alarms = sum(max(0, len(said) - len(true)) for true, said in pairs)
    right = sum(len(true & {naming.get(each) for each in said}) for true, said in pairs)
    confused = sum(min(len(true), len(said)) for true, said in pairs) - right
    return Errors(missed / total, alarms / total, confused / total)


def _speaking(turns: Iterable[Turn], at: float) -> frozenset[str]:
    return frozenset(speaker for start, end, speaker in turns if start <= at < end)


def _best_naming(pairs: Sequence[tuple[frozenset[str], frozenset[str]]]) -> dict[str, str]:
    """Return found name → true name with the most time in common; tries them all, so for a handful of speakers."""
    true = sorted({each for one, _ in pairs for each in one})
    said = sorted({each for _, other in pairs for each in other})
    common = {(a, b): sum(a in one and b in other for one, other in pairs) for a in true for b in said}
    blanks = [f"nobody {number}" for number in range(max(0, len(said) - len(true)))]
    tries = permutations([*true, *blanks], len(said))
    best = max(tries, key=lambda names: sum(common.get(pair, 0) for pair in zip(names, said, strict=True)))
    return dict(zip(said, best, strict=True))
