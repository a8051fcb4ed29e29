"""The index in OpenSearch: the suite of every index, on a real server, and what happens when it goes."""

import uuid
from typing import Any

import pytest

from media_insights.errors import Unavailable
from media_insights.ports.moment_search import SearchRequest
from media_insights.results.moments import Moment
from media_insights.search.indexed_moments import IndexedAsset
from media_insights.search.opensearch.opensearch_index import OpenSearchIndex
from media_insights.search.opensearch.requests import OpenSearchConnection
from tests.unit.search.index_suite import BEACH, CITY, ColourQuestions, IndexSuite, Make, TwoQuestions, moments

DOG = SearchRequest(query="label:dog", namespaces=frozenset({"n"}))
ASSET = IndexedAsset(namespace="n", uid="u", name="a", fingerprint="1")


@pytest.fixture(scope="module")
def make(opensearch: str) -> Make:
    def made(name: str) -> OpenSearchIndex:
        index = OpenSearchIndex(
            OpenSearchConnection(opensearch),
            prefix=f"{name}-{uuid.uuid4().hex[:8]}",
            questions=TwoQuestions(),
            image_questions=ColourQuestions(),
        )
        index.make()
        return index

    return made


class TestOpenSearchIndex(IndexSuite):
    pass


def test_one_that_broke_off_is_not_taken_for_whole_and_ends_the_same(make: Any) -> None:
    index, fresh = make("broken"), make("fresh")
    index.replace(ASSET, moments("u", BEACH))

    def breaking() -> Any:
        yield from moments("u", CITY)[:1]
        raise RuntimeError("killed")

    with pytest.raises(RuntimeError):
        index.replace(ASSET, breaking())
    assert index.fingerprints() == {"u": ""}
    for each in (index, fresh):
        each.replace(ASSET, moments("u", CITY))
    assert index.content() == fresh.content()
    index.forget(["u"])
    assert (index.fingerprints(), index.content()) == ({}, [])


def test_indexes_that_somebody_removed_are_made_anew_and_told_of(make: Any) -> None:
    told = list[str]()
    index = make("removed")
    watched = OpenSearchIndex(index.connection, index.prefix, lambda: told.append("made"))
    watched.replace(ASSET, moments("u", BEACH))
    assert not told
    index.connection.ask("DELETE", f"/{index.moments},{index.assets}")
    with pytest.raises(Unavailable):
        watched.search(DOG)
    assert told == ["made"]
    assert (watched.fingerprints(), watched.search(DOG).hits) == ({}, [])


def test_a_server_that_is_gone_is_told_of() -> None:
    index = OpenSearchIndex(OpenSearchConnection("http://127.0.0.1:1"))
    for ask in (index.fingerprints, lambda: index.search(DOG), lambda: index.replace(ASSET, [])):
        with pytest.raises(Unavailable, match="does not answer"):
            ask()


def test_many_moments_arrive_in_pieces(make: Any) -> None:
    index = make("many")
    index.replace(ASSET, moments("u", BEACH * 1200))
    assert index.facets(SearchRequest(query="", namespaces=frozenset({"n"}))).count == 7200
    index.replace(ASSET, moments("u", BEACH))
    assert index.facets(SearchRequest(query="", namespaces=frozenset({"n"}))).count == len(BEACH)


def test_moments_that_are_refused_are_a_problem_of_their_asset_only(make: Any) -> None:
    """A number beyond 64 bits and more values than a document may have: refused however often they are sent."""
    index = make("refused")
    large = Moment(operator="o", title="large", count=2**70)
    many = Moment(operator="o", title="many", fields={"Names": [str(each) for each in range(10_001)]})
    index.replace(ASSET, moments("u", [*BEACH, large, many]))
    assert index.fingerprints() == {"u": "1"}
    assert index.facets(SearchRequest(query="", namespaces=frozenset({"n"}))).count == len(BEACH)
    [asset] = [dict(each) for each in index.content() if "problems" in dict(each)]
    assert "2 moments are not searchable" in asset["problems"]
