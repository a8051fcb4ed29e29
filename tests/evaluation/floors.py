"""How good is good enough: `floors.yaml`, and what falls below it.

A floor is a promise about a figure, with the slack that other processors need: networks in 8 bits and threads that sum
in another order move borderline answers, so a floor lies a few samples from what was measured, never on it.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from tests.evaluation.figures import Figure

FLOORS = Path(__file__).with_name("floors.yaml")


@dataclass(frozen=True)
class Floor:
    """The least or the most that a figure may be; exactly one of them is given."""

    least: float | None = None
    most: float | None = None
    margin: float = 0.0
    """How far two processors may differ: a new value within it is not worth writing down."""

    def __post_init__(self) -> None:
        """Refuse a floor that says nothing, or two things."""
        if (self.least is None) == (self.most is None):
            raise ValueError(f"a floor has either least or most, not {self}")

    @property
    def text(self) -> str:
        """The promise as people read it."""
        return f"≥ {self.least:g}" if self.least is not None else f"≤ {self.most:g}"

    def is_met_by(self, value: float) -> bool:
        """Return whether the promise is kept."""
        return value >= self.least if self.least is not None else value <= (self.most or 0.0)


Floors = Mapping[str, Mapping[str, Floor]]
"""Operator → measure → floor."""


def parse_floors(text: str) -> Floors:
    """Read floors.yaml. Raises ValueError or TypeError for what is none."""
    found: dict[str, dict[str, dict[str, Any]]] = yaml.safe_load(text) or {}
    return {operator: {name: Floor(**floor) for name, floor in each.items()} for operator, each in found.items()}


def regressions_of(figures: Iterable[Figure], floors: Floors, evaluated: Iterable[str]) -> Iterator[str]:
    """Yield a sentence for each figure below its floor, without a floor, or missing for an operator that was run."""
    found = {(each.operator, each.measure): each for each in figures}
    for (operator, measure), figure in found.items():
        floor = floors.get(operator, {}).get(measure)
        if floor is None:
            yield f"{operator}: {measure} is {figure.text} ({figure.samples}), but {FLOORS.name} has no floor for it"
        elif not floor.is_met_by(figure.value):
            yield f"{operator}: {measure} is {figure.text} ({figure.samples}), but must be {floor.text}"
    for operator in evaluated:
        for measure in floors.get(operator, {}):
            if (operator, measure) not in found:
                yield f"{operator}: {measure} has a floor in {FLOORS.name}, but was not measured"
