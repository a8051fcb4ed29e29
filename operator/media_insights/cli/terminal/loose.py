"""Members of results whose shape nobody vouches for: what is not as expected is empty, and nothing here fails."""

import math
from collections.abc import Mapping
from typing import Any

Results = Mapping[str, Any]
"""OperatorName → result."""


def mapping(result: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    """Return a member that is an object; an empty one where it is none."""
    found = result.get(key)
    return found if isinstance(found, Mapping) else {}


def of(results: Results, name: str) -> Mapping[str, Any]:
    """Return a result; an empty one where there is none."""
    result = results.get(name)
    return result if isinstance(result, Mapping) else {}


def items(result: Mapping[str, Any], key: str) -> list[Mapping[str, Any]]:
    """Return the objects of a member that is a list."""
    found = result.get(key)
    return [item for item in found if isinstance(item, Mapping)] if isinstance(found, list) else []


def number(value: Any) -> float:
    """Return a number, also one that is written as text; 0 for anything else."""
    try:
        found = float(value)
    except (TypeError, ValueError, OverflowError):
        return 0.0
    return found if math.isfinite(found) else 0.0


def text(value: Any) -> str:
    """Return a text on one line, without what a terminal would obey; nothing for anything else."""
    if not isinstance(value, str):
        return ""
    return " ".join("".join(char if char.isprintable() else " " for char in value).split())
