"""The index of moments in OpenSearch: written by one indexer, read by many.

A write is not one transaction there, so it is made to be repeated: an asset's document holds the fingerprint of its
moments only when all of them are stored and the former ones are gone. A process that dies in between leaves an asset
without a fingerprint, which is derived again.
"""

import logging
import uuid
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import Any

from media_insights.errors import Unavailable
from media_insights.ports.moment_search import Facets, FacetValue, Hit, HitPage, SearchOrder, SearchRequest
from media_insights.search.conditions import MomentCondition, phrases_in
from media_insights.search.grammar import parse_query
from media_insights.search.indexed_moments import IndexedAsset, IndexedMoment
from media_insights.search.opensearch.condition_dsl import ConditionDsl, Dsl, words_of
from media_insights.search.opensearch.mappings import (
    ASSETS,
    MOMENT,
    MOMENTS,
    VERSION,
    asset_document,
    moment_document,
)
from media_insights.search.opensearch.other_moments import OtherMoments
from media_insights.search.opensearch.requests import IndexMissing, OpenSearchConnection
from media_insights.search.query_hints import hint_of
from media_insights.search.snippets import snippet_of
from media_insights.search.terms import folded

COUNTED = 10_000
"""Moments of an answer that are counted; beyond, the count is a lower bound."""
TITLES = 20
"""Titles among the facets."""
_PAGE = 5_000
_log = logging.getLogger(__name__)
_ORDERS: dict[SearchOrder, list[dict[str, str]]] = {
    "relevance": [{"_score": "desc"}, {"sure": "desc"}, {"key": "asc"}],
    "confidence": [{"sure": "desc"}, {"key": "asc"}],
    "time": [{"asset": "asc"}, {"place": "asc"}, {"key": "asc"}],
}


