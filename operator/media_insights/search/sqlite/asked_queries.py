"""Asked queries: what a request means in the embedded index, its sentences first as vectors, then as what is near."""

import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from media_insights.ports.moment_search import SearchRequest
from media_insights.search.conditions import Everything, MomentCondition, NotSo
from media_insights.search.meanings import MeantCondition, meant, sentences_in
from media_insights.search.questions import Questions
from media_insights.search.readings import parse_request
from media_insights.search.sqlite.connections import deadline
from media_insights.search.sqlite.vector_tables import Question, near_moments


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedQuery:
    """A query that was read, with the vectors of its sentences."""

    condition: MomentCondition
    questions: Mapping[str, Question] = field(default_factory=dict)
    """Of each sentence in it."""
    namespaces: frozenset[str]


def query_of(request: SearchRequest, known: Iterable[str], questions: Questions) -> AskedQuery:
    """Return what a query asks; ``known``: the declared fields.

    It is made while no connection is open, whose time it would take. Raises InvalidQuery.
    """
    condition = parse_request(request, known)
    if condition is None:
        return AskedQuery(condition=NotSo(Everything()), namespaces=request.namespaces)
    found = {text: Question(questions.model(), questions.vector_of(text)) for text in sentences_in(condition)}
    return AskedQuery(condition=condition, questions=found, namespaces=request.namespaces)


def meaning_of(connection: sqlite3.Connection, asked: AskedQuery) -> MeantCondition:
    """Return what a query means, with its sentences answered. Raises Unavailable when that takes too long."""
    until = deadline()
    return meant(asked.condition, lambda text: near_moments(connection, asked.namespaces, asked.questions[text], until))
