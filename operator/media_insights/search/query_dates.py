"""Dates in a query: a day, a month or a year is all of it, in UTC; a time in quotes is one instant."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

from luqum import tree

from media_insights.errors import InvalidQuery
from media_insights.search.conditions import FieldWithin
from media_insights.search.fields import CREATED

_DATE = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?")
_INSTANT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}.*", re.DOTALL)
"""To the minute at least: what fromisoformat reads beside that are days, weeks and hours, which are no instants."""
_MILLIS = 1000


def created_within(node: Any) -> FieldWithin:
    """Return the bounds of when an asset was made: of a range, a comparison, or a date. Raises InvalidQuery."""
    match node:
        case tree.Range():
            return _within(_span(node.low), _span(node.high), after=not node.include_low, until=node.include_high)
        case tree.From():
            return _within(_span(node.children[0]), None, after=not node.include)
        case tree.To():
            return _within(None, _span(node.children[0]), until=node.include)
        case _:
            return _within(_span(node), _span(node))


def _within(
    low: tuple[float, float] | None, high: tuple[float, float] | None, *, after: bool = False, until: bool = True
) -> FieldWithin:
    """Return the bounds; ``after``: from the end of the lower date on, ``until``: with the upper date itself."""
    start = None if low is None else low[1 if after else 0]
    end = None if high is None else high[1 if until else 0]
    is_instant = high is not None and high[0] == high[1]
    after_instant = low is not None and low[0] == low[1] and after
    return FieldWithin(CREATED, start, end, includes_low=not after_instant, includes_high=until and is_instant)


def _span(node: Any) -> tuple[float, float] | None:
    """Return when a date begins and when the next one does (ms); an instant is both."""
    text = tree.Word(node.value.strip('"')).unescaped_value
    if text == "*":
        return None
    try:
        first, last = _days(text)
    except (ValueError, OverflowError) as error:
        wanted = 'a date such as 2026-11-01 or 2026-11, or a time such as "2026-11-01T12:00:00Z"'
        raise InvalidQuery(f"{CREATED} is {wanted}, not {text}", node.pos) from error
    return first.timestamp() * _MILLIS, last.timestamp() * _MILLIS


def _days(text: str) -> tuple[datetime, datetime]:
    found = _DATE.fullmatch(text)
    if found is None:
        if _INSTANT.fullmatch(text) is None:
            raise ValueError("neither a date nor a time")
        instant = datetime.fromisoformat(text)
        instant = instant if instant.tzinfo else instant.replace(tzinfo=UTC)
        return instant, instant
    year, month, day = (int(each) if each else None for each in found.groups())
    first = datetime(year or 0, month or 1, day or 1, tzinfo=UTC)
    if day:
        return first, first + timedelta(days=1)
    if month:
        return first, (first + timedelta(days=31)).replace(day=1)
    return first, first.replace(year=first.year + 1)
