"""What conditions about other moments of the same asset need to know, asked before the question itself."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from media_insights.errors import InvalidQuery
from media_insights.search.opensearch.condition_dsl import AssetSpan, Dsl

_MOST = 10_000
"""Assets, and moments, that the inner question of asset:( … ) and near:( … ) may find."""


@dataclass(frozen=True, slots=True)
class OtherMoments:
    """Asks what conditions about other moments need to know."""

    ask: Callable[[Dsl], Any]
    """Asks the index of moments."""
    inside: Dsl
    """What says in which namespaces."""

    def assets(self, query: Dsl) -> Sequence[str]:
        counted = {"assets": {"terms": {"field": "asset", "size": _MOST}}}
        answer = self.ask({"query": self._within(query), "size": 0, "aggs": counted})
        found = answer["aggregations"]["assets"]
        if found["sum_other_doc_count"]:
            raise InvalidQuery(f"asset:( … ) finds more than {_MOST} assets: say more about them")
        return [each["key"] for each in found["buckets"]]

    def spans(self, query: Dsl) -> Iterable[AssetSpan]:
        timed = {"bool": {"filter": [self._within(query), {"exists": {"field": "start"}}]}}
        body = {"query": timed, "size": _MOST, "_source": ["asset", "start", "until"], "track_total_hits": _MOST + 1}
        answer = self.ask(body)["hits"]
        if answer["total"]["value"] > _MOST:
            raise InvalidQuery(f"near:( … ) has a part that finds more than {_MOST} moments: say more about each")
        sources = (each["_source"] for each in answer["hits"])
        return [(each["asset"], each["start"], each["until"]) for each in sources]

    def _within(self, query: Dsl) -> Dsl:
        return {"bool": {"filter": [self.inside, query]}}
