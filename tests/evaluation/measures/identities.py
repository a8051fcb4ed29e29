"""Whether tracks keep their identity: IDF1 (Ristani et al. 2016) and identity switches (CLEAR MOT)."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tests.evaluation.measures.assignments import best_pairs
from tests.evaluation.measures.boxes import Box, matches

Frame = Mapping[str, Box]
"""Who is where in one picture."""


@dataclass(frozen=True)
class Identities:
    """What a tracker got right, over all pictures."""

    idf1: float
    """Share of sightings under the one number that fits each person best, 0 to 1."""
    switches: int
    """How often a person's number changed from one sighting to the next."""
    sightings: int
    """Boxes of the truth."""


def identities_of(truths: Sequence[Frame], answers: Sequence[Frame], least: float = 0.5) -> Identities:
    """Compare picture by picture; boxes that overlap by `least` are the same person."""
    together: Counter[tuple[str, str]] = Counter()
    last: dict[str, str] = {}
    switches = 0
    for truth, answer in zip(truths, answers, strict=True):
        for person, number in _pairs(truth, answer, least):
            together[person, number] += 1
            switches += last.setdefault(person, number) != number
            last[person] = number
    people, numbers = (
        sorted({who for frame in truths for who in frame}),
        sorted({who for frame in answers for who in frame}),
    )
    table = [[float(together[person, number]) for person in people] for number in numbers]
    right = sum(table[row][column] for row, column in best_pairs(table)) if people else 0.0
    seen, told = sum(map(len, truths)), sum(map(len, answers))
    return Identities(2 * right / (seen + told) if seen + told else 1.0, switches, seen)


def _pairs(truth: Frame, answer: Frame, least: float) -> list[tuple[str, str]]:
    people, numbers = list(truth), list(answer)
    found = matches([truth[who] for who in people], [answer[who] for who in numbers], least)
    return [(people[column], numbers[row]) for row, column in found.items()]
