"""Answers of OpenSearch as hits, counts and refusals, and what hits are ranked by."""

import logging
from dataclasses import replace
from typing import Any

from media_insights.ports.moment_search import FacetValue, Hit
from media_insights.search.conditions import phrases_in
from media_insights.search.indexed_moments import IndexedAsset
from media_insights.search.meanings import MeantCondition
from media_insights.search.moment_hits import hit_of_moment
from media_insights.search.opensearch.condition_dsl import Dsl, words_of
from media_insights.search.opensearch.mappings import MOMENT

_log = logging.getLogger(__name__)


def values_in(buckets: list[Any]) -> list[FacetValue]:
    """Return the values that were counted; no value is none."""
    return [FacetValue(value=each["key"], count=each["doc_count"]) for each in buckets if each["key"]]


def ranked_by(meant: MeantCondition) -> list[Dsl]:
    """Return what hits are ranked by: how near they are to a sentence, or else their words."""
    if meant.scores:
        near = meant.scores.items()
        return [{"constant_score": {"filter": {"term": {"key": id_}}, "boost": max(score, 0.0)}} for id_, score in near]
    return [words_of(phrase) for phrase in phrases_in(meant.condition)]


def hit_of(found: Any, meant: MeantCondition) -> Hit:
    """Return a document of a moment as a hit."""
    source, place = found["_source"], tuple(found["sort"])
    asset = IndexedAsset(
        namespace=source["namespace"], uid=source["asset"], name=source["asset_name"], title=source["asset_title"]
    )
    moment = MOMENT.validate_python(source["moment"])
    return hit_of_moment(asset, source["result"], source["key"], moment, place=place, meant=meant)


def with_refused(asset: IndexedAsset, refused: list[str]) -> IndexedAsset:
    """Return an asset with the problem that some of its moments are refused whenever they are sent."""
    if not refused:
        return asset
    problem = f"{len(refused)} moments are not searchable, OpenSearch refuses them: {refused[0]}"
    _log.warning("%s/%s: %s", asset.namespace, asset.name, problem)
    return replace(asset, problems=(*asset.problems, problem))
