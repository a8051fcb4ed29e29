"""A stored document becomes its typed result: pages joined, an older version upgraded, the shape checked."""

from functools import lru_cache
from types import UnionType
from typing import Any, get_args

from pydantic import TypeAdapter, ValidationError

from media_insights.errors import UnreadableResult
from media_insights.results.caption_names import shape_name
from media_insights.results.catalogue import RESULTS
from media_insights.results.garbage import collection_paused
from media_insights.results.pages import joined
from media_insights.results.problems import sentence_of
from media_insights.results.versions import FIRST, upgraded

MOST_NESTED = 16
"""Levels of a document that decide which alternative it is; no shape has as many."""


def parse_result(name: str, document: Any, version: int = FIRST) -> Any:
    """Return a stored document as the type that :data:`RESULTS` names for it, or for captions of any language.

    ``version`` is the one under which it was stored. Raises UnreadableResult, which says what is wrong and where;
    KeyError for a name that no result has.
    """
    shape = shape_name(name)
    document = upgraded(shape, joined(document), version)
    adapter = _adapter(_shape_of(RESULTS[shape], document))
    try:
        with collection_paused():
            return adapter.validate_python(document)
    except ValidationError as error:
        raise UnreadableResult(sentence_of(error.errors(include_url=False, include_context=False))) from error


def _shape_of(shape: Any, document: Any) -> Any:
    """Return the alternative of a union that the document is, else the one that it is nearest to.

    The first item of each list decides. Pydantic would try all alternatives on the whole, and hold an error for
    each of a hundred thousand rows that are the other one's.
    """
    if not isinstance(shape, UnionType):
        return shape
    start = _beginning(document)
    return min(get_args(shape), key=lambda each: _errors(each, start))


def _beginning(value: Any, depth: int = MOST_NESTED) -> Any:
    if isinstance(value, dict) and depth:
        return {name: _beginning(each, depth - 1) for name, each in value.items()}
    return [_beginning(each, depth - 1) for each in value[:1]] if isinstance(value, list) and depth else value


def _errors(shape: Any, document: Any) -> int:
    try:
        _adapter(shape).validate_python(document)
    except ValidationError as error:
        return error.error_count()
    return 0


@lru_cache(maxsize=64)
def _adapter(shape: Any) -> TypeAdapter[Any]:
    return TypeAdapter(shape)
