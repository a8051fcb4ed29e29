"""Queries that are read, but perhaps not as they were meant."""

import pytest

from media_insights.search.query_hints import hint_of


@pytest.mark.parametrize(
    ("query", "read_as"),
    [
        ("a AND b OR c", "AND binds more closely than OR, so this is read as (a AND b) OR c"),
        ("a b OR c", "OR binds more closely than words side by side, so this is read as a (b OR c)"),
        ("x (a OR b AND c)", "read as x (a OR (b AND c))"),
        ("label:Cat says:x OR text:y", "read as label:Cat (says:x OR text:y)"),
        ("(a AND b) OR c", ""),
        ("a OR b", ""),
        ("a b", ""),
        ("a OR (", ""),
    ],
)
def test_what_is_in_doubt_is_said(query: str, read_as: str) -> None:
    hint = hint_of(query)
    assert read_as in hint
    assert bool(hint) == bool(read_as)
