"""Values in a query: numbers, times and names."""

import math
import re
from typing import Any

from luqum import tree

from media_insights.errors import InvalidQuery
from media_insights.search.conditions import FieldWithin
from media_insights.search.fields import CREATED, SECONDS
from media_insights.search.query_dates import created_within
from media_insights.search.terms import folded

MILLIS = 1000
_CLOCK = re.compile(r"(?:(\d{1,3}):)?(\d{1,2}):(\d{1,2}(?:\.\d+)?)")


def interval_of(node: Any, field: str) -> FieldWithin:
    """Return the bounds of a field: of a range, a comparison, or a single value. Raises InvalidQuery for no number."""
    if field == CREATED:
        return created_within(node)
    match node:
        case tree.Range():
            low, high = _bound(node.low, field), _bound(node.high, field)
            return FieldWithin(field, low, high, includes_low=node.include_low, includes_high=node.include_high)
        case tree.From():
            return FieldWithin(field, low=_bound(node.children[0], field), includes_low=node.include)
        case tree.To():
            return FieldWithin(field, high=_bound(node.children[0], field), includes_high=node.include)
        case _:
            value = _bound(node, field)
            return FieldWithin(field, value, value)


def name_of(field: str, text: str) -> str:
    """Return a name as it is compared; of an operator without ``_``, which only some of MIE's names have."""
    plain = folded(text)
    return re.sub(r"[_\s-]", "", plain) if field in ("Operator", "Result", "Kind") else plain


def _bound(node: Any, field: str) -> float | None:
    text = node.value.strip('"')
    if text == "*":
        return None
    is_time = field in SECONDS
    clock = _CLOCK.fullmatch(text) if is_time else None
    if clock:
        return (int(clock[1] or 0) * 3600 + int(clock[2]) * 60 + float(clock[3])) * MILLIS
    try:
        number = float(text.replace("\\-", "-"))
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        wanted = 'seconds, or a time such as "00:01:30"' if is_time else "a number"
        raise InvalidQuery(f"{field} is {wanted}, not {text}", node.pos)
    return number * MILLIS if is_time else number