@dataclass(frozen=True, slots=True)
class OpenSearchIndex:
    """Two indexes of an OpenSearch, whose names begin alike. Any thread may call."""

    connection: OpenSearchConnection
    prefix: str = "media-insights"
    on_made: Callable[[], None] = lambda: None
    """Told when the indexes were made, for the first time or since somebody removed them."""

    @property
    def assets(self) -> str:
        """The name of the index of assets."""
        return f"{self.prefix}-assets-{VERSION}"

    @property
    def moments(self) -> str:
        """The name of the index of moments."""
        return f"{self.prefix}-moments-{VERSION}"

    def fingerprints(self) -> dict[str, str]:
        """Return asset uid → fingerprint of what is indexed of it; empty for one that was not finished."""
        self.make()
        found = self._pages(self.assets, {"match_all": {}}, ["uid", "fingerprint"], [{"uid": "asc"}])
        return {each["_source"]["uid"]: each["_source"]["fingerprint"] for each in found}

    def fingerprint(self, uid: str) -> str:
        """Return the fingerprint of one asset; empty when nothing of it is indexed."""
        found = self._found(self.assets, {"query": {"term": {"uid": uid}}, "_source": ["fingerprint"], "size": 1})
        return found[0]["_source"]["fingerprint"] if found else ""

    def replace(self, asset: IndexedAsset, moments: Iterable[IndexedMoment]) -> None:
        """Put an asset's moments in the place of those that it had; readers may see some of both meanwhile."""
        self.make()
        self._put_asset(asset, [], "")
        names, generation = dict[str, None](), uuid.uuid4().hex

        def documents() -> Iterator[tuple[str, dict[str, Any]]]:
            for each in moments:
                names.update(dict.fromkeys(name for name, _ in each.values))
                yield each.id, moment_document(asset, each, generation)

        refused = self.connection.bulk(self.moments, documents())
        former = {"filter": [{"term": {"asset": asset.uid}}], "must_not": [{"term": {"generation": generation}}]}
        self._delete({"bool": former})
        self._put_asset(_with_refused(asset, refused), list(names), asset.fingerprint)

    def forget(self, uids: Iterable[str]) -> None:
        """Remove assets; those that are not there are fine."""
        for uid in uids:
            self._delete({"term": {"asset": uid}})
            query = {"query": {"term": {"uid": uid}}}
            self.connection.ask("POST", f"/{self.assets}/_delete_by_query?refresh=true&conflicts=proceed", query)

    def make(self) -> None:
        """Make the indexes that are not there."""
        made = [self._made(name, mapping) for name, mapping in ((self.assets, ASSETS), (self.moments, MOMENTS))]
        if any(made):
            self.on_made()

    def search(self, request: SearchRequest) -> HitPage:
        """Return a page of the moments that a query finds."""
        condition = self._condition(request)
        ranked = [words_of(phrase) for phrase in phrases_in(condition)] if request.order == "relevance" else []
        query = {"bool": {"filter": [self._filter(request, condition)], "should": ranked}}
        body: Dsl = {"query": query, "sort": _ORDERS[request.order], "size": request.limit + 1, "timeout": "20s"}
        if len(request.after) == len(_ORDERS[request.order]):
            body["search_after"] = list(request.after)
        found = self._found(self.moments, body)
        hits = [_hit(each, condition) for each in found[: request.limit]]
        return HitPage(hits=hits, more=len(found) > request.limit, hint=hint_of(request.query))

    def facets(self, request: SearchRequest) -> Facets:
        """Return kinds, operators and the most frequent titles of what a query finds."""
        counted = {"kinds": ("kind", 50), "operators": ("operator", 1000), "titles": ("shown", TITLES + 1)}
        body = {
            "query": self._filter(request, self._condition(request)),
            "size": 0,
            "track_total_hits": COUNTED + 1,
            "timeout": "20s",
            "aggs": {name: {"terms": {"field": field, "size": size}} for name, (field, size) in counted.items()},
        }
        answer = self._ask(self.moments, body)
        count = answer["hits"]["total"]["value"]
        kinds, operators, titles = (_values(answer["aggregations"][name]["buckets"]) for name in counted)
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
        sources = [each["_source"] for each in chain(assets, moments)]
        return [tuple(sorted((k, repr(v)) for k, v in each.items() if k != "generation")) for each in sources]

    def _condition(self, request: SearchRequest) -> MomentCondition:
        body = {"size": 0, "aggs": {"names": {"terms": {"field": "fields", "size": 2000}}}}
        buckets = self._ask(self.assets, body)["aggregations"]["names"]["buckets"]
        return parse_query(request.query, [each["key"] for each in buckets])

    def _filter(self, request: SearchRequest, condition: MomentCondition) -> Dsl:
        inside: Dsl = {"terms": {"namespace": sorted(request.namespaces)}}
        return {"bool": {"filter": [inside, ConditionDsl(OtherMoments(self._ask_moments, inside)).query(condition)]}}

    def _put_asset(self, asset: IndexedAsset, fields: list[str], fingerprint: str) -> None:
        document = asset_document(asset, fields, fingerprint)
        self.connection.ask("PUT", f"/{self.assets}/_doc/{asset.uid}?refresh=true", document)

    def _delete(self, query: Dsl) -> None:
        self.connection.ask("POST", f"/{self.moments}/_refresh")
        answer = self.connection.ask("POST", f"/{self.moments}/_delete_by_query?refresh=true", {"query": query})
        if answer.get("failures"):
            raise Unavailable(f"OpenSearch does not remove moments: {answer['failures'][0]}")

    def _is_there(self, name: str) -> bool:
        try:
            self.connection.ask("GET", f"/{name}/_mapping")
        except IndexMissing:
            return False
        return True

    def _made(self, name: str, mapping: Any) -> bool:
        """Make an index that is not there; return whether this call did, and not another one at the same time."""
        if self._is_there(name):
            return False
        try:
            self.connection.ask("PUT", f"/{name}", {"mappings": mapping})
        except Unavailable:
            if not self._is_there(name):
                raise
            return False
        return True

    def _ask_moments(self, body: Dsl) -> Any:
        return self._ask(self.moments, body)

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


def _with_refused(asset: IndexedAsset, refused: list[str]) -> IndexedAsset:
    """Return an asset with the problem that some of its moments are refused whenever they are sent."""
    if not refused:
        return asset
    problem = f"{len(refused)} moments are not searchable, OpenSearch refuses them: {refused[0]}"
    _log.warning("%s/%s: %s", asset.namespace, asset.name, problem)
    return replace(asset, problems=(*asset.problems, problem))


def _values(buckets: list[Any]) -> list[FacetValue]:
    return [FacetValue(value=each["key"], count=each["doc_count"]) for each in buckets if each["key"]]


def _hit(found: Any, condition: MomentCondition) -> Hit:
    source = found["_source"]
    moment = MOMENT.validate_python(source["moment"])
    return Hit(
        id=source["key"],
        namespace=source["namespace"],
        asset=source["asset_name"],
        asset_uid=source["asset"],
        asset_title=source["asset_title"],
        result=source["result"],
        moment=moment,
        snippet=snippet_of(moment, list(phrases_in(condition))),
        place=tuple(found["sort"]),
    )
