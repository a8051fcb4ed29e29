"""Reading of answers: one, or all of a list, page by page."""

from collections.abc import Iterator

from media_insights.client.answers import AnsweredPage
from media_insights.client.connection import ApiConnection, QueryParameters
from media_insights.client.parsing import A, parse_answer


def read_one(connection: ApiConnection, kind: type[A], path: str) -> A:
    """Return what is at a path."""
    return parse_answer(kind, connection.json("GET", path))


def read_all(connection: ApiConnection, kind: type[A], path: str, query: QueryParameters) -> Iterator[A]:
    """Yield a list to its end; the next page is asked for when it is needed."""
    cursor = ""
    while True:
        page = parse_answer(AnsweredPage, connection.json("GET", path, {**query, "cursor": cursor}))
        yield from (parse_answer(kind, each) for each in page.items)
        cursor = page.next
        if not cursor:
            return
