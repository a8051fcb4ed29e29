"""Readings: a request's query as words that stand in moments, or as a sentence that they mean."""

from collections.abc import Iterable

from media_insights.ports.moment_search import SearchRequest
from media_insights.search import conditions as c
from media_insights.search.grammar import parse_meaning, parse_query


def parse_request(request: SearchRequest, known: Iterable[str]) -> c.MomentCondition | None:
    """Return the condition that a request means, read as it wishes; None when its query has no sentence to read."""
    read = parse_meaning if request.reading == "Meaning" else parse_query
    return read(request.query, known)
