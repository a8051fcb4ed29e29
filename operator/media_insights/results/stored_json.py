"""Stored JSON: the one parser of what lies in the object store, whoever wrote it there.

A reader may rely on what it returns: every number can be computed with, every text can be written again, and no
document is nested deeper than any reader goes.
"""

import json
import re
from typing import Any

from media_insights.errors import Damaged

GREATEST = 2**53
"""Beyond it a float is none that was measured; JSON's readers agree on integers up to it (RFC 8259, section 6)."""
MOST_DIGITS = 40
"""Digits of an integer: identifiers of 128 bits have 39."""
DEEPEST = 64
"""Levels of lists and objects; no result has ten."""
_SURROGATE = re.compile(rb"\\u[dD][89a-fA-F]")


def parse_json(content: bytes, what: str) -> Any:
    """Return what JSON text holds; a number that is none, or that no float holds exactly enough, is null.

    Raises Damaged, which names ``what`` was read: for other text, deeper nesting, and halves of characters.
    """
    try:
        found = json.loads(content, parse_float=_float, parse_int=_integer, parse_constant=_no_number)
        if _SURROGATE.search(content):
            json.dumps(found, ensure_ascii=False).encode()
    except (ValueError, RecursionError) as error:
        raise Damaged(f"{what} is not JSON: {error}") from error
    if _is_deeper(found, DEEPEST):
        raise Damaged(f"{what} is nested deeper than {DEEPEST} levels")
    return found


def _float(digits: str) -> float | None:
    number = float(digits)
    return number if -GREATEST <= number <= GREATEST else None


def _integer(digits: str) -> int | None:
    return int(digits) if len(digits) <= MOST_DIGITS else None


def _no_number(_: str) -> None:
    """Return nothing for NaN and Infinity, which are no JSON, and which Python writes nevertheless."""


def _is_deeper(value: Any, most: int) -> bool:
    level = [value]
    for _ in range(most):
        level = [child for each in level for child in _below(each) if isinstance(child, dict | list)]
        if not level:
            return False
    return True


def _below(value: Any) -> Any:
    return value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
