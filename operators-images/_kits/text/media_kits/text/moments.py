"""When a part of the transcript is said: follows the transcript's items through its text."""

import bisect
from collections.abc import Iterator
from itertools import chain
from typing import Any

from media_kits.text.utterances import utterances_of


class Moments:
    """Where each spoken word stands in the text and when it is said; knows nothing for a text file."""

    def __init__(self, text: str, transcript: dict[str, Any] | None) -> None:
        """Align the items with the text; an item that is not found in it is passed over."""
        self.words = list(_aligned(text, _items_of(transcript)))
        self.starts = [word[0] for word in self.words]

    def of(self, begin: int, end: int) -> dict[str, float]:
        """Return StartTime and EndTime in seconds of the characters `begin` to `end`; empty when not known."""
        first = max(0, bisect.bisect_right(self.starts, begin) - 1)
        said = [word for word in self.words[first : bisect.bisect_left(self.starts, end)] if word[1] > begin]
        return {"StartTime": said[0][2], "EndTime": said[-1][3]} if said else {}


def _items_of(transcript: dict[str, Any] | None) -> list[Any]:
    results = transcript["results"] if transcript else {}
    try:
        return list(chain.from_iterable(utterances_of(results)))
    except (AttributeError, TypeError):
        items = results.get("items") if isinstance(results, dict) else None
        return items if isinstance(items, list) else []


def _aligned(text: str, items: list[Any]) -> Iterator[tuple[int, int, float, float]]:
    position = 0
    for item in items:
        try:
            content = item["alternatives"][0]["content"]
            start, end = float(item["start_time"]), float(item["end_time"])
        except (KeyError, IndexError, TypeError, ValueError):
            continue  # punctuation has no time
        place = text.find(content, position, position + len(content) + 50)
        if place >= 0:
            position = place + len(content)
            yield place, position, start, end
