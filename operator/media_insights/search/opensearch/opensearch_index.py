"""The index of moments in OpenSearch: written by one indexer, read by many.

A write is not one transaction there, so it is made to be repeated: an asset's document holds the fingerprint of its
moments only when all of them are stored and the former ones are gone. A process that dies in between leaves an asset
without a fingerprint, which is derived again.
"""

import uuid
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

from media_insights.errors import Unavailable
from media_insights.ports.moment_search import Facets, HitPage, LikeRequest, SearchOrder, SearchRequest
from media_insights.search.conditions import Everything, MomentCondition, NotSo
from media_insights.search.image_questions import NO_TEXTS, ImageQuestions
from media_insights.search.indexed_moments import IndexedAsset, IndexedMoment
from media_insights.search.meanings import MeantCondition, meant
from media_insights.search.opensearch import vector_index
from media_insights.search.opensearch.answers import hit_of, ranked_by, values_in, with_refused
from media_insights.search.opensearch.condition_dsl import ConditionDsl, Dsl
from media_insights.search.opensearch.mappings import ASSETS, MOMENTS, VERSION, asset_document, moment_document
from media_insights.search.opensearch.other_moments import OtherMoments
from media_insights.search.opensearch.requests import IndexMissing, OpenSearchConnection
from media_insights.search.opensearch.vector_index import NearVectors
from media_insights.search.query_hints import hint_of
from media_insights.search.questions import NOTHING, Questions
from media_insights.search.readings import parse_request
from media_insights.search.terms import folded
from media_insights.search.vectors import VectorBlock

COUNTED = 10_000
"""Moments of an answer that are counted; beyond, the count is a lower bound."""
TITLES = 20
"""Titles among the facets."""
_PAGE = 5_000
_BY_TIME = [{"asset": "asc"}, {"place": "asc"}, {"key": "asc"}]
_ORDERS: dict[SearchOrder, list[dict[str, str]]] = {
    "relevance": [{"_score": "desc"}, {"sure": "desc"}, {"key": "asc"}],
    "confidence": [{"sure": "desc"}, {"key": "asc"}],
    "time": _BY_TIME,
    "created": [{"made": "asc"}, *_BY_TIME],
    "-created": [{"made": "desc"}, *_BY_TIME],
}


