"""Words near each other in one value of a field: a function of ours that SQLite calls for what FTS5 found."""

import json

from media_insights.search.conditions import WordsNear
from media_insights.search.terms import TermPhrase
from media_insights.search.word_distances import are_near

WORDS_NEAR = "words_near"
"""Its name in SQL."""


def near_values(condition: WordsNear) -> list[str | float]:
    """Return what the function is asked besides the terms of a value."""
    return [json.dumps([[each.terms, each.is_open] for each in condition.phrases]), condition.gaps]


def words_near(terms: str, phrases: str, gaps: int) -> bool:
    """Return whether all phrases stand in a value's terms with at most so many other terms between them."""
    wanted = [TermPhrase(tuple(found), is_open=is_open) for found, is_open in json.loads(phrases)]
    return are_near(terms.split(), wanted, gaps)
