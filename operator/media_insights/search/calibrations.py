"""Calibrations of models of sentences: their mean vectors, and the floor below which nothing is an answer.

All vectors of such a model point in about one direction, so that unrelated sentences have cosines of 0.7 to 0.8.
Without that direction they have about 0, and a floor divides better. ``calibrations.json`` is written by the evaluation
(``python -m tests.evaluation.calibrating``); a model that is not in it is used as it is, with its operator's floor.
"""

import base64
import hashlib
import json
import struct
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FILE = Path(__file__).with_suffix(".json")
_SINGLE = 4
"""Bytes of a number."""


@dataclass(frozen=True, slots=True)
class Calibration:
    """What was measured of a model."""

    floor: float
    passages: tuple[float, ...]
    """Mean vector of sentences that are found."""
    questions: tuple[float, ...]
    """Mean vector of questions."""


def calibration_of(model: str) -> Calibration | None:
    """Return the calibration of a model, by its SHA-256; None for one that was not measured."""
    return _known().get(model)


@cache
def digest() -> str:
    """Return what changes with any calibration."""
    return hashlib.sha256(FILE.read_bytes()).hexdigest()


@cache
def _known() -> dict[str, Calibration]:
    return {
        model: Calibration(found["floor"], _numbers(found["passages"]), _numbers(found["questions"]))
        for model, found in json.loads(FILE.read_text("utf-8")).items()
    }


def _numbers(text: str) -> tuple[float, ...]:
    content = base64.b85decode(text)
    return struct.unpack(f"<{len(content) // _SINGLE}f", content)
