"""What every kind of index does: which moments a query finds, in which order, page by page. One suite for all kinds."""

from collections.abc import Callable, Sequence
from typing import Any, Protocol

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from media_insights.api.v1alpha1.operator_index import Index
from media_insights.ports.moment_search import Hit, MomentSearch, SearchRequest
from media_insights.results.moments import Box, Moment
from media_insights.search.indexed_moments import IndexedAsset, IndexedMoment, indexed_moments
from media_insights.search.indexing import WritableIndex


class AnyIndex(MomentSearch, WritableIndex, Protocol):
    """An index that is read and written."""

    def content(self) -> list[tuple[object, ...]]:
        """Return all that is indexed."""


Make = Callable[[str], AnyIndex]
"""Returns an empty index of a name."""
PLAIN = Index.model_validate({"list": "x[*]", "types": {"Id": "Keyword"}})
BEACH = [
    Moment(
        operator="label_detection", kind="Label", title="Dog", start=1000, end=4000, confidence=90, best=2000, count=4
    ),
    Moment(
        operator="label_detection", kind="Label", title="Sea", start=0, confidence=70, fields={"Parents": ["Water"]}
    ),
    Moment(operator="transcribe", kind="Speech", title="The deep water is cold", start=3000, end=6000),
    Moment(operator="transcribe", kind="Speech", title="東京大学の学生です", start=60_000, end=62_000),
    Moment(
        operator="text_detection",
        kind="Text",
        title="No dogs",
        start=90_000,
        boxes=(Box(left=0, top=0, width=1, height=1),),
    ),
    Moment(operator="mediainfo", title="AVC", fields={"Width": 1920, "Id": "dog-7"}),
]
CITY = [
    Moment(operator="label_detection", kind="Label", title="Dog", start=5000, confidence=99.5),
    Moment(operator="entities", kind="Entity", title="Müller", start=7000, confidence=80, fields={"Type": "PERSON"}),
]


def moments(uid: str, found: Sequence[Moment]) -> list[IndexedMoment]:
    return list(indexed_moments(uid, "labels", found, PLAIN))


def hits(index: AnyIndex, query: str, **more: Any) -> Sequence[Hit]:
    return index.search(SearchRequest(query=query, namespaces=frozenset({"n"}), **more)).hits


def found(index: AnyIndex, query: str) -> set[tuple[str, str]]:
    return {(hit.asset, hit.moment.title) for hit in hits(index, query)}


DOGS = {("beach", "Dog"), ("city", "Dog")}
SAID = {("beach", "The deep water is cold"), ("beach", "東京大学の学生です")}


TITLES = st.sampled_from(["Dog", "Cat", "東京", "deep water"])
CONTENTS = st.lists(
    st.builds(Moment, operator=st.just("o"), title=TITLES, start=st.integers(0, 3) | st.none()), max_size=4
)
CHANGES = st.lists(st.tuples(st.sampled_from("abc"), st.none() | CONTENTS), max_size=8)


