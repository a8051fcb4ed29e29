"""What every kind of index does: which moments a query finds, in which order, page by page. One suite for all kinds."""

import struct
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Protocol

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from media_insights.api.v1alpha1.operator_index import Index
from media_insights.cluster.index_messages import HIT_PAGE
from media_insights.domain.edits.edit_log import Edit
from media_insights.errors import InvalidQuery
from media_insights.ports.moment_search import Hit, LikeRequest, MomentSearch, SearchRequest
from media_insights.results.moments import Box, Moment
from media_insights.search.image_hits import NO_VECTORS
from media_insights.search.image_questions import ImageQuestion
from media_insights.search.indexed_moments import IndexedAsset, IndexedMoment, indexed_moments
from media_insights.search.indexing import WritableIndex, refresh
from media_insights.search.meanings import UNKNOWN
from media_insights.search.vectors import VectorBlock, VectorPlace
from media_insights.storage.folder import FolderStore
from tests.unit.search.spoken import CORRECTED, LEFT_OUT, spoken


class AnyIndex(MomentSearch, WritableIndex, Protocol):
    """An index that is read and written."""

    def content(self) -> list[tuple[object, ...]]:
        """Return all that is indexed."""


class TwoQuestions:
    """Questions as directions in a plane: about water, and about schools."""

    def model(self) -> str:
        """Return the name of a model that made the vectors of the tests."""
        return "m"

    def vector_of(self, text: str) -> Sequence[float]:
        """Return a direction."""
        return (1.0, 0.0) if "sea" in text else (0.0, 1.0) if "pupils" in text else (-1.0, 0.0)

    def sentence_vectors(self, texts: Sequence[str]) -> bytes:
        """Return the directions of sentences."""
        return numbers(*(tuple(self.vector_of(text)) for text in texts))


class ColourQuestions:
    """Words of images as directions: red things, and what nothing looks like; far from images, as texts are."""

    def question_of(self, text: str) -> ImageQuestion:
        """Return a direction that has a cosine of 0.2 to red images."""
        if text == "of another model":
            return ImageQuestion(model="q", vector=(1.0, 0.0, 0.0), floor=0.15)
        red = 0.2 if "red" in text else -0.2
        return ImageQuestion(model="p", vector=(red, 0.0, -((1 - red * red) ** 0.5)), floor=0.15)


