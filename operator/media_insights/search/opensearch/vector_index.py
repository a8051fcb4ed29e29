"""Vectors in OpenSearch: a document for each row, found by k-NN.

Lucene's engine is named, as others need native libraries that not every build has. Vectors of different lengths are
different fields, added when the first of a length is stored.
"""

import base64
import hashlib
import struct
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import Any

from media_insights.errors import InvalidQuery
from media_insights.ports.moment_search import Hit, HitPage, LikeRequest
from media_insights.search.image_hits import NO_IMAGES, NO_VECTORS, image_hit
from media_insights.search.image_questions import ImageQuestion
from media_insights.search.indexed_moments import IndexedAsset
from media_insights.search.likeness import DIGITS, MOST, NearRow, nearest, stretches
from media_insights.search.meanings import NearMoments
from media_insights.search.opensearch.condition_dsl import Dsl
from media_insights.search.vectors import VectorBlock, VectorPlace
from media_insights.storage.vector_files import HALF

_KEYWORD = {"type": "keyword", "ignore_above": 8000}
_KEPT = {"type": "keyword", "index": False, "doc_values": False}
_LONG = {"type": "long"}
_SHOWN = ["asset", "asset_name", "asset_title", "namespace", "result", "floor", "moment", "row", "start"]
SETTINGS = {"index": {"knn": True}}
MAPPING: Dsl = {
    "dynamic": "strict",
    "properties": {
        **dict.fromkeys(("namespace", "asset", "generation", "subject", "model", "result", "moment"), _KEYWORD),
        **dict.fromkeys(("asset_name", "asset_title", "numbers"), _KEPT),
        **dict.fromkeys(("row", "start", "at"), _LONG),
        "floor": {"type": "double"},
    },
}
_WINDOW = 1000
"""Rows that are compared at once where a stretch is followed to its end."""

Ask = Callable[[Dsl], Any]
"""Searches the index of vectors."""


def field_of(dimension: int) -> str:
    """Return the field of vectors of a length."""
    return f"numbers_{dimension}"


def field_mapping(dimension: int) -> Dsl:
    """Return what is added to the mapping for vectors of a length."""
    method = {"name": "hnsw", "engine": "lucene", "space_type": "cosinesimil"}
    return {"properties": {field_of(dimension): {"type": "knn_vector", "dimension": dimension, "method": method}}}


def vector_documents(asset: IndexedAsset, block: VectorBlock, generation: str) -> Iterator[tuple[str, Dsl]]:
    """Yield the documents of a block with their ids."""
    for row, place, content in _rows_in(block):
        numbers = struct.unpack(f"<{block.dimension}e", content)
        if not any(numbers):  # OpenSearch refuses the cosine of nothing
            continue
        yield (
            hashlib.blake2b(f"{asset.uid} {block.result} {row}".encode(), digest_size=16).hexdigest(),
            {
                "namespace": asset.namespace,
                "asset": asset.uid,
                "asset_name": asset.name,
                "asset_title": asset.title,
                "generation": generation,
                "subject": block.of,
                "model": block.model,
                "result": block.result,
                "floor": block.floor,
                "moment": place.moment,
                "row": row,
                "start": place.start,
                "at": place.start or 0,
                "numbers": base64.b64encode(content).decode(),  # k-NN may leave its own field out of the source
                field_of(block.dimension): list(numbers),
            },
        )


def _rows_in(block: VectorBlock) -> Iterator[tuple[int, VectorPlace, bytes]]:
    size = HALF * block.dimension
    for piece in block.pieces():
        for at, place in enumerate(piece.places):
            yield piece.first + at, place, piece.numbers[size * at : size * (at + 1)]


