"""Every query of docs/search.md is read, and finds something in what the shipped operators' examples found."""

import json
import re
from pathlib import Path

import pytest

from media_insights.catalogue.operator_folders import operators_in
from media_insights.ports.moment_search import SearchRequest
from media_insights.results.whole_moments import whole_moments_of
from media_insights.search.indexed_moments import IndexedAsset, IndexedMoment, indexed_moments
from media_insights.search.sqlite.sqlite_index import SqliteIndex

ROOT = Path(__file__).parents[3]
QUERIES = re.findall(r"^\| `([^`]+)` \|", (ROOT / "docs/search.md").read_text("utf-8"), re.MULTILINE)

CREATED = 1_796_000_000_000
"""The end of November 2026 (ms)."""


def examples() -> list[IndexedMoment]:
    """Return the moments of the first example of every operator, as if all were of one asset."""
    found = list[IndexedMoment]()
    for operator in operators_in(ROOT / "operators-images"):
        spec = operator.spec
        if spec.index is None or spec.result_output is None:
            continue
        path = min((operator.folder / "examples").glob(f"1-*/out/{spec.result_output.file}"))
        moments = whole_moments_of(json.loads(path.read_text("utf-8")), spec.index)
        execution = f"film-{1 if spec.index.kind == 'Label' else 2}"
        found += indexed_moments("u", spec.result_name, moments, spec.index, execution=execution)
    return found


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> SqliteIndex:
    index = SqliteIndex(tmp_path_factory.mktemp("index") / "index.sqlite")
    index.replace(IndexedAsset(namespace="n", uid="u", name="film", created=CREATED), examples())
    return index


def test_the_page_has_examples() -> None:
    assert len(QUERIES) > 15


@pytest.mark.parametrize("query", QUERIES)
def test_each_example_finds_something_but_not_everything(index: SqliteIndex, query: str) -> None:
    found = index.facets(SearchRequest(query=query, namespaces=frozenset({"n"}))).count
    everything = index.facets(SearchRequest(query="", namespaces=frozenset({"n"}))).count
    assert 0 < found < everything
