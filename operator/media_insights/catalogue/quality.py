"""Quality of operators as it was measured: figures that travel with the program, for whoever reads their results.

The file is made from what `make evaluate` wrote; how good is good enough is decided there.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

FILE = "quality.json"
_WEAK_SHARE = 0.7
"""Of what is right: below, people should not rely on a result without reading it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasuredQuality:
    """One figure of one operator."""

    measure: str
    """In words that say what was counted."""
    value: float
    unit: str
    text: str
    """The value as people read it."""
    samples: str
    """How much it was measured on."""
    least: float | None = None
    most: float | None = None
    """The bound that every release keeps: the least, or the most, that the value may be."""

    @property
    def is_weak(self) -> bool:
        """Whether fewer than seven in ten were right; only shares and rates of errors can say so."""
        if self.unit or "." not in self.text:
            return False
        if self.least is not None:
            return self.value < _WEAK_SHARE
        return self.most is not None and self.value > 1 - _WEAK_SHARE


def parse_quality(text: str) -> dict[str, tuple[MeasuredQuality, ...]]:
    """Return operator → figures of the generated file."""
    found: dict[str, list[dict[str, Any]]] = json.loads(text)
    return {name: tuple(MeasuredQuality(**each) for each in figures) for name, figures in found.items()}


@cache
def measured_quality() -> Mapping[str, tuple[MeasuredQuality, ...]]:
    """Return operator → figures; an operator without any was not measured."""
    return parse_quality(files("media_insights.catalogue").joinpath(FILE).read_text("utf-8"))