@dataclass(frozen=True, slots=True)
class OpenSearchIndex:
    """Three indexes of an OpenSearch, whose names begin alike. Any thread may call."""

    connection: OpenSearchConnection
    prefix: str = "media-insights"
    on_made: Callable[[], None] = lambda: None
    """Told when the indexes were made, for the first time or since somebody removed them."""
    questions: Questions = NOTHING
    """Turns sentences of queries into vectors."""
    image_questions: ImageQuestions = NO_TEXTS
    """Turns words into what images are compared with."""

    @property
    def assets(self) -> str:
        """The name of the index of assets."""
        return f"{self.prefix}-assets-{VERSION}"

    @property
    def moments(self) -> str:
        """The name of the index of moments."""
        return f"{self.prefix}-moments-{VERSION}"

    @property
    def vectors(self) -> str:
        """The name of the index of vectors."""
        return f"{self.prefix}-vectors-{VERSION}"

    def fingerprints(self) -> dict[str, str]:
        """Return asset uid → fingerprint of what is indexed of it; empty for one that was not finished."""
        self.make()
        found = self._pages(self.assets, {"match_all": {}}, ["uid", "fingerprint"], [{"uid": "asc"}])
        return {each["_source"]["uid"]: each["_source"]["fingerprint"] for each in found}

    def fingerprint(self, uid: str) -> str:
        """Return the fingerprint of one asset; empty when nothing of it is indexed."""
        found = self._found(self.assets, {"query": {"term": {"uid": uid}}, "_source": ["fingerprint"], "size": 1})
        return found[0]["_source"]["fingerprint"] if found else ""

    def replace(
        self, asset: IndexedAsset, moments: Iterable[IndexedMoment], vectors: Iterable[VectorBlock] = ()
    ) -> None:
        """Put an asset's moments and vectors in the place of its former ones; readers may see both meanwhile."""
        self.make()
        self._put_asset(asset, [], "")
        names, generation = dict[str, None](), uuid.uuid4().hex

        def documents() -> Iterator[tuple[str, dict[str, Any]]]:
            for each in moments:
                names.update(dict.fromkeys(name for name, _ in each.values))
                yield each.id, moment_document(asset, each, generation)

        refused = self.connection.bulk(self.moments, documents())
        for block in vectors:
            self.connection.ask("PUT", f"/{self.vectors}/_mapping", vector_index.field_mapping(block.dimension))
            refused += self.connection.bulk(self.vectors, vector_index.vector_documents(asset, block, generation))
        former = {"filter": [{"term": {"asset": asset.uid}}], "must_not": [{"term": {"generation": generation}}]}
        self._delete({"bool": former})
        self._put_asset(with_refused(asset, refused), list(names), asset.fingerprint)

    def forget(self, uids: Iterable[str]) -> None:
        """Remove assets; those that are not there are fine."""
        for uid in uids:
            self._delete({"term": {"asset": uid}})
            query = {"query": {"term": {"uid": uid}}}
            self.connection.ask("POST", f"/{self.assets}/_delete_by_query?refresh=true&conflicts=proceed", query)

    def make(self) -> None:
        """Make the indexes that are not there."""
        made = [self._made(name, {"mappings": each}) for name, each in ((self.assets, ASSETS), (self.moments, MOMENTS))]
        made.append(self._made(self.vectors, {"mappings": vector_index.MAPPING, "settings": vector_index.SETTINGS}))
        if any(made):
            self.on_made()

    def search(self, request: SearchRequest) -> HitPage:
        """Return a page of the moments that a query finds."""
        meant = self._condition(request)
        ranked = ranked_by(meant) if request.order == "relevance" else []
        query = {"bool": {"filter": [self._filter(request, meant.condition)], "should": ranked}}
        body: Dsl = {"query": query, "sort": _ORDERS[request.order], "size": request.limit + 1, "timeout": "20s"}
        if len(request.after) == len(_ORDERS[request.order]):
            body["search_after"] = list(request.after)
        found = self._found(self.moments, body)
        hits = [hit_of(each, meant) for each in found[: request.limit]]
        return HitPage(hits=hits, more=len(found) > request.limit, note=meant.note, hint=hint_of(request.query))

    def alike(self, request: LikeRequest) -> HitPage:
        """Return images that are like one, or show what a text says, the nearest first."""
        asked = self.image_questions.question_of(request.text) if request.text else None
        return NearVectors(self._ask_vectors, request.namespaces).images(request, asked)

    def facets(self, request: SearchRequest) -> Facets:
        """Return kinds, operators and the most frequent titles of what a query finds."""
        counted = {"kinds": ("kind", 50), "operators": ("operator", 1000), "titles": ("shown", TITLES + 1)}
        body = {
            "query": self._filter(request, self._condition(request).condition),
            "size": 0,
            "track_total_hits": COUNTED + 1,
            "timeout": "20s",
            "aggs": {name: {"terms": {"field": field, "size": size}} for name, (field, size) in counted.items()},
        }
        answer = self._ask(self.moments, body)
        count = answer["hits"]["total"]["value"]
        kinds, operators, titles = (values_in(answer["aggregations"][name]["buckets"]) for name in counted)
        is_capped = count > COUNTED
        return Facets(
            count=min(count, COUNTED), is_capped=is_capped, kinds=kinds, operators=operators, titles=titles[:TITLES]
        )

    def suggestions(self, beginning: str, namespaces: frozenset[str], limit: int) -> Sequence[str]:
        """Return titles of moments that begin with a text, the most frequent first."""
        within = [{"terms": {"namespace": sorted(namespaces)}}, {"prefix": {"folded": {"value": folded(beginning)}}}]
        spelled = {"one": {"terms": {"field": "shown", "size": 1, "order": {"_key": "asc"}}}}
        titles = {"terms": {"field": "folded", "size": limit + 1}, "aggs": spelled}
        body = {"query": {"bool": {"filter": within}}, "size": 0, "timeout": "10s", "aggs": {"titles": titles}}
        buckets = self._ask(self.moments, body)["aggregations"]["titles"]["buckets"]
        return [each["one"]["buckets"][0]["key"] for each in buckets if each["key"]][:limit]

    def content(self) -> list[tuple[object, ...]]:
        """Return all that is indexed, in an order that does not depend on when it was: to compare two indexes."""
        everything: Dsl = {"match_all": {}}
        assets = self._pages(self.assets, everything, [], [{"uid": "asc"}])
        moments = self._pages(self.moments, everything, [], [{"key": "asc"}])
        vectors = self._pages(self.vectors, everything, [], [{"asset": "asc"}, {"result": "asc"}, {"row": "asc"}])
        sources = [each["_source"] for each in chain(assets, moments, vectors)]
        return [tuple(sorted((k, repr(v)) for k, v in each.items() if k != "generation")) for each in sources]

    def _condition(self, request: SearchRequest) -> MeantCondition:
        """Return what a query means, with its sentences answered."""
        body = {"size": 0, "aggs": {"names": {"terms": {"field": "fields", "size": 2000}}}}
        buckets = self._ask(self.assets, body)["aggregations"]["names"]["buckets"]
        known = [each["key"] for each in buckets]
        asked = parse_request(request, known)
        if asked is None:
            return MeantCondition(condition=NotSo(Everything()))
        near = NearVectors(self._ask_vectors, request.namespaces)
        return meant(asked, lambda text: near.moments(self.questions.model(), self.questions.vector_of(text)))

    def _filter(self, request: SearchRequest, condition: MomentCondition) -> Dsl:
        inside: Dsl = {"terms": {"namespace": sorted(request.namespaces)}}
        return {"bool": {"filter": [inside, ConditionDsl(OtherMoments(self._ask_moments, inside)).query(condition)]}}

    def _put_asset(self, asset: IndexedAsset, fields: list[str], fingerprint: str) -> None:
        document = asset_document(asset, fields, fingerprint)
        self.connection.ask("PUT", f"/{self.assets}/_doc/{asset.uid}?refresh=true", document)

    def _delete(self, query: Dsl) -> None:
        """Remove moments and vectors; both know their asset and their generation."""
        for name in (self.moments, self.vectors):
            self.connection.ask("POST", f"/{name}/_refresh")
            answer = self.connection.ask("POST", f"/{name}/_delete_by_query?refresh=true", {"query": query})
            if answer.get("failures"):
                raise Unavailable(f"OpenSearch does not remove moments: {answer['failures'][0]}")

    def _is_there(self, name: str) -> bool:
        try:
            self.connection.ask("GET", f"/{name}/_mapping")
        except IndexMissing:
            return False
        return True

    def _made(self, name: str, content: Any) -> bool:
        """Make an index that is not there; return whether this call did, and not another one at the same time."""
        if self._is_there(name):
            return False
        try:
            self.connection.ask("PUT", f"/{name}", content)
        except Unavailable:
            if not self._is_there(name):
                raise
            return False
        return True

    def _ask_moments(self, body: Dsl) -> Any:
        return self._ask(self.moments, body)

    def _ask_vectors(self, body: Dsl) -> Any:
        return self._ask(self.vectors, body)

    def _ask(self, index: str, body: Dsl) -> Any:
        try:
            answer = self.connection.ask("POST", f"/{index}/_search?allow_partial_search_results=false", body)
        except IndexMissing:
            self.make()
            raise
        if answer.get("timed_out"):
            raise Unavailable("the query takes too long: ask for rarer words, or for one asset")
        return answer

    def _found(self, index: str, body: Dsl) -> list[Any]:
        found: list[Any] = self._ask(index, body)["hits"]["hits"]
        return found

    def _pages(self, index: str, query: Dsl, fields: list[str], sort: list[dict[str, str]]) -> Iterator[Any]:
        after: list[Any] = []
        while True:
            body: Dsl = {"query": query, "sort": sort, "size": _PAGE, "_source": fields or True}
            found = self._found(index, body | ({"search_after": after} if after else {}))
            yield from found
            if len(found) < _PAGE:
                return
            after = found[-1]["sort"]
