"""Likeness: which vectors of a block are near to one, and what of the near ones is one thing.

numpy computes it, which only the extra ``embedding`` brings.
"""

import importlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from heapq import nlargest
from itertools import takewhile
from types import ModuleType
from typing import Any

from media_insights.errors import InvalidQuery
from media_insights.search.calibrations import calibration_of, digest
from media_insights.search.vectors import Numbers, VectorBlock, VectorPiece, VectorPlace
from media_insights.storage.vector_files import HALF

MOST = 200
"""Vectors that one question finds: those that are nearest."""
DIGITS = 4
"""Of a likeness, so that two kinds of index give the same."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NearRow:
    """A row that is near."""

    block: str
    """The block that it is in, as the index calls it."""
    row: int
    place: VectorPlace
    score: float
    """The cosine."""


def near_rows(
    block: str, piece: VectorPiece, question: Sequence[float], floor: float, without: range = range(0)
) -> list[NearRow]:
    """Return the rows of a piece of a block at or above its floor, but some; the nearest of too many."""
    scores = enumerate(scores_of(piece.numbers, question), piece.first)
    found = [(score, row) for row, score in scores if score >= floor and row not in without]
    return [
        NearRow(block=block, row=row, place=piece.places[row - piece.first], score=score)
        for score, row in nlargest(MOST, found)
    ]


def stretch_around(row: int, scores: Sequence[float], floor: float) -> range:
    """Return the rows of a block that follow each other around one, all at or above the floor."""
    after = takewhile(lambda each: scores[each] >= floor, range(row + 1, len(scores)))
    before = takewhile(lambda each: scores[each] >= floor, range(row - 1, -1, -1))
    return range(min(before, default=row), max(after, default=row) + 1)


def nearest(rows: Iterable[NearRow]) -> list[NearRow]:
    """Return the nearest of all, the nearest first."""
    return sorted(rows, key=lambda each: (-each.score, each.block, each.row))[:MOST]


def vector_at(numbers: bytes, dimension: int, row: int) -> list[float]:
    """Return one row."""
    size = HALF * dimension
    found: list[float] = _numpy().frombuffer(numbers[size * row : size * (row + 1)], "<f2").astype("f4").tolist()
    return found


def centred(rows: Any, mean: Sequence[float]) -> Any:
    """Return rows without their mean, each of the length 1 again."""
    numpy = _numpy()
    found = numpy.asarray(rows, "f4") - numpy.asarray(mean, "f4")
    return found / numpy.maximum(numpy.linalg.norm(found, axis=-1, keepdims=True), 1e-12)


def calibrated(block: VectorBlock) -> VectorBlock:
    """Return a block as it is compared: without the mean of its model, where that was measured."""
    found = calibration_of(block.model) if block.of == "Text" else None
    if found is None or len(found.passages) != block.dimension:
        return block
    numpy, mean = _numpy(), found.passages

    def numbers() -> Iterator[bytes]:
        for each in block.numbers:
            rows = numpy.frombuffer(each, "<f2").reshape(-1, block.dimension)
            yield centred(rows, mean).astype("<f2").tobytes()

    return replace(block, floor=found.floor, numbers=Numbers(numbers))


def state() -> list[str]:
    """Return what decides, beside vectors themselves, which of them are indexed and how: calibrations, and numpy."""
    try:
        _numpy()
    except InvalidQuery:
        return [digest(), ""]
    return [digest(), "numpy"]


def row_at(places: Sequence[VectorPlace], time: int) -> int | None:
    """Return the row of the image that is on screen at a time, or nearest to it; None without any."""
    rows = range(len(places))
    return min(rows, key=lambda row: (abs((places[row].start or 0) - time), row)) if places else None


def stretches(rows: Iterable[NearRow]) -> list[list[NearRow]]:
    """Return near rows that follow each other in a block as one, each stretch in its order, the nearest first."""
    found = list[list[NearRow]]()
    for each in sorted(rows, key=lambda each: (each.block, each.row)):
        if found and found[-1][-1].block == each.block and each.row - found[-1][-1].row == 1:
            found[-1].append(each)
        else:
            found.append([each])
    return sorted(found, key=lambda stretch: (-max(each.score for each in stretch), stretch[0].block, stretch[0].row))


def scores_of(numbers: bytes, question: Sequence[float]) -> list[float]:
    """Return the cosine of each row and a question."""
    numpy = _numpy()
    rows = numpy.frombuffer(numbers, "<f2").reshape(-1, len(question)).astype("f4")
    scores: list[float] = (rows @ numpy.asarray(question, "f4")).round(DIGITS).tolist()
    return scores


def _numpy() -> ModuleType:
    try:
        return importlib.import_module("numpy")
    except ImportError as error:
        raise InvalidQuery("what is alike is found with numpy: pip install 'media-insights[embedding]'") from error
