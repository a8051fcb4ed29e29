"""The embedded index: the suite of every index, and what its file survives."""

import sqlite3
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from media_insights.errors import Unavailable
from media_insights.ports.moment_search import LikeRequest, SearchRequest
from media_insights.results.moments import Moment
from media_insights.search.conditions import MomentCondition
from media_insights.search.indexed_moments import IndexedAsset
from media_insights.search.sqlite import connections, few_assets, hit_pages, newest_assets
from media_insights.search.sqlite.sqlite_index import SqliteIndex
from tests.unit.search.index_suite import (
    BEACH,
    CITY,
    CITY_SAID,
    ColourQuestions,
    IndexSuite,
    Make,
    TwoQuestions,
    moments,
    said,
    seen,
)


@pytest.fixture(scope="module", params=[10_000, 2], ids=["little is found", "much is found"])
def make(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Make:
    folder = tmp_path_factory.mktemp("indexes")

    def made(name: str) -> SqliteIndex:
        path, ranked = folder / f"{name}.sqlite", request.param
        return SqliteIndex(path, questions=TwoQuestions(), image_questions=ColourQuestions(), ranked=ranked)

    return made


class TestSqliteIndex(IndexSuite):
    pass


@pytest.mark.parametrize("order", ["confidence", "time", "created", "-created"])
@pytest.mark.parametrize("query", ["", "water", "label:* OR water"])
def test_an_order_is_the_same_whether_an_index_is_read_in_it_or_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, order: Any, query: str
) -> None:
    asked = SearchRequest(query=query, namespaces=frozenset({"n"}), order=order, limit=3)
    found = list[Any]()
    for ranked, walked in ((10_000, 10_000), (2, 10_000), (2, 4)):
        monkeypatch.setattr(hit_pages, "WALKED", walked)
        index = SqliteIndex(tmp_path / "index.sqlite", ranked=ranked)
        for uid in "abc":
            created = {"a": 7, "b": None, "c": 3}[uid]
            index.replace(IndexedAsset(namespace="n", uid=uid, name=uid, created=created), moments(uid, BEACH))
        first = index.search(asked)
        second = index.search(replace(asked, after=first.hits[-1].place))
        found.append([(hit.id, hit.place) for hit in (*first.hits, *second.hits)])
    assert len(found[0]) == 6
    assert found[0] == found[1] == found[2]


def test_of_much_the_newest_is_ranked_and_the_rest_follows_once(tmp_path: Path) -> None:
    index = SqliteIndex(tmp_path / "index.sqlite", ranked=2)
    for number in range(9):
        title = "deep water" if number % 2 else "deep water and more words than the others have"
        found = [Moment(operator="o", title=title, start=number)]
        index.replace(IndexedAsset(namespace="n", uid=f"u{number}", name=f"a{number}"), moments(f"u{number}", found))
    paged, after = list[str](), tuple[float | str, ...]()
    while True:
        page = index.search(SearchRequest(query="water", namespaces=frozenset({"n"}), limit=2, after=after))
        assert page.hint.startswith("More than 2 moments have these words: those that were indexed last are ranked")
        paged += [hit.asset for hit in page.hits]
        after = page.hits[-1].place
        if not page.more:
            break
    assert (paged[0], sorted(paged[1:3])) == ("a7", ["a6", "a8"])
    assert paged[3:] == ["a5", "a4", "a3", "a2", "a1", "a0"]
    assert not index.search(SearchRequest(query="Asset:a1 water", namespaces=frozenset({"n"}))).hint


def test_what_breaks_off_leaves_what_was_there(tmp_path: Path) -> None:
    index, asset = SqliteIndex(tmp_path / "index.sqlite"), IndexedAsset(namespace="n", uid="u", name="a")
    index.replace(asset, moments("u", CITY))
    before = index.content()

    def breaking() -> Any:
        yield from moments("u", BEACH)[:2]
        raise RuntimeError("killed")

    with pytest.raises(RuntimeError):
        index.replace(asset, breaking())
    assert index.content() == before