@dataclass(frozen=True, slots=True)
class NearVectors:
    """Asks for what is near, in some namespaces."""

    ask: Ask
    namespaces: frozenset[str]

    def moments(self, model: str, question: Sequence[float]) -> NearMoments:
        """Return the moments whose sentences are near to a question."""
        within = self._within("Text", model)
        if not self._has(within):
            return NearMoments(scores={}, are_compared=False)
        rows = [row for row, _ in self._near(within, question)]
        return NearMoments(scores={each.place.moment: each.score for each in reversed(rows)}, are_compared=True)

    def images(self, request: LikeRequest, asked: ImageQuestion | None) -> HitPage:
        """Return the images that are near to a text, or to one. Raises InvalidQuery when the asset has none."""
        found = self._alike(request) if asked is None else self._shown(asked)
        note = NO_VECTORS if asked and not found and not self._has(self._within("Image", asked.model)) else ""
        return HitPage(hits=found[: request.limit], more=len(found) > request.limit, note=note)

    def _alike(self, request: LikeRequest) -> list[Hit]:
        own = self._image_at(request)
        content = base64.b64decode(own["numbers"])
        question = struct.unpack(f"<{len(content) // HALF}e", content)
        around = {"gte": self._edge(own, question, -1), "lte": self._edge(own, question, 1)}
        left_out = {"bool": {"must_not": {"bool": {"filter": _rows_of(own, around)}}}}
        return _images(self._near([*self._within("Image", own["model"]), left_out], question))

    def _shown(self, asked: ImageQuestion) -> list[Hit]:
        within = self._within("Image", asked.model)
        return _images(self._near(within, asked.vector, asked.floor)) if self._has(within) else []

    def _has(self, within: list[Dsl]) -> bool:
        return bool(self._found({"query": {"bool": {"filter": within}}, "size": 1, "_source": False}))

    def _image_at(self, request: LikeRequest) -> Dsl:
        """Return the vector of the image that is on screen at a time, or nearest to it."""
        own: list[Dsl] = [{"term": {"asset": request.asset_uid}}, *_within(request.asked_in, "Image")]
        time, found = request.time, list[Dsl]()
        for bound, order in (({"lte": time}, "desc"), ({"gt": time}, "asc")):
            sort = [{"result": "asc"}, {"at": order}, {"row": "asc"}]
            query = {"bool": {"filter": [*own, {"range": {"at": bound}}]}}
            found += [each["_source"] for each in self._found({"query": query, "size": 1, "sort": sort})]
        if not found:
            raise InvalidQuery(NO_IMAGES)
        return min(found, key=lambda each: (each["result"], abs(each["at"] - time), each["row"]))

    def _edge(self, own: Dsl, question: Sequence[float], step: int) -> int:
        """Return the last row, before (-1) or after (1) an image, up to which all rows of its block are near to it."""
        row: int = own["row"]
        while True:
            ahead = [row + step * each for each in range(1, _WINDOW + 1)]
            rows = _rows_of(own, {"gte": min(ahead), "lte": max(ahead)})
            near = {each.row for each, _ in self._rows(rows, question, _WINDOW)}
            reached = list(takewhile(near.__contains__, ahead))
            if len(reached) < len(ahead):
                return reached[-1] if reached else row
            row = reached[-1]

    def _within(self, subject: str, model: str = "") -> list[Dsl]:
        return _within(self.namespaces, subject, model)

    def _near(
        self, within: list[Dsl], question: Sequence[float], floor: float | None = None
    ) -> list[tuple[NearRow, Dsl]]:
        found = {_key(row): (row, source) for row, source in self._rows(within, question, MOST, floor)}
        return [found[_key(row)] for row in nearest(row for row, _ in found.values())]

    def _rows(
        self, within: list[Dsl], question: Sequence[float], most: int, floor: float | None = None
    ) -> list[tuple[NearRow, Dsl]]:
        """Return the nearest rows that are at or above their floor; of no more than there may be, all of them."""
        wanted = {"vector": list(question), "k": most, "filter": {"bool": {"filter": within}}}
        body: Dsl = {"query": {"knn": {field_of(len(question)): wanted}}, "size": most, "_source": _SHOWN}
        return [(row, each["_source"]) for each in self._found(body) if (row := _row(each, floor)) is not None]

    def _found(self, body: Dsl) -> list[Any]:
        found: list[Any] = self.ask(body | {"timeout": "20s"})["hits"]["hits"]
        return found


def _within(namespaces: frozenset[str], subject: str, model: str = "") -> list[Dsl]:
    named = [{"term": {"model": model}}] if model else []
    return [{"terms": {"namespace": sorted(namespaces)}}, {"term": {"subject": subject}}, *named]


def _rows_of(own: Dsl, rows: Dsl) -> list[Dsl]:
    """Return conditions of rows in an image's own block."""
    return [{"term": {"asset": own["asset"]}}, {"term": {"result": own["result"]}}, {"range": {"row": rows}}]


def _key(row: NearRow) -> tuple[str, int]:
    return row.block, row.row


def _block(source: Dsl) -> str:
    return f"{source['asset']} {source['result']}"


def _row(found: Any, floor: float | None) -> NearRow | None:
    """Return a row that is at or above a floor, or else its own. k-NN's score of a cosine is (1 + cosine) / 2."""
    source, score = found["_source"], round(2 * found["_score"] - 1, DIGITS)
    if score < (source["floor"] if floor is None else floor):
        return None
    place = VectorPlace(moment=source["moment"], start=source.get("start"))
    return NearRow(block=_block(source), row=source["row"], place=place, score=score)


def _images(near: Sequence[tuple[NearRow, Dsl]]) -> list[Hit]:
    assets = {row.block: source for row, source in near}
    return [_image(assets[each[0].block], each) for each in stretches([row for row, _ in near])]


def _image(source: Dsl, stretch: Sequence[NearRow]) -> Hit:
    asset = IndexedAsset(
        namespace=source["namespace"], uid=source["asset"], name=source["asset_name"], title=source["asset_title"]
    )
    return image_hit(asset, source["result"], stretch)
