"""Boxes that were found, compared with boxes drawn by eye: fractions of the picture, (left, top, right, bottom)."""

from collections.abc import Sequence
from typing import NamedTuple

from tests.evaluation.measures.assignments import best_pairs
from tests.evaluation.measures.retrieval import Counts


class Box(NamedTuple):
    """A rectangle, in fractions of the picture."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def area(self) -> float:
        """Its area; a box turned inside out has none."""
        return max(0.0, self.right - self.left) * max(0.0, self.bottom - self.top)


def overlap(one: Box, other: Box) -> float:
    """Return intersection over union, 0 to 1."""
    common = Box(
        max(one.left, other.left), max(one.top, other.top), min(one.right, other.right), min(one.bottom, other.bottom)
    ).area
    return common / (one.area + other.area - common) if common else 0.0


def matches(truths: Sequence[Box], answers: Sequence[Box], least: float) -> dict[int, int]:
    """Return answer → truth, one to one, of those that overlap by at least so much, as many as can be."""
    gains = [[_gain(overlap(answer, truth), least) for truth in truths] for answer in answers]
    return dict(best_pairs(gains)) if truths else {}


def counts_of(truths: Sequence[Box], answers: Sequence[Box], ignored: Sequence[Box] = (), least: float = 0.3) -> Counts:
    """Count faces or things. An answer that lies mostly in an ignored place is neither right nor wrong.

    0.3 is the usual bar for boxes drawn by eye, when what counts is whether the thing was found.
    """
    paired = matches(truths, answers, least)
    stray = [answer for index, answer in enumerate(answers) if index not in paired]
    wrong = [answer for answer in stray if not any(_inside(answer, place) for place in ignored)]
    return Counts(len(paired), len(wrong), len(truths) - len(paired))


def _gain(overlapping: float, least: float) -> float:
    return 1 + overlapping if overlapping >= least else 0.0


def _inside(box: Box, place: Box) -> bool:
    common = Box(
        max(box.left, place.left), max(box.top, place.top), min(box.right, place.right), min(box.bottom, place.bottom)
    )
    return common.area > box.area / 2
