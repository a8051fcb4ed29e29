"""``media-insights search`` and ``index`` over a results folder."""

import json
import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from media_insights.cli.app import app
from media_insights.cli.local import search_commands
from media_insights.cli.terminal.failures import USAGE, Failure
from media_insights.errors import Changed, Unavailable
from media_insights.ports.moment_search import HitPage, SearchRequest
from media_insights.results.moments import Moment
from media_insights.search.indexed_moments import IndexedAsset
from media_insights.search.sqlite.sqlite_index import SqliteIndex
from media_insights.storage.folder import FolderStore
from media_insights.storage.saved_searches import SavedSearches
from tests.unit.local.test_searching import record
from tests.unit.search.analysed import put, result_of
from tests.unit.search.index_suite import TwoQuestions, moments, said


@pytest.fixture
def store(tmp_path: Path) -> FolderStore:
    store = FolderStore(tmp_path / "results")
    put(store, "beach", "Dog", "Dog", "Sea")
    record(store, "beach")
    return store


def run(*words: str) -> str:
    result = CliRunner().invoke(app, list(words))
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    assert result.exit_code == 0, result.output
    return str(result.stdout)


def test_moments_are_printed_with_their_times_and_how_to_cut_them(store: FolderStore) -> None:
    store.put("public/upload/local/beach.mp4", b"video")
    printed = run("search", "label:dog", "--in", str(store.root)).splitlines()
    path = store.path("public/upload/local/beach.mp4")
    assert printed == [
        "0:00–0:01     beach  label_detection  Dog",
        f"    ffmpeg -ss 0 -t 1 -i {path} -c copy beach-0.mp4",
    ]


def test_without_the_file_nothing_is_offered_to_be_cut(store: FolderStore) -> None:
    assert run("search", "sea", "--in", str(store.root)).splitlines() == ["0:02          beach  label_detection  Sea"]


def test_json_has_every_moment(store: FolderStore) -> None:
    first, second = json.loads(run("search", "", "--in", str(store.root), "--order", "time", "-o", "json"))
    assert (first["title"], first["start"], first["end"], first["count"]) == ("Dog", 0, 1000, 2)
    assert (second["title"], second["kind"], second["asset"]) == ("Sea", "Label", "beach")


def test_a_query_that_cannot_be_read_is_refused_with_its_place(store: FolderStore) -> None:
    with pytest.raises(Failure, match=r"the bracket \( at character 1 is not closed") as refused:
        run("search", "(dog", "--in", str(store.root))
    assert refused.value.code == USAGE


def test_queries_are_saved_listed_used_and_deleted(store: FolderStore) -> None:
    folder = ("--in", str(store.root))
    found = run("search", "label:dog", "--save", "dogs", *folder)
    run("search", "sea", "--save", "the-sea", *folder)
    assert run("search", "--list-saved", *folder) == "dogs     label:dog\nthe-sea  sea\n"
    assert run("search", "--saved", "dogs", *folder) == found
    run("search", "--delete-saved", "dogs", *folder)
    assert run("search", "--list-saved", *folder) == "the-sea  sea\n"


def test_a_saved_query_has_its_order(store: FolderStore) -> None:
    folder = ("--in", str(store.root))
    by_time = run("search", "", "--order", "time", "--save", "all", *folder)
    by_fit = run("search", "", "--order", "confidence", *folder)
    assert by_time != by_fit
    assert SavedSearches(store, "local").read("all")[0].order == "time"
    assert run("search", "--saved", "all", *folder) == by_time
    assert run("search", "--saved", "all", "--order", "confidence", *folder) == by_fit
    assert SavedSearches(store, "local").read("all")[0].order == "time"
    run("search", "dog", "--save", "dogs", *folder)
    assert SavedSearches(store, "local").read("dogs")[0].order == "relevance"


def test_a_saved_query_that_somebody_else_changes_is_told(store: FolderStore, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = ("--in", str(store.root))
    run("search", "dog", "--save", "dogs", *folder)

    def fail(*_: object) -> None:
        raise Changed("has changed")

    for name in ("save", "delete"):
        monkeypatch.setattr(SavedSearches, name, fail)
    for words in (["sea", "--save", "dogs"], ["--delete-saved", "dogs"]):
        with pytest.raises(Failure, match="is being changed by somebody else: try again"):
            run("search", *words, *folder)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ([], "say what to find"),
        (["dog", "--saved", "x"], "one of QUERY, --saved"),
        (["--save", "x"], "--save goes with QUERY"),
        (["--saved", "x"], "there is no saved search x"),
        (["--delete-saved", "x"], "there is no saved search x"),
        (["dog", "--save", "a/b"], "use at most 128 letters"),
        (["(dog", "--save", "x"], "is not closed"),
    ],
)
def test_what_cannot_be_saved_or_found_is_said(store: FolderStore, words: list[str], said: str) -> None:
    with pytest.raises(Failure, match=re.escape(said)) as refused:
        run("search", *words, "--in", str(store.root))
    assert refused.value.code == USAGE
    assert not list(store.list("private/local/searches/"))


def test_a_query_that_may_be_meant_otherwise_is_explained(store: FolderStore) -> None:
    result = CliRunner().invoke(app, ["search", "dog AND cat OR sea", "--in", str(store.root)])
    assert "read as (dog AND cat) OR sea" in result.stderr


def test_what_is_found_by_its_words_is_not_printed_as_similar_again(
    store: FolderStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = SqliteIndex(store.root / "own.sqlite", questions=TwoQuestions())
    found = [Moment(operator="o", title="Sea"), Moment(operator="o", title="Water")]
    vectors = said("u", found, {"Sea": (1.0, 0.0), "Water": (0.96, 0.28)})
    index.replace(IndexedAsset(namespace="local", uid="u", name="beach"), moments("u", found), [vectors])
    monkeypatch.setattr(search_commands, "index_of", lambda *_: index)
    monkeypatch.setattr(search_commands, "index_folder", lambda *_: None)
    for limit in ("1", "20"):
        shown = json.loads(run("search", "sea", "--in", str(store.root), "--limit", limit, "-o", "json"))
        assert [each["title"] for each in shown] == ["Sea", "Water"]


def test_comparing_for_too_long_keeps_nothing_from_being_found_by_its_words(
    store: FolderStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    search = SqliteIndex.search

    def slow(self: SqliteIndex, request: SearchRequest) -> HitPage:
        if request.reading == "Meaning":
            raise Unavailable("comparing vectors takes too long")
        return search(self, request)

    monkeypatch.setattr(SqliteIndex, "search", slow)
    result = CliRunner().invoke(app, ["search", "sea", "--in", str(store.root)])
    assert (result.exit_code, "Sea" in result.stdout) == (0, True)
    assert "by meaning: comparing vectors takes too long" in result.stderr


def test_a_folder_without_results_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Failure, match="holds no results: name a folder"):
        run("search", "dog", "--in", str(tmp_path))


def test_index_counts_and_tells_what_it_left_out(store: FolderStore) -> None:
    assert run("index", str(store.root)) == "1 assets indexed, 0 unchanged, 0 removed\n"
    store.put(result_of("beach"), b"{")
    result = CliRunner().invoke(app, ["index", str(store.root)])
    assert "beach: the result labelDetection cannot be read" in result.output
