"""The embedded index: the suite of every index, and what its file survives."""

import sqlite3
from collections.abc import Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from media_insights.errors import Unavailable
from media_insights.ports.moment_search import LikeRequest, SearchRequest
from media_insights.results.moments import Moment
from media_insights.search.indexed_moments import IndexedAsset
from media_insights.search.sqlite import connections
from media_insights.search.sqlite.sqlite_index import SqliteIndex
from tests.unit.search.index_suite import BEACH, CITY, CITY_SAID, IndexSuite, Make, TwoQuestions, moments, said, seen


@pytest.fixture(scope="module")
def make(tmp_path_factory: pytest.TempPathFactory) -> Make:
    folder = tmp_path_factory.mktemp("indexes")
    return lambda name: SqliteIndex(folder / f"{name}.sqlite", questions=TwoQuestions())


class TestSqliteIndex(IndexSuite):
    pass


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
