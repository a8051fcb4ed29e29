"""Vectors in the embedded index: a block for each result, in pieces that are compared with a question one by one."""
# ruff: noqa: S608 - statements are joined of our own words only; what comes from outside is bound

import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from media_insights.errors import InvalidQuery
from media_insights.ports.moment_search import LikeRequest
from media_insights.search.image_hits import NO_IMAGES
from media_insights.search.image_questions import ImageQuestion
from media_insights.search.likeness import NearRow, near_rows, nearest, row_at, scores_of, stretch_around, vector_at
from media_insights.search.meanings import NearMoments
from media_insights.search.sqlite.connections import check_time
from media_insights.search.vectors import VectorBlock, VectorPiece, VectorPlace


@dataclass(frozen=True, slots=True)
class Question:
    """A sentence, or an image, as the vector that others are compared with."""

    model: str
    vector: Sequence[float]
    of: Literal["Text", "Image"] = "Text"
    without: Mapping[str, range] = field(default_factory=dict)
    """Rows of blocks that are not compared."""
    floor: float | None = None
    """The least likeness that is an answer; None: that of each block."""


def insert_vectors(connection: sqlite3.Connection, asset: int, namespace: str, block: VectorBlock) -> None:
    """Insert the vectors of one result."""
    row = connection.execute(
        "INSERT INTO vectors (asset, namespace, result, subject, model, floor, dimension) VALUES (?, ?, ?, ?, ?, ?, ?)",
        (asset, namespace, block.result, block.of, block.model, block.floor, block.dimension),
    ).lastrowid
    for piece in block.pieces():
        places = json.dumps([[each.moment, each.start] for each in piece.places])
        sql = "INSERT INTO numbers (vectors, first, places, numbers) VALUES (?, ?, ?, ?)"
        connection.execute(sql, (row, piece.first, places, piece.numbers))


def near_moments(
    connection: sqlite3.Connection, namespaces: frozenset[str], question: Question, until: float
) -> NearMoments:
    """Return the moments whose sentences are near to a question. Raises Unavailable when its time is over."""
    found, compared = _near(connection, namespaces, question, until)
    return NearMoments(scores={each.place.moment: each.score for each in reversed(found)}, are_compared=compared > 0)


def near_images(connection: sqlite3.Connection, request: LikeRequest, until: float) -> list[NearRow]:
    """Return the images that are near to one, without those around it.

    Raises InvalidQuery when it has none, Unavailable when its time is over.
    """
    sql = (
        f"SELECT v.* FROM vectors v JOIN asset a ON a.id = v.asset WHERE a.uid = ? AND v.subject = 'Image' "
        f"AND v.namespace IN ({_marks(request.asked_in)}) ORDER BY v.result LIMIT 1"
    )
    own = connection.execute(sql, (request.asset_uid, *sorted(request.asked_in))).fetchone()
    places = [] if own is None else [each for piece in _pieces(connection, own) for each in piece.places]
    row = row_at(places, request.time)
    if row is None:
        raise InvalidQuery(NO_IMAGES)
    question = _vector_at(connection, own, row)
    scores = [each for piece in _pieces(connection, own) for each in scores_of(piece.numbers, question)]
    around = stretch_around(row, scores, own["floor"])
    asked = Question(own["model"], question, "Image", {str(own["id"]): around})
    return _near(connection, request.namespaces, asked, until)[0]


def images_shown(
    connection: sqlite3.Connection, namespaces: frozenset[str], asked: ImageQuestion, until: float
) -> tuple[list[NearRow], bool]:
    """Return the images that are near to a text, and whether any could be compared. Raises Unavailable, too."""
    question = Question(asked.model, asked.vector, "Image", floor=asked.floor)
    found, compared = _near(connection, namespaces, question, until)
    return found, compared > 0


def _near(
    connection: sqlite3.Connection, namespaces: frozenset[str], question: Question, until: float
) -> tuple[list[NearRow], int]:
    """Return the nearest rows of one model but some, and how many pieces were compared."""
    sql = (
        "SELECT v.id, v.floor, n.first, n.places, n.numbers FROM vectors v JOIN numbers n ON n.vectors = v.id "
        f"WHERE v.namespace IN ({_marks(namespaces)}) AND v.subject = ? AND v.model = ? AND v.dimension = ? "
        "ORDER BY v.id, n.first"
    )
    found, compared = list[NearRow](), 0
    for row in connection.execute(sql, (*sorted(namespaces), question.of, question.model, len(question.vector))):
        check_time(until)
        block = str(row["id"])
        left_out = question.without.get(block, range(0))
        floor = row["floor"] if question.floor is None else question.floor
        near = near_rows(block, _piece(row), question.vector, floor, left_out)
        found, compared = nearest([*found, *near]) if near else found, compared + 1
    return found, compared


def _pieces(connection: sqlite3.Connection, block: sqlite3.Row) -> Iterator[VectorPiece]:
    sql = "SELECT first, places, numbers FROM numbers WHERE vectors = ? ORDER BY first"
    return map(_piece, connection.execute(sql, (block["id"],)))


def _vector_at(connection: sqlite3.Connection, block: sqlite3.Row, row: int) -> list[float]:
    sql = "SELECT first, numbers FROM numbers WHERE vectors = ? AND first <= ? ORDER BY first DESC LIMIT 1"
    first, numbers = connection.execute(sql, (block["id"], row)).fetchone()
    return vector_at(numbers, block["dimension"], row - first)


def _piece(row: sqlite3.Row) -> VectorPiece:
    places = tuple(VectorPlace(moment=moment, start=start) for moment, start in json.loads(row["places"]))
    return VectorPiece(row["first"], places, row["numbers"])


def _marks(namespaces: frozenset[str]) -> str:
    return ", ".join("?" * len(namespaces))