class IndexSuite:
    """Tests of one kind of index; its module has the fixture ``make``."""

    @pytest.fixture(scope="class")
    @classmethod
    def index(cls, make: Make) -> AnyIndex:
        index = make("index")
        for name, namespace, found in (("beach", "n", BEACH), ("city", "n", CITY), ("secret", "other", CITY)):
            created = 1_793_491_200_000 + (86_400_000 if name == "city" else 1)
            asset = IndexedAsset(namespace=namespace, uid=f"u-{name}", name=name, title=f"The {name}", created=created)
            index.replace(asset, moments(asset.uid, found))
        return index

    @pytest.mark.parametrize(
        ("query", "expected"),
        [
            ("dog", DOGS),
            ("DOG*", DOGS | {("beach", "No dogs")}),
            ("label:dog Confidence:>90", {("city", "Dog")}),
            ("Confidence:[70 TO 80]", {("beach", "Sea"), ("city", "Müller")}),
            ("water", {("beach", "Sea"), ("beach", "The deep water is cold")}),
            ('"deep water"', {("beach", "The deep water is cold")}),
            ('"water deep"', set()),
            ("says:water OR text:dogs", {("beach", "The deep water is cold"), ("beach", "No dogs")}),
            ("label:* NOT dog", {("beach", "Sea")}),
            (
                "NOT Confidence:>0 -Kind:Fact says:*",
                {("beach", "The deep water is cold"), ("beach", "東京大学の学生です")},
            ),
            ("京", {("beach", "東京大学の学生です")}),
            ("学生", {("beach", "東京大学の学生です")}),
            ("東京大学", {("beach", "東京大学の学生です")}),
            ("京東", set()),
            ("muller", {("city", "Müller")}),
            ("Width:>1000", {("beach", "AVC")}),
            ("Width:1920", {("beach", "AVC")}),
            ("Id:dog-7", {("beach", "AVC")}),
            ("Operator:labelDetection Asset:city", {("city", "Dog")}),
            ('Asset:"the city" dog', {("city", "Dog")}),
            ("Start:>=60 Duration:2", {("beach", "東京大学の学生です")}),
            ("asset:(label:Dog AND says:water)", {("beach", "Dog"), ("beach", "The deep water is cold")}),
            ("asset:(label:Dog AND NOT says:water)", {("city", "Dog")}),
            ("asset:(says:water) label:dog", {("beach", "Dog")}),
            ("asset:((label:Dog AND Confidence:>95) AND about:*)", {("city", "Dog"), ("city", "Müller")}),
            ('"cold deep"~2', {("beach", "The deep water is cold")}),
            ('"cold the deep"~1', set()),
            ('"cold the deep"~2', {("beach", "The deep water is cold")}),
            ('title:"cold water"~1', {("beach", "The deep water is cold")}),
            ('title:"cold water"~0', set()),
            ('Parents:"deep water"~5', set()),
            ('"学生 東京"~4', {("beach", "東京大学の学生です")}),
            ('"学生 東京"~3', set()),
            ("created:2026-11-01 dog", {("beach", "Dog")}),
            ("created:>2026-11-01", {("city", "Dog"), ("city", "Müller")}),
            ("NOT created:[2026 TO *]", set()),
            ("created:[2026-11-01 TO 2026-11-01] label:sea", {("beach", "Sea")}),
            ("near:(label:Dog AND says:water)", {("beach", "Dog"), ("beach", "The deep water is cold")}),
            ("near_1s:(label:dog AND about:muller)", set()),
            ("near_2s:(label:dog AND about:muller)", {("city", "Dog"), ("city", "Müller")}),
            ("near_3s:(label:dog AND NOT about:muller)", {("beach", "Dog")}),
        ],
    )
    def test_a_query_finds_what_it_describes(self, index: AnyIndex, query: str, expected: set[tuple[str, str]]) -> None:
        assert found(index, query) == expected

    def test_another_namespace_is_never_found(self, index: AnyIndex) -> None:
        everywhere = index.search(SearchRequest(query="asset:(dog)", namespaces=frozenset({"other"}))).hits
        assert {hit.asset for hit in everywhere} == {"secret"}
        assert index.search(SearchRequest(query="dog", namespaces=frozenset())).hits == []
        assert index.facets(SearchRequest(query="", namespaces=frozenset({"other"}))).count == len(CITY)
        assert index.suggestions("m", frozenset({"x"}), 5) == []

    def test_a_hit_has_the_whole_moment(self, index: AnyIndex) -> None:
        (hit,) = hits(index, "label:dog Asset:beach")
        assert (hit.moment, hit.asset_title) == (BEACH[0], "The beach")

    def test_a_title_counts_more_than_a_field(self, index: AnyIndex) -> None:
        first, second = hits(index, "water")
        assert (first.moment.title, second.snippet) == ("The deep water is cold", "Water")

    @pytest.mark.parametrize("order", ["relevance", "confidence", "time"])
    @pytest.mark.parametrize("query", ["", "dog OR water"])
    def test_pages_hold_every_hit_once_and_in_order(self, index: AnyIndex, order: Any, query: str) -> None:
        whole = hits(index, query, order=order, limit=100)
        paged = list[Hit]()
        after: tuple[float | str, ...] = ()
        while page := index.search(
            SearchRequest(query=query, namespaces=frozenset({"n"}), order=order, limit=2, after=after)
        ):
            paged += page.hits
            after = page.hits[-1].place
            if not page.more:
                break
        assert paged == list(whole)

    def test_facets_count_and_suggestions_begin(self, index: AnyIndex) -> None:
        facets = index.facets(SearchRequest(query="dog*", namespaces=frozenset({"n"})))
        assert (facets.count, facets.is_capped) == (3, False)
        assert [(each.value, each.count) for each in facets.kinds] == [("Label", 2), ("Text", 1)]
        assert index.suggestions("d", frozenset({"n"}), 5) == ["Dog"]
        assert index.suggestions("MÜ", frozenset({"n"}), 5) == ["Müller"]

    @settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
    @given(changes=CHANGES)
    def test_after_any_changes_it_equals_one_made_of_nothing(self, make: Make, changes: list[tuple[str, Any]]) -> None:
        changed, fresh = make("changed"), make("fresh")
        for each in (changed, fresh):
            each.forget(each.fingerprints())
        last = dict(changes)
        for uid, content in changes:
            if content is None:
                changed.forget([uid])
            else:
                changed.replace(IndexedAsset(namespace="n", uid=uid, name=uid), moments(uid, content))
        for uid in sorted(last, reverse=True):
            if last[uid] is not None:
                fresh.replace(IndexedAsset(namespace="n", uid=uid, name=uid), moments(uid, last[uid]))
        assert changed.content() == fresh.content()
