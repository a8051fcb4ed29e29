"""Parsing of answers: JSON becomes what a call promises."""

from typing import Any, TypeVar

from media_insights.client.answers import ApiAnswer
from media_insights.client.refusals import ApiUnreachable

A = TypeVar("A", bound=ApiAnswer)


def parse_answer(kind: type[A], answer: Any) -> A:
    """Return an answer as its type. Raises ApiUnreachable for one that is none."""
    try:
        return kind.model_validate(answer)
    except ValueError as error:
        raise ApiUnreachable(f"the answer is no {kind.__name__}: is this the API of media-insights? {error}") from error
