"""Numbers that may be written as text, for putting things in order before their shape is checked."""

import math
from collections.abc import Mapping
from typing import Any


def number_in(item: Any, name: str) -> float:
    """Return a member as a number; 0 where there is none, which the check of the shape then finds and names."""
    try:
        number = float(item[name]) if isinstance(item, Mapping) else 0.0
    except (KeyError, TypeError, ValueError, OverflowError):
        return 0.0
    return number if math.isfinite(number) else 0.0
