"""Which part of a query FTS5 answers alone: the words that every hit holds, and nothing that would lose a hit."""

import pytest

from media_insights.search import conditions as c
from media_insights.search.grammar import parse_query
from media_insights.search.sqlite.full_text import driven_search

CAT = '({title text} : ("cat"))'
SEA = '({title text} : ("sea"))'


@pytest.mark.parametrize(
    ("query", "match", "rest"),
    [
        ("cat", CAT, c.Everything()),
        ("cat sea", f"({CAT} AND {SEA})", c.Everything()),
        ("cat OR sea", f"({CAT} OR {SEA})", c.Everything()),
        ("cat Confidence:>80", f"({CAT})", c.AllOf((c.FieldWithin("Confidence", 80, includes_low=False),))),
        ("cat -sea", f"({CAT})", None),
        ("Name:cat", '("cat")', None),
        ("cat OR Confidence:>80", "", None),
        ("cat OR Name:sea", f'({CAT} OR ("sea"))', None),
        ("-cat", "", None),
        ("cat (sea OR Confidence:>80)", f"({CAT})", None),
        ("asset:(cat AND sea)", f"(({CAT} OR {SEA}))", None),
        ("near:(cat AND sea)", f"(({CAT}) OR ({SEA}))", None),
        ("", "", c.Everything()),
    ],
)
def test_what_every_hit_holds_is_asked_first(query: str, match: str, rest: c.MomentCondition | None) -> None:
    found = driven_search(parse_query(query, ["Name"]))
    assert found.match == match
    if rest is not None:
        assert found.rest == rest


@pytest.mark.parametrize(
    ("query", "is_ranking"),
    [("cat sea", True), ("cat OR Name:sea", True), ("cat (sea OR Confidence:>80)", False), ("Confidence:>80", False)],
)
def test_what_is_asked_first_ranks_where_it_has_all_words(query: str, is_ranking: bool) -> None:  # noqa: FBT001 - a row
    assert driven_search(parse_query(query, ["Name"])).is_ranking == is_ranking
