"""Full text first: the part of a condition that FTS5 answers alone, so that only what it finds is examined further."""

from collections.abc import Sequence
from dataclasses import dataclass

from media_insights.search import conditions as c
from media_insights.search.sqlite.condition_sql import ANYWHERE, match_of, near_match_of


@dataclass(frozen=True, slots=True)
class DrivenSearch:
    """A condition in two parts, both of which must hold."""

    match: str
    """What FTS5 is asked; empty: nothing, since a hit may hold no words of the query."""
    rest: c.MomentCondition
    """What is left to be examined of each moment that it finds."""


def driven_search(condition: c.MomentCondition) -> DrivenSearch:
    """Return a condition with its words taken out, where all of them must be in a hit; else as it is."""
    parts = condition.parts if isinstance(condition, c.AllOf) else (condition,)
    found = [_match(part) for part in parts]
    rest = tuple(part for part, match in zip(parts, found, strict=True) if not match or _is_field(part))
    if not any(found) or any(True for part in rest if not _is_field(part) for _ in c.phrases_in(part)):
        return DrivenSearch("", condition)
    return DrivenSearch(_joined([each for each in found if each], "AND"), c.AllOf(rest) if rest else c.Everything())


def _match(condition: c.MomentCondition) -> str:
    match condition:
        case c.HasWords(phrase):
            return f"({ANYWHERE} : ({match_of(phrase)}))"
        case c.FieldHasWords(_, phrase):
            return f"({match_of(phrase)})"
        case c.WordsNear(field):
            return f"({near_match_of(condition)})" if field else f"({ANYWHERE} : ({near_match_of(condition)}))"
        case c.AnyOf(parts):
            return _whole(parts, "OR")
        case c.AllOf(parts):
            return _whole(parts, "AND")
        case _:
            return ""


def _whole(parts: Sequence[c.MomentCondition], word: str) -> str:
    """Return the parts as one, when FTS5 answers each of them completely."""
    found = ["" if _is_field(part) else _match(part) for part in parts]
    return _joined(found, word) if all(found) else ""


def _joined(found: Sequence[str], word: str) -> str:
    return f"({f' {word} '.join(found)})"


def _is_field(condition: c.MomentCondition) -> bool:
    return isinstance(condition, c.FieldHasWords) or (isinstance(condition, c.WordsNear) and bool(condition.field))
