"""Vectors of an asset: blocks of numbers, one for each result, by which alike things are found.

Each row of a block belongs to a moment, whose sentence it is of, or to an image at a time.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from media_insights.api.v1alpha1.operator_index import Index
from media_insights.api.v1alpha1.operator_vectors import Vectors, VectorSubject
from media_insights.errors import Damaged
from media_insights.results.moments import Moment, times_in
from media_insights.results.paths import parse_path
from media_insights.search.indexed_moments import IndexedMoment
from media_insights.storage.vector_files import HALF, VectorRows

_ROW = "\0row"
"""Field of a moment that holds its row while moments are made; no operator can declare such a name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VectorPlace:
    """What a row is of."""

    moment: str = ""
    """Id of the moment whose sentence it is; empty for an image."""
    start: int | None = None
    """Milliseconds; None for what has no time."""


PlacedRow = tuple[Any, VectorPlace]
"""A row as a result names it, and what it is of."""


@dataclass(frozen=True, slots=True)
class Numbers:
    """Numbers that are read, or computed, when they are asked for, as often as they are."""

    begin: Callable[[], Iterator[bytes]]

    def __iter__(self) -> Iterator[bytes]:
        return self.begin()


@dataclass(frozen=True, slots=True)
class VectorPiece:
    """Successive rows of a block."""

    first: int
    """The number of its first row."""
    places: tuple[VectorPlace, ...]
    numbers: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class VectorBlock:
    """The vectors of one result, which can be compared with each other and with others of the same model."""

    result: str
    of: VectorSubject
    model: str
    """SHA-256 of the model that made them."""
    floor: float
    """The least likeness that is an answer."""
    dimension: int
    places: tuple[VectorPlace, ...]
    """Of each row."""
    numbers: Iterable[bytes]
    """Row by row, half precision, little-endian, in pieces of whole rows; each row has the length 1."""

    def pieces(self) -> Iterator[VectorPiece]:
        """Yield the rows piece by piece. Raises Unavailable when they cannot be read any more."""
        first, size = 0, HALF * self.dimension
        for numbers in self.numbers:
            until = first + len(numbers) // size
            yield VectorPiece(first, self.places[first:until], numbers)
            first = until


def with_rows(index: Index, vectors: Vectors) -> Index:
    """Return an index whose moments say which row is theirs."""
    return index.model_copy(update={"fields": {**index.fields, _ROW: vectors.row}})


def rows_apart(moments: Iterable[Moment]) -> tuple[list[Moment], list[Any]]:
    """Return the moments without their rows, and the rows in the same order."""
    plain, rows = list[Moment](), list[Any]()
    for each in moments:
        rows.append(each.fields.get(_ROW))
        plain.append(replace(each, fields={name: value for name, value in each.fields.items() if name != _ROW}))
    return plain, rows


def places_of(moments: Iterable[IndexedMoment], rows: Iterable[Any]) -> list[PlacedRow]:
    """Return the rows that moments have, with what they are of."""
    placed = zip(rows, moments, strict=True)
    return [(row, VectorPlace(moment=each.id, start=each.moment.start)) for row, each in placed if row is not None]


def images_in(result: Any, vectors: Vectors) -> list[PlacedRow]:
    """Return the rows of the images that a result lists."""
    row = parse_path(vectors.row)
    items = parse_path(vectors.list).values(result)
    return [(row.first(item), VectorPlace(start=times_in(item, vectors.time)[0])) for item in items]


def block_of(result: Any, name: str, vectors: Vectors, places: Iterable[PlacedRow], file: VectorRows) -> VectorBlock:
    """Return the vectors of a result in the order of their file. Raises Damaged for a result that does not fit it."""
    placed = list(places)
    if any(type(row) is not int or not 0 <= row < file.table.rows for row, _ in placed):
        raise Damaged(f"the result {name} names rows that its file of {file.table.rows} vectors does not have")
    placed.sort(key=lambda each: each[0])
    return VectorBlock(
        result=name,
        of=vectors.of,
        model=_model(result, name),
        floor=vectors.floor,
        dimension=file.table.columns,
        places=tuple(place for _, place in placed),
        numbers=Numbers(partial(file.pieces, [row for row, _ in placed])),
    )


def _model(result: Any, name: str) -> str:
    model = parse_path("Model.sha256").first(result)
    if not isinstance(model, str) or not model:
        raise Damaged(f"the result {name} does not say with Model.sha256 which model made its vectors")
    return model
