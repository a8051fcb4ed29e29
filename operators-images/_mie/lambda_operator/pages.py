"""Results that were stored page by page."""

from collections.abc import Sequence
from typing import Any

_REPEATED = ("VideoMetadata", "AudioMetadata", "SelectedSegmentTypes")
"""Facts that every page of Rekognition's answers repeats, as lists."""


def joined(pages: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Return pages as one result, which is what readers expect: lists go on, everything else is the first page's.

    The same page stored twice – MIE's monitors do so when a token has expired – is taken once.
    """
    whole: dict[str, Any] = {}
    seen: list[dict[str, Any]] = []
    for page in pages:
        if page in seen:
            continue
        seen.append(page)
        for name, value in page.items():
            if isinstance(value, list) and isinstance(whole.get(name, []), list) and name not in _REPEATED:
                whole.setdefault(name, []).extend(value)
            else:
                whole.setdefault(name, value)
    if len(seen) > 1:
        whole.pop("NextToken", None)
    return whole
