"""Vectors in OpenSearch: a document for each row, found by k-NN.

Lucene's engine is named, as others need native libraries that not every build has. Vectors of different lengths are
different fields, added when the first of a length is stored.
"""

import base64
import hashlib
import struct
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from media_insights.errors import InvalidQuery
from media_insights.ports.moment_search import Hit, LikeRequest
from media_insights.search.image_hits import NO_IMAGES, image_hit
from media_insights.search.indexed_moments import IndexedAsset
from media_insights.search.likeness import DIGITS, MOST, NearRow, nearest, stretches
from media_insights.search.meanings import NearMoments
from media_insights.search.opensearch.condition_dsl import Dsl
from media_insights.search.vectors import HALF, VectorBlock, VectorPlace

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
    size = HALF * block.dimension
    for row, place in enumerate(block.places):
        content = block.numbers[size * row : size * (row + 1)]
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


@dataclass(frozen=True, slots=True)
class NearVectors:
    """Asks for what is near, in some namespaces."""

    ask: Ask
    namespaces: frozenset[str]

    def moments(self, model: str, question: Sequence[float]) -> NearMoments:
        """Return the moments whose sentences are near to a question."""
        within = self._within("Text", model)
        if not self._found({"query": {"bool": {"filter": within}}, "size": 1, "_source": False}):
            return NearMoments(scores={}, are_compared=False)
        rows = [row for row, _ in self._near(within, question)]
        return NearMoments(scores={each.place.moment: each.score for each in reversed(rows)}, are_compared=True)

    def images(self, request: LikeRequest) -> list[Hit]:
        """Return the images that are near to one. Raises InvalidQuery when the asset has none."""
        own = self._image_at(request.asset_uid, request.time)
        content = base64.b64decode(own["numbers"])
        question = struct.unpack(f"<{len(content) // HALF}e", content)
        near = self._near(self._within("Image", own["model"]), question)
        assets = {row.block: source for row, source in near}
        block = _block(own)
        runs = stretches([row for row, _ in near])
        others = [each for each in runs if all((row.block, row.row) != (block, own["row"]) for row in each)]
        return [_image(assets[each[0].block], each) for each in others]

    def _image_at(self, asset: str, time: int) -> Dsl:
        """Return the vector of the image that is on screen at a time, or nearest to it."""
        own: list[Dsl] = [{"term": {"asset": asset}}, *self._within("Image")]
        found = list[Dsl]()
        for bound, order in (({"lte": time}, "desc"), ({"gt": time}, "asc")):
            sort = [{"result": "asc"}, {"at": order}, {"row": "asc"}]
            query = {"bool": {"filter": [*own, {"range": {"at": bound}}]}}
            found += [each["_source"] for each in self._found({"query": query, "size": 1, "sort": sort})]
        if not found:
            raise InvalidQuery(NO_IMAGES)
        return min(found, key=lambda each: (each["result"], abs(each["at"] - time), each["row"]))

    def _within(self, subject: str, model: str = "") -> list[Dsl]:
        named = [{"term": {"model": model}}] if model else []
        return [{"terms": {"namespace": sorted(self.namespaces)}}, {"term": {"subject": subject}}, *named]

    def _near(self, within: list[Dsl], question: Sequence[float]) -> list[tuple[NearRow, Dsl]]:
        wanted = {"vector": list(question), "k": MOST, "filter": {"bool": {"filter": within}}}
        body: Dsl = {"query": {"knn": {field_of(len(question)): wanted}}, "size": MOST, "_source": _SHOWN}
        found = {_key(row): (row, each["_source"]) for each in self._found(body) if (row := _row(each)) is not None}
        return [found[_key(row)] for row in nearest(row for row, _ in found.values())]

    def _found(self, body: Dsl) -> list[Any]:
        found: list[Any] = self.ask(body | {"timeout": "20s"})["hits"]["hits"]
        return found


def _key(row: NearRow) -> tuple[str, int]:
    return row.block, row.row


def _block(source: Dsl) -> str:
    return f"{source['asset']} {source['result']}"


def _row(found: Any) -> NearRow | None:
    """Return a row that is at or above its floor. k-NN's score of a cosine is (1 + cosine) / 2."""
    source, score = found["_source"], round(2 * found["_score"] - 1, DIGITS)
    if score < source["floor"]:
        return None
    place = VectorPlace(moment=source["moment"], start=source.get("start"))
    return NearRow(block=_block(source), row=source["row"], place=place, score=score)


def _image(source: Dsl, stretch: Sequence[NearRow]) -> Hit:
    asset = IndexedAsset(
        namespace=source["namespace"], uid=source["asset"], name=source["asset_name"], title=source["asset_title"]
    )
    return image_hit(asset, source["result"], stretch)