def test_a_question_that_computes_too_long_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    index = SqliteIndex(tmp_path / "index.sqlite")
    index.replace(IndexedAsset(namespace="n", uid="u", name="a"), moments("u", BEACH * 50))
    request = SearchRequest(query="near:(label:dog AND says:water)", namespaces=frozenset({"n"}))
    assert index.search(request).hits
    monkeypatch.setattr(connections, "_STEPS", 100)
    monkeypatch.setattr(connections, "LONGEST", 0.0)
    with pytest.raises(Unavailable, match="takes too long: ask for rarer words, or for one asset"):
        index.search(request)


def test_comparing_vectors_is_ended_between_results(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    index = SqliteIndex(tmp_path / "index.sqlite", questions=TwoQuestions())
    vectors = [said("u", CITY, CITY_SAID), seen((1, 0, 0), (0, 1, 0))]
    index.replace(IndexedAsset(namespace="n", uid="u", name="a"), moments("u", CITY), vectors)
    request = SearchRequest(query="similar:sea", namespaces=frozenset({"n"}))
    assert index.search(request).hits
    monkeypatch.setattr(connections, "LONGEST", -1.0)
    asks = (index.search, index.facets)
    for ask in asks:
        with pytest.raises(Unavailable, match="comparing vectors takes too long"):
            ask(request)
    with pytest.raises(Unavailable, match="comparing vectors takes too long"):
        index.alike(LikeRequest(asset_uid="u", namespaces=frozenset({"n"})))


def test_the_time_that_a_model_takes_is_none_of_the_index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = [0.0]

    class SlowQuestions(TwoQuestions):
        def vector_of(self, text: str) -> Sequence[float]:
            clock[0] += 100
            return super().vector_of(text)

    index = SqliteIndex(tmp_path / "index.sqlite", questions=SlowQuestions())
    index.replace(IndexedAsset(namespace="n", uid="u", name="a"), moments("u", CITY), [said("u", CITY, CITY_SAID)])
    monkeypatch.setattr(connections, "time", SimpleNamespace(thread_time=lambda: clock[0]))
    monkeypatch.setattr(connections, "_STEPS", 1)
    request = SearchRequest(query="similar:sea", namespaces=frozenset({"n"}))
    assert [each.moment.title for each in index.search(request).hits] == ["Müller"]
    assert index.facets(request).count == 1


def test_a_full_disk_is_told_and_leaves_what_was_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    index, asset = SqliteIndex(tmp_path / "index.sqlite"), IndexedAsset(namespace="n", uid="u", name="a")
    index.replace(asset, moments("u", CITY))
    before, connect = index.content(), sqlite3.connect

    def small(*words: Any, **more: Any) -> sqlite3.Connection:
        connection: sqlite3.Connection = connect(*words, **more)
        connection.execute("PRAGMA max_page_count = 1")  # no page may be added: what a full disk answers
        return connection

    with monkeypatch.context() as patch:
        patch.setattr(sqlite3, "connect", small)
        many = [Moment(operator="o", title=f"{number} " * 200) for number in range(200)]
        with pytest.raises(Unavailable, match="full"):
            index.replace(asset, moments("u", many))
    assert index.content() == before


@pytest.mark.parametrize("content", [b"no database at all" * 100, b""])
def test_a_file_that_is_no_index_is_made_anew(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "index.sqlite"
    path.write_bytes(content)
    assert SqliteIndex(path).fingerprints() == {}


def test_a_damaged_index_is_told_once_and_made_anew(tmp_path: Path) -> None:
    path = tmp_path / "index.sqlite"
    index = SqliteIndex(path)
    index.replace(IndexedAsset(namespace="n", uid="u", name="a"), moments("u", BEACH * 50))
    content = bytearray(path.read_bytes())
    content[4096:] = b"\xff" * (len(content) - 4096)
    path.write_bytes(content)
    with pytest.raises(Unavailable, match="does not answer"):
        index.content()
    assert index.content() == []


def test_an_index_of_another_version_is_made_anew(tmp_path: Path) -> None:
    path = tmp_path / "index.sqlite"
    index = SqliteIndex(path)
    index.replace(IndexedAsset(namespace="n", uid="u", name="a"), moments("u", CITY))
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    assert index.content() == []


@pytest.mark.parametrize(
    "query",
    [
        "asset:(label:dog AND says:water)",
        "asset:(label:dog AND says:water) label:dog",
        "asset:(label:dog AND NOT says:water)",
        "asset:(label:dog AND says:rare)",
        "asset:(label:* AND says:water) water",
        "near_2s:(label:dog AND says:water)",
        'near_2s:(label:dog AND says:"deep water")',
    ],
)
def test_what_is_found_in_the_newest_assets_is_what_is_found_in_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, query: str
) -> None:
    index, rows = SqliteIndex(tmp_path / "index.sqlite", ranked=6), list[int]()
    for number in range(24):
        dogs = [Moment(operator="o", kind="Label", title="Dog", start=1000 * at) for at in range(number % 4)]
        text = "rare deep water" if number in (3, 17) else "deep water"
        said_ = [Moment(operator="s", kind="Speech", title=text, start=1000 * at) for at in range(number % 3)]
        index.replace(
            IndexedAsset(namespace="n", uid=f"u{number}", name=f"a{number}"), moments(f"u{number}", dogs + said_)
        )

    def found() -> list[Any]:
        request, pages = SearchRequest(query=query, namespaces=frozenset({"n"}), limit=4), list[Any]()
        while True:
            page = index.search(request)
            pages.append(([hit.id for hit in page.hits], page.hint))
            if not page.more:
                return pages
            request = replace(request, after=page.hits[-1].place)

    row_below = newest_assets.row_below

    def in_all(connection: sqlite3.Connection, condition: MomentCondition, most: int) -> int:
        rows.append(row_below(connection, condition, most))
        return 0

    in_newest = found()
    monkeypatch.setattr(newest_assets, "row_below", in_all)
    assert found() == in_newest
    is_rare = "rare" in query
    assert (max(rows) == 0) == is_rare


@pytest.mark.parametrize("order", ["relevance", "time"])
@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("asset:(label:dog AND says:rare)", True),
        ("asset:(label:dog AND says:rare) says:water", True),
        ("asset:(says:deep AND (says:rare OR says:rarest))", True),
        ("asset:(label:dog AND says:rare AND NOT says:rarest)", True),
        ("near_2s:(label:dog AND says:rare)", True),
        ("asset:(label:dog AND says:nowhere)", True),
        ("asset:(Confidence:>1 AND says:rare)", True),
        ("asset:(label:dog AND says:rare) Confidence:>1", True),
        ("asset:(label:dog AND says:rare) OR label:dog", False),
        ("asset:(label:dog OR says:rare)", False),
        ("asset:(label:dog AND NOT says:rare)", False),
        ("asset:(label:dog AND says:water)", False),
        ("rare", False),
    ],
)
def test_what_is_found_in_few_assets_is_what_is_found_in_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, query: str, expected: object, order: Any
) -> None:
    index, put = SqliteIndex(tmp_path / "index.sqlite"), list[bool]()
    for number in range(24):
        dogs = [Moment(operator="o", kind="Label", title="Dog", start=1000 * at, confidence=2.0) for at in range(3)]
        text = {3: "rare", 5: "rarest water", 9: "rare deep water", 17: "rare rarest deep water"}.get(
            number, "deep water"
        )
        said_ = [Moment(operator="s", kind="Speech", title=text, start=1000 * at) for at in range(number % 3 + 1)]
        asset = IndexedAsset(namespace="n" if number % 4 else "other", uid=f"u{number}", name=f"a{number}")
        index.replace(asset, moments(f"u{number}", dogs + said_))
    index.replace(IndexedAsset(namespace="n", uid="u3", name="a3"), moments("u3", dogs + said_[:1]))
    request = SearchRequest(query=query, namespaces=frozenset({"n"}), order=order, limit=100)
    put_ranges = few_assets.put_ranges

    def noted(connection: sqlite3.Connection, condition: MomentCondition) -> bool:
        put.append(put_ranges(connection, condition))
        return put[-1]

    monkeypatch.setattr(few_assets, "FEW", 8)
    monkeypatch.setattr(few_assets, "put_ranges", noted)
    in_few = index.search(request), index.facets(request)
    monkeypatch.setattr(few_assets, "put_ranges", lambda *_: False)
    assert (index.search(request), index.facets(request)) == in_few
    assert set(put) == {expected}
    assert bool(in_few[0].hits) == ("nowhere" not in query)