Make = Callable[[str], AnyIndex]
"""Returns an empty index of a name."""
PLAIN = Index.model_validate({"list": "x[*]", "types": {"Id": "Keyword", "Language": "Keyword"}})
BEACH = [
    Moment(
        operator="label_detection", kind="Label", title="Dog", start=1000, end=4000, confidence=90, best=2000, count=4
    ),
    Moment(
        operator="label_detection", kind="Label", title="Sea", start=0, confidence=70, fields={"Parents": ["Water"]}
    ),
    Moment(
        operator="transcribe",
        kind="Speech",
        title="The deep water is cold",
        start=3000,
        end=6000,
        fields={"Language": "en-US"},
    ),
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
    return list(indexed_moments(uid, "labels", found, PLAIN, execution=f"Run-{uid}"))


def numbers(*rows: tuple[float, ...]) -> bytes:
    return b"".join(struct.pack(f"<{len(row)}e", *row) for row in rows)


def pieces(*rows: tuple[float, ...]) -> list[bytes]:
    """Return rows in two pieces, as a large file has more than one."""
    return [numbers(*rows[:1]), numbers(*rows[1:])]


def said(uid: str, found: Sequence[Moment], rows: dict[str, tuple[float, float]], model: str = "m") -> VectorBlock:
    """Return vectors of the moments with these titles; the floor is 0.7."""
    by_title = {each.moment.title: each for each in moments(uid, found)}
    places = tuple(VectorPlace(moment=by_title[title].id, start=by_title[title].moment.start) for title in rows)
    content = pieces(*rows.values())
    return VectorBlock(result="said", of="Text", model=model, floor=0.7, dimension=2, places=places, numbers=content)


def seen(*rows: tuple[float, float, float]) -> VectorBlock:
    """Return vectors of frames, one a second."""
    places = tuple(VectorPlace(start=1000 * at) for at in range(len(rows)))
    content = pieces(*rows)
    return VectorBlock(result="seen", of="Image", model="p", floor=0.75, dimension=3, places=places, numbers=content)


def meant(index: AnyIndex, query: str, **more: Any) -> list[tuple[str, str, float]]:
    return [(each.asset, each.moment.title, round(each.score or 0, 3)) for each in hits(index, query, **more)]


def hits(index: AnyIndex, query: str, **more: Any) -> Sequence[Hit]:
    return index.search(SearchRequest(query=query, namespaces=frozenset({"n"}), **more)).hits


def found(index: AnyIndex, query: str) -> set[tuple[str, str]]:
    return {(hit.asset, hit.moment.title) for hit in hits(index, query)}


BEACH_SAID = {"The deep water is cold": (0.96, 0.28), "東京大学の学生です": (0.0, 1.0)}
CITY_SAID = {"Müller": (0.70711, 0.70711)}
DOGS = {("beach", "Dog"), ("city", "Dog")}
SAY_FOX = {"captions", "entities", "key_phrases", "transcribe", "translate_captions"}
"""What repeats a name that is said."""
UNDO = Edit(id="2", at="", by="jane", operation="undo", undoes="1")
SAID = {("beach", "The deep water is cold"), ("beach", "東京大学の学生です")}


TITLES = st.sampled_from(["Dog", "Cat", "東京", "deep water"])
CONTENTS = st.lists(
    st.builds(Moment, operator=st.just("o"), title=TITLES, start=st.integers(0, 3) | st.none()), max_size=4
)
ROWS = st.sampled_from([(1.0, 0.0), (0.0, 1.0)])
CHANGES = st.lists(st.tuples(st.sampled_from("abc"), st.none() | st.tuples(CONTENTS, ROWS)), max_size=8)


IMAGES = {
    "beach": [seen((1, 0, 0), (0.8, 0.6, 0), (0, 1, 0), (0.8, 0, 0.6), (1, 0, 0))],
    "city": [seen((0, 0, 1), (0.6, 0, 0.8))],
    "secret": [seen((1, 0, 0))],
}


class IndexSuite:
    """Tests of one kind of index; its module has the fixture ``make``."""

    @pytest.fixture(scope="class")
    @classmethod
    def index(cls, make: Make) -> AnyIndex:
        index = make("index")
        for name, namespace, found in (("beach", "n", BEACH), ("city", "n", CITY), ("secret", "other", CITY)):
            created = 1_793_491_200_000 + (86_400_000 if name == "city" else 1)
            asset = IndexedAsset(namespace=namespace, uid=f"u-{name}", name=name, title=f"The {name}", created=created)
            vectors = [said(asset.uid, found, BEACH_SAID if name == "beach" else CITY_SAID), *IMAGES[name]]
            index.replace(asset, moments(asset.uid, found), vectors)
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
            *(
                (f"language:{each}", {("beach", "The deep water is cold")})
                for each in ("en", "en-US", "en-us", "EN_US")
            ),
            *((f"language:{each}", set()) for each in ("en-GB", "eng", "de")),
            ("Operator:labelDetection Asset:city", {("city", "Dog")}),
            ('Asset:"the city" dog', {("city", "Dog")}),
            ("Execution:run-u-city", {("city", "Dog"), ("city", "Müller")}),
            ("Execution:Run-u-b* says:water", {("beach", "The deep water is cold")}),
            ("Execution:run", set()),
            ("Execution:* Operator:* Kind:* Result:* Asset:* label:sea", {("beach", "Sea")}),
            ("NOT Execution:*", set()),
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

    @pytest.mark.parametrize(
        ("order", "expected"),
        [("created", ["old", "beach", "beach", "city"]), ("-created", ["city", "beach", "beach", "old"])],
    )
    def test_the_oldest_or_the_newest_asset_comes_first(self, make: Make, order: Any, expected: list[str]) -> None:
        index = make("ages")
        for name, created in (("old", None), ("city", 2_000_000_000_000), ("beach", 1_000_000_000_000)):
            asset = IndexedAsset(namespace="n", uid=f"u-{name}", name=name, created=created)
            index.replace(asset, moments(asset.uid, BEACH[:2] if name == "beach" else CITY[:1]))
        assert [hit.asset for hit in hits(index, "label:*", order=order)] == expected

    @pytest.mark.parametrize("order", ["relevance", "confidence", "time", "created", "-created"])
    @pytest.mark.parametrize("query", ["", "dog OR water"])
    def test_pages_hold_every_hit_once_and_in_order(self, index: AnyIndex, order: Any, query: str) -> None:
        whole = hits(index, query, order=order, limit=100)
        paged = list[Hit]()
        after: tuple[float | str, ...] = ()
        while page := index.search(
            SearchRequest(query=query, namespaces=frozenset({"n"}), order=order, limit=2, after=after)
        ):
            assert HIT_PAGE.validate_json(HIT_PAGE.dump_json(page)) == page, "it reaches the API as it is"
            paged += page.hits
            after = page.hits[-1].place
            if not page.more:
                break
        assert paged == list(whole)

    @pytest.mark.parametrize(
        ("query", "expected"),
        [
            ('similar:"a calm sea"', [("beach", "The deep water is cold", 0.96), ("city", "Müller", 0.707)]),
            ("similar:sea Asset:city", [("city", "Müller", 0.707)]),
            ("similar:pupils", [("beach", "東京大学の学生です", 1.0), ("city", "Müller", 0.707)]),
            ('similar:"stock prices"', []),
            ("similar:sea NOT similar:pupils", [("beach", "The deep water is cold", 0.96)]),
            ("near_2s:(similar:sea AND label:Dog)", {("beach", "Dog"), ("beach", "The deep water is cold"),
                                                     ("city", "Dog"), ("city", "Müller")}),
            ("asset:(similar:sea AND label:Sea)", {("beach", "Sea"), ("beach", "The deep water is cold")}),
            ("similar:pupils OR label:Sea", {("beach", "東京大学の学生です"), ("city", "Müller"), ("beach", "Sea")}),
        ],
    )  # fmt: skip
    def test_what_means_the_same_is_found(self, index: AnyIndex, query: str, expected: Any) -> None:
        assert (found(index, query) if isinstance(expected, set) else meant(index, query)) == expected

    @pytest.mark.parametrize(
        ("query", "expected"),
        [
            ("a calm sea", ["The deep water is cold", "Müller"]),
            ("calm sea Asset:city", ["Müller"]),
            ("label:Dog sea", []),
            ("stock prices", []),
            ("label:Dog", []),
            ("", []),
        ],
    )
    def test_plain_words_are_read_as_a_sentence(self, index: AnyIndex, query: str, expected: list[str]) -> None:
        assert [title for _, title, _ in meant(index, query, reading="Meaning")] == expected

    def test_a_query_has_few_sentences(self, index: AnyIndex) -> None:
        few = " OR ".join(f'similar:"sea {number}"' for number in range(5))
        assert ("beach", "The deep water is cold") in found(index, f'{few} OR similar:"sea 0"')
        with pytest.raises(InvalidQuery, match="the meaning of 6 sentences: at most 5 are read"):
            hits(index, f'{few} OR similar:"sea 5"')

    def test_another_order_keeps_what_is_near(self, index: AnyIndex) -> None:
        assert [title for _, title, _ in meant(index, "similar:sea", order="confidence")] == [
            "Müller",
            "The deep water is cold",
        ]

    def test_meanings_have_pages_and_facets(self, index: AnyIndex) -> None:
        first = index.search(SearchRequest(query="similar:sea", namespaces=frozenset({"n"}), limit=1))
        after = first.hits[-1].place
        second = index.search(SearchRequest(query="similar:sea", namespaces=frozenset({"n"}), limit=1, after=after))
        assert ([each.moment.title for each in (*first.hits, *second.hits)], first.more, second.more) == (
            ["The deep water is cold", "Müller"],
            True,
            False,
        )
        assert index.facets(SearchRequest(query="similar:sea", namespaces=frozenset({"n"}))).count == 2

    def test_another_namespace_is_near_to_nothing(self, index: AnyIndex) -> None:
        elsewhere = index.search(SearchRequest(query="similar:sea", namespaces=frozenset({"other"})))
        assert [each.asset for each in elsewhere.hits] == ["secret"]
        nowhere = index.search(SearchRequest(query="similar:sea", namespaces=frozenset({"x"})))
        assert (list(nowhere.hits), nowhere.note) == ([], UNKNOWN)

    def test_vectors_of_another_model_are_not_compared_and_that_is_told(self, make: Make) -> None:
        index = make("models")
        asset = IndexedAsset(namespace="n", uid="u", name="a")
        index.replace(asset, moments("u", CITY), [said("u", CITY, CITY_SAID, model="older")])
        answer = index.search(SearchRequest(query="similar:sea", namespaces=frozenset({"n"})))
        assert (list(answer.hits), answer.note) == ([], UNKNOWN)

    def test_a_image_finds_those_that_are_like_it(self, index: AnyIndex) -> None:
        request = LikeRequest(asset_uid="u-beach", time=900, namespaces=frozenset({"n"}))
        answer = index.alike(request)
        (hit,) = answer.hits
        assert (hit.asset, hit.moment.start, hit.moment.end, hit.moment.best) == ("beach", 4000, None, 4000)
        assert hit.score == pytest.approx(0.8, abs=1e-3)
        first = index.alike(LikeRequest(asset_uid="u-beach", time=3000, namespaces=frozenset({"n"})))
        assert [(each.asset, each.moment.start, each.moment.end) for each in first.hits] == [
            ("city", 1000, None),
            ("beach", 0, None),
        ]

    def test_where_the_image_is_and_where_others_are_sought_are_two_things(self, index: AnyIndex) -> None:
        request = LikeRequest(
            asset_uid="u-beach",
            time=0,
            namespaces=frozenset({"other"}),
            asset_namespaces=frozenset({"n"}),
            limit=1,
        )
        answer = index.alike(request)
        assert ([each.asset for each in answer.hits], answer.more) == (["secret"], False)

    def test_a_still_video_does_not_hide_what_is_like_it(self, make: Make) -> None:
        index = make("still")
        frames: dict[str, list[tuple[float, float, float]]] = {
            "still": [(1, 0, 0)] * 300 + [(0, 1, 0)] + [(0.96, 0.28, 0)] * 2,
            "other": [(0.8, 0.6, 0)],
        }
        for uid, rows in frames.items():
            index.replace(IndexedAsset(namespace="n", uid=uid, name=uid), [], [seen(*rows)])
        answer = index.alike(LikeRequest(asset_uid="still", time=150_000, namespaces=frozenset({"n"})))
        assert [(each.asset, each.moment.start) for each in answer.hits] == [("still", 301_000), ("other", 0)]

    def test_words_find_images_by_a_floor_of_their_own(self, make: Make) -> None:
        index = make("words")
        index.replace(IndexedAsset(namespace="n", uid="u", name="a"), [], [seen((1, 0, 0), (0.9, 0.43, 0), (0, 1, 0))])
        index.replace(IndexedAsset(namespace="other", uid="v", name="b"), [], [seen((1, 0, 0))])
        answer = index.alike(LikeRequest(text="a red car", namespaces=frozenset({"n"})))
        (hit,) = answer.hits
        assert (hit.asset, hit.moment.start, hit.moment.end, hit.moment.best) == ("a", 0, 1000, 0)
        assert hit.score == pytest.approx(0.2, abs=1e-3)
        assert not answer.note

    @pytest.mark.parametrize(("text", "note"), [("a calm sea", ""), ("of another model", NO_VECTORS)])
    def test_words_may_find_no_image(self, index: AnyIndex, text: str, note: str) -> None:
        answer = index.alike(LikeRequest(text=text, namespaces=frozenset({"n"})))
        assert (list(answer.hits), answer.note) == ([], note)

    @pytest.mark.parametrize(("uid", "namespace"), [("u-beach", "other"), ("u-none", "n")])
    def test_an_asset_without_vectors_that_may_be_read_is_told(self, index: AnyIndex, uid: str, namespace: str) -> None:
        with pytest.raises(InvalidQuery, match="image-embedding"):
            index.alike(LikeRequest(asset_uid=uid, namespaces=frozenset({namespace})))

    def test_facets_count_and_suggestions_begin(self, index: AnyIndex) -> None:
        facets = index.facets(SearchRequest(query="dog*", namespaces=frozenset({"n"})))
        assert (facets.count, facets.is_capped) == (3, False)
        assert [(each.value, each.count) for each in facets.kinds] == [("Label", 2), ("Text", 1)]
        assert index.suggestions("d", frozenset({"n"}), 5) == ["Dog"]
        assert index.suggestions("MÜ", frozenset({"n"}), 5) == ["Müller"]

    @pytest.mark.parametrize(
        ("edits", "query", "expected"),
        [
            ((), "focks", {"sentiment", "summary", *SAY_FOX}),
            ((CORRECTED,), "focks", {"summary"}),
            ((CORRECTED,), "focks NOT Review:Outdated", set()),
            ((CORRECTED,), "fox", {"sentiment", *SAY_FOX}),
            ((CORRECTED,), "fox NOT Review:Outdated", {"captions", "transcribe", "translate_captions"}),
            ((CORRECTED,), "Review:Outdated", {"entities", "key_phrases", "sentiment", "summary", "translate"}),
            ((CORRECTED,), "Review:Outdated (paris OR place)", set()),
            ((LEFT_OUT,), "jon OR focks OR name", {"summary", "translate", "translate_captions"}),
            ((LEFT_OUT,), "(jon OR focks OR name) NOT Review:Outdated", set()),
            ((LEFT_OUT, UNDO), "focks", {"sentiment", "summary", *SAY_FOX}),
        ],
    )
    def test_what_was_made_of_a_corrected_text_says_so(
        self, make: Make, tmp_path: Path, edits: tuple[Edit, ...], query: str, expected: set[str]
    ) -> None:
        index = make("spoken")
        refresh(index, spoken(FolderStore(tmp_path), *edits), "")
        found = index.search(SearchRequest(query=query, namespaces=frozenset({"local"}))).hits
        assert {each.moment.operator for each in found} == expected

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
                _put(changed, uid, *content)
        for uid in sorted(last, reverse=True):
            if last[uid] is not None:
                _put(fresh, uid, *last[uid])
        assert changed.content() == fresh.content()


def _put(index: AnyIndex, uid: str, content: Sequence[Moment], row: tuple[float, float]) -> None:
    vectors = [said(uid, content[:1], {content[0].title: row})] if content else []
    index.replace(IndexedAsset(namespace="n", uid=uid, name=uid), moments(uid, content), vectors)
