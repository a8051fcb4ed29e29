"""Sizes of a parameter's value: checked before its schema is, since validating takes time with each item of a value."""

from collections.abc import Mapping
from typing import Any

from media_insights.api.v1alpha1 import reasons
from media_insights.domain.planning.problems import Problem

MOST_ITEMS = 10_000
"""Items of a list, or keys of a map, unless the parameter's schema says less."""
MOST_CHARACTERS = 65_536
"""Characters of a text, unless the parameter's schema says less."""
MOST_LEVELS = 4
"""Lists and maps within each other in one value."""


def problem_of(path: str, schema: Mapping[str, Any], value: Any) -> Problem | None:
    """Return what is too large about a value: the list, map or text itself, or something in it."""
    sentence = _own(schema, value) or _of_content(value)
    return Problem(path=path, message=sentence, reason=reasons.INVALID_CONFIGURATION) if sentence else None


def _own(schema: Mapping[str, Any], value: Any) -> str:
    """Return the sentence about the value itself, by the smaller of its schema's limit and ours."""
    keyword, most, noun = _LIMITS.get(type(value), ("", 0, ""))
    if not keyword:
        return ""
    said = schema.get(keyword, most)
    limit = min(most, said) if isinstance(said, int) else most
    return f"must have at most {limit} {noun}, not {len(value)}" if len(value) > limit else ""


_LIMITS: Mapping[type, tuple[str, int, str]] = {
    str: ("maxLength", MOST_CHARACTERS, "characters"),
    list: ("maxItems", MOST_ITEMS, "entries"),
    dict: ("maxProperties", MOST_ITEMS, "entries"),
}


def _of_content(value: Any) -> str:
    """Return the sentence about what is in a list or map: all of it counts together, level by level."""
    level, count = [value], 0
    for _ in range(MOST_LEVELS):
        inner = [each for one in level for each in _items(one)]
        count += len(inner)
        if count > MOST_ITEMS:
            return f"must have at most {MOST_ITEMS} entries in all, not more"
        if any(isinstance(each, str) and len(each) > MOST_CHARACTERS for each in inner):
            return f"must have no text of more than {MOST_CHARACTERS} characters"
        level = [each for each in inner if isinstance(each, list | dict)]
    return f"must not be nested more than {MOST_LEVELS} levels deep" if level else ""


def _items(value: Any) -> list[Any]:
    if isinstance(value, dict):
        return [*value, *value.values()]
    return value if isinstance(value, list) else []
