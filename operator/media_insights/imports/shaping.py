"""Shaping of a document to a result: it is checked, and numbers written as text become numbers."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from pydantic import TypeAdapter, ValidationError

from media_insights.errors import InvalidImport
from media_insights.results.problems import sentence_of

Content = dict[str, Any]
"""An object of a file, as it was parsed."""

AT_ONCE = 1000
"""Items of a long list that are held as objects at a time; as objects they take ten times the room."""


@dataclass(frozen=True, slots=True)
class Shaped:
    """A result that is to be checked."""

    name: str
    shape: Any
    """The type of its JSON."""
    content: Content


def shaped(shape: Any, document: Mapping[str, Any], where: str, long: str = "") -> dict[str, Any]:
    """Return a document as a result type has it. What the type does not know stays as it is, what is null goes.

    ``long`` is the member whose list may have any length. Raises InvalidImport with the path of the first thing that is
    wrong.
    """
    if not long:
        return _checked(shape, document, where, (long, 0))
    items = document[long]
    result = _checked(shape, {**document, long: items[:AT_ONCE]}, where, (long, 0))
    for start in range(AT_ONCE, len(items), AT_ONCE):
        part = _checked(shape, {**document, long: items[start : start + AT_ONCE]}, where, (long, start))
        result[long].extend(part[long])
    return result


def _checked(shape: Any, document: Mapping[str, Any], where: str, first: tuple[str, int]) -> dict[str, Any]:
    """Return a document, or a part of it that begins with an item of a list, as the type has it."""
    try:
        found = _adapter(shape).validate_python(document)
    except ValidationError as error:
        raise InvalidImport(f"{where}: {_sentence(error, first)}") from error
    plain = _adapter(shape).dump_python(found, mode="json", by_alias=True, exclude_unset=True, exclude_none=True)
    result: dict[str, Any] = _with_other_members(plain, document)
    return result


@lru_cache(maxsize=64)
def _adapter(shape: Any) -> TypeAdapter[Any]:
    return TypeAdapter(shape)


def _with_other_members(found: Any, given: Any) -> Any:
    """Return what was found, with the members of the document that the type does not know."""
    if isinstance(found, dict) and isinstance(given, dict):
        return {
            name: _with_other_members(found[name], value) if name in found else value
            for name, value in given.items()
            if value is not None
        }
    if isinstance(found, list) and isinstance(given, list | tuple):
        return [_with_other_members(one, other) for one, other in zip(found, given, strict=True)]
    return found


def _sentence(error: ValidationError, first: tuple[str, int]) -> str:
    problems = error.errors(include_url=False)
    for each in problems:
        each["loc"] = _counted(each["loc"], *first)
    return sentence_of(problems)


def _counted(places: tuple[int | str, ...], member: str, start: int) -> tuple[int | str, ...]:
    """Return the path with the item's number in the whole list."""
    match places:
        case (str(name), int(number), *rest) if name == member:
            return (name, number + start, *rest)
        case _:
            return places


def number_in(item: Any, name: str) -> float:
    """Return a member as a number, also one written as text; 0 where there is none: the check of the shape names it."""
    try:
        number = float(item[name]) if isinstance(item, Mapping) else 0.0
    except (KeyError, TypeError, ValueError, OverflowError):
        return 0.0
    return number if math.isfinite(number) else 0.0
