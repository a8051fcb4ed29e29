"""Pages of an answer – Rekognition's, and results that MIE stored as a list of pages – joined into one."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

TOKEN = "NextToken"  # noqa: S105 - the name of a field
"""Where a page says how to get the next one."""


def joined(result: Any) -> Any:
    """Return a list of pages as one result, anything else as it is.

    Lists of the pages are put one after the other; every other member is the first page's. A list whose items are no
    objects, such as the lines of a result of another kind, stays a list.
    """
    if not isinstance(result, list) or not result or not all(isinstance(page, Mapping) for page in result):
        return result
    return concatenated(result)


def concatenated(pages: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Return the pages as one: what is a list of their own is continued, facts about the video are not repeated.

    A page that is there twice is taken once: MIE's monitors start over when a token has expired.
    """
    return chained(distinct(pages))


def chained(pages: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Return pages that are known to be different as one."""
    whole: dict[str, Any] = {}
    for page in pages:
        for name, value in page.items():
            if isinstance(value, list) and name not in _FACTS:
                _append(whole, name, value)
            else:
                whole.setdefault(name, value)
    whole.pop(TOKEN, None)
    return whole


def distinct(pages: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Return the pages without those that were there before; tokens differ from call to call and do not count."""
    found: dict[str, Mapping[str, Any]] = {}
    for page in pages:
        found.setdefault(_content(page), page)
    return list(found.values())


def _append(whole: dict[str, Any], name: str, value: list[Any]) -> None:
    if isinstance(whole.get(name), list):
        whole[name].extend(value)
    else:
        whole[name] = list(value)


def _content(page: Mapping[str, Any]) -> str:
    content = {name: value for name, value in page.items() if name != TOKEN}
    return hashlib.sha256(json.dumps(content, sort_keys=True, default=str).encode()).hexdigest()


_FACTS = frozenset({"VideoMetadata", "AudioMetadata", "SelectedSegmentTypes", "Model"})
"""Lists that every page repeats."""
