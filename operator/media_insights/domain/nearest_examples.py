"""Nearest examples: which label an image gets from the examples that are like it, and how often that is right.

One rule for the operator ``custom-labels``, which answers, and for who teaches, to whom the same rule is tried on the
examples themselves: each is hidden in turn, with all others of its source, and the rest is asked for its label. The
operator has a copy of this module (`make generate` writes it). Likeness is the cosine of two vectors, computed
elsewhere.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from heapq import nlargest

_LEAST_WEIGHT = 1e-6
"""Of an example that is as unlike as the floor allows."""


@dataclass(frozen=True)
class LabelRule:
    """How an answer is found."""

    neighbours: int
    """So many of the most alike examples are asked."""
    floor: float
    """An example that is less alike is not asked."""


@dataclass(frozen=True)
class NearestLabel:
    """The label that the nearest examples agree on."""

    label: str
    agreement: float
    """The label's share of their votes, above a half and up to 1: each votes with how far it is above the floor."""
    similarity: float
    """Of the example of this label that is most alike."""


@dataclass(frozen=True)
class LabelTrial:
    """What became of a label when each of its examples was hidden in turn."""

    examples: int
    answered: int = 0
    """How often it was the answer, be it for its own examples or for others."""
    right: int = 0
    """How often it was, for its own."""

    @property
    def precision(self) -> float | None:
        """The share of its answers that were right; None when it never was the answer."""
        return self.right / self.answered if self.answered else None

    @property
    def recall(self) -> float:
        """The share of its examples that were found."""
        return self.right / self.examples

    @property
    def expected(self) -> float:
        """How often its next answer will be right, by Laplace's rule of succession: a half when nothing is known.

        Ten right answers of ten are 0.92, not 1: that few have not shown more.
        """
        return (self.right + 1) / (self.answered + 2)


def answer_of(
    similarities: Sequence[float], labels: Sequence[str], rule: LabelRule, hidden: frozenset[int] = frozenset()
) -> NearestLabel | None:
    """Return the label of what is so alike to each example; None means that it is unknown.

    So it is when no example is alike enough, or no label has more than half of the votes.
    """
    asked = ((each, -row) for row, each in enumerate(similarities) if each >= rule.floor and row not in hidden)
    near = [(each, labels[-row]) for each, row in nlargest(rule.neighbours, asked)]
    votes = dict[str, float]()
    for each, label in near:
        votes[label] = votes.get(label, 0.0) + each - rule.floor + _LEAST_WEIGHT
    for similarity, label in near:
        if votes[label] > sum(votes.values()) / 2:
            return NearestLabel(label, votes[label] / sum(votes.values()), similarity)
    return None


def trials_of(
    rows: Iterable[Sequence[float]], labels: Sequence[str], sources: Sequence[str], rule: LabelRule
) -> dict[str, LabelTrial]:
    """Return label → what became of it, from how alike each example is to all.

    Examples of one source, such as frames of one video, are alike because of it: they are hidden together.
    """
    members = _members_of(sources)
    answers = [answer_of(row, labels, rule, members[source]) for row, source in zip(rows, sources, strict=True)]
    said = [each.label if each else "" for each in answers]
    return {label: _trial(label, labels, said) for label in sorted(set(labels))}


def confidence_of(answer: NearestLabel, trials: Mapping[str, LabelTrial]) -> float:
    """Return how sure an answer is, 0 to 100: how much its examples agree, times how often such an answer is right."""
    return 100 * answer.agreement * trials[answer.label].expected


def _members_of(sources: Sequence[str]) -> dict[str, frozenset[int]]:
    rows = dict[str, list[int]]()
    for row, source in enumerate(sources):
        rows.setdefault(source, []).append(row)
    return {source: frozenset(found) for source, found in rows.items()}


def _trial(label: str, labels: Sequence[str], said: Sequence[str]) -> LabelTrial:
    right = sum(each == truth == label for each, truth in zip(said, labels, strict=True))
    return LabelTrial(examples=labels.count(label), answered=said.count(label), right=right)
