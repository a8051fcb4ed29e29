"""Conditions in OpenSearch's query DSL; what queries find there is tested on a real server (make search-servers)."""

from collections.abc import Iterable, Sequence
from typing import Any

import pytest

from media_insights.search.grammar import parse_query
from media_insights.search.opensearch.condition_dsl import AssetSpan, ConditionDsl, Dsl, joined_spans

NAMED = {"term": {"values.name": "Name"}}


class TwoBeaches:
    """Finds the same two assets and three moments, whatever is asked."""

    def assets(self, query: Dsl) -> Sequence[str]:
        return ["a", "b"]

    def spans(self, query: Dsl) -> Iterable[AssetSpan]:
        return [("b", 9000, 9500), ("a", 0, 1000), ("a", 4000, 5000)]


def dsl(query: str) -> Any:
    return ConditionDsl(TwoBeaches()).query(parse_query(query, ["Name", "Width"]))


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", {"match_all": {}}),
        ("Confidence:>80", {"range": {"confidence": {"gt": 80}}}),
        ("Duration:*", {"exists": {"field": "duration"}}),
        ("-Kind:Label", {"bool": {"must_not": [{"bool": {"should": [{"term": {"kind_name": {"value": "label"}}}],
                                                         "minimum_should_match": 1}}]}}),
        ("Name:*", {"nested": {"path": "values", "query": {"bool": {"filter": [NAMED]}}}}),
        ('Name:"deep water"', {"nested": {"path": "values", "query": {"bool": {"filter": [
            NAMED, {"match_phrase": {"values.terms": {"query": "deep water", "boost": 1.0}}}]}}}}),
        ("Width:[160 TO *]", {"nested": {"path": "values", "query": {"bool": {"filter": [
            {"term": {"values.name": "Width"}}, {"range": {"values.number": {"gte": 160}}}]}}}}),
    ],
)  # fmt: skip
def test_a_condition_is_a_query(query: str, expected: Any) -> None:
    assert dsl(query) == expected


def test_what_others_fulfil_is_asked_first() -> None:
    choosing, _ = dsl("asset:(dog)")["bool"]["filter"]
    assert choosing == {"terms": {"asset": ["a", "b"]}}
    (near, *_) = dsl("near_2s:(dog AND cat)")["bool"]["should"]
    _, around = near["bool"]["filter"]
    first, second = around["bool"]["should"]
    bounds = [{"range": {"until": {"gte": -2000}}}, {"range": {"start": {"lte": 7000}}}]
    assert first == {"bool": {"filter": [{"term": {"asset": "a"}}, *bounds]}}
    assert second["bool"]["filter"][0] == {"term": {"asset": "b"}}


def test_spans_that_touch_are_one_and_those_of_other_assets_are_not() -> None:
    assert joined_spans([("a", 3, 5), ("a", 0, 3), ("b", 4, 9), ("a", 7, 8)]) == [("a", 0, 5), ("a", 7, 8), ("b", 4, 9)]
    assert joined_spans([]) == []
