"""How an edit finds what it is about in a result, also in one of a later run whose times and words differ a little."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from media_insights.domain.edits.edit_log import Anchor, EditBox
from media_insights.results.moments import Box, Moment

LEAST_OVERLAP = 0.5
"""Share of the time that two moments have in common, of the time that one or the other has."""
LEAST_SIMILARITY = 0.6
"""Share of the characters that two longer texts have in common (Ratcliff and Obershelp)."""
SHORT = 12
"""Shorter texts are names, of which two that differ are two: they must be equal."""
LONGEST = 240
"""Characters of two texts that are compared, from their beginning: the time grows with their product."""
SHORTEST_MILLIS = 1500
"""A shorter moment counts as one that lasts so long around its middle: runs may sample other frames."""

AnchorSpan = tuple[float, float]


def similarity(one: str, other: str) -> float:
    """Return how much two texts are the same: 1 when equal but for case and spaces, 0 when they are not alike."""
    plain, wanted = " ".join(one.split()).casefold(), " ".join(other.split()).casefold()
    if plain == wanted:
        return 1.0
    if min(len(plain), len(wanted)) < SHORT:
        return 0.0
    compared = SequenceMatcher(None, plain[:LONGEST], wanted[:LONGEST], autojunk=False)
    if compared.real_quick_ratio() < LEAST_SIMILARITY or compared.quick_ratio() < LEAST_SIMILARITY:
        return 0.0
    ratio = compared.ratio()
    return ratio if ratio >= LEAST_SIMILARITY else 0.0


def overlap(one: AnchorSpan, other: AnchorSpan) -> float:
    """Return the share of time that two spans have in common, of all that they take; 0 below the least."""
    common = min(one[1], other[1]) - max(one[0], other[0])
    share = max(0.0, common) / (max(one[1], other[1]) - min(one[0], other[0]))
    return share if share >= LEAST_OVERLAP else 0.0


def span_of(start: int, end: int | None) -> AnchorSpan:
    """Return the time of a moment, at least :data:`SHORTEST_MILLIS` long."""
    last = start if end is None else max(start, end)
    missing = max(0, SHORTEST_MILLIS - (last - start)) / 2
    return start - missing, last + missing


@dataclass(frozen=True, slots=True)
class Finder:
    """Finds the moments of one result that an anchor means."""

    moments: Sequence[Moment]
    _starts: list[tuple[float, int]]

    @classmethod
    def over(cls, moments: Sequence[Moment]) -> "Finder":
        """Return a finder over the moments of a result."""
        timed = ((each, number) for number, each in enumerate(moments) if each.start is not None)
        return cls(moments, sorted((span_of(each.start or 0, each.end)[0], number) for each, number in timed))

    def find(self, anchor: Anchor) -> list[int]:
        """Return the numbers of the moments that fit best: one, or several that nothing tells apart."""
        if anchor.start is None:
            numbers = [at for at, each in enumerate(self.moments) if similarity(each.title, anchor.title) == 1]
            return [at for at in numbers if _box_fits(self.moments[at], anchor.box)]
        if anchor.throughout:
            return self._throughout(anchor, anchor.start, anchor.start if anchor.end is None else anchor.end)
        wanted = span_of(anchor.start, anchor.end)
        scores = {at: self._score(self.moments[at], anchor, wanted) for at in self._near(wanted)}
        best = max(scores.values(), default=0.0)
        return sorted(at for at, score in scores.items() if score == best) if best > 0 else []

    def _throughout(self, anchor: Anchor, first: int, last: int) -> list[int]:
        """Return the moments of a title that begin in a span of time, as little beside it as runs may differ."""
        beside = SHORTEST_MILLIS / 2
        begin = ((at, each, each.start) for at, each in enumerate(self.moments) if each.start is not None)
        near = [(at, each) for at, each, start in begin if first - beside <= start <= last + beside]
        return [at for at, each in near if similarity(each.title, anchor.title) == 1 and _box_fits(each, anchor.box)]

    def _near(self, wanted: AnchorSpan) -> list[int]:
        """Return what may overlap enough: no moment that begins a length before the span, or after it, does."""
        length = wanted[1] - wanted[0]
        first = bisect_left(self._starts, (wanted[0] - length, -1))
        last = bisect_right(self._starts, (wanted[1], len(self.moments)))
        return [number for _, number in self._starts[first:last]]

    def _score(self, moment: Moment, anchor: Anchor, wanted: AnchorSpan) -> float:
        shared = overlap(span_of(moment.start or 0, moment.end), wanted)
        if not shared or not _box_fits(moment, anchor.box):
            return 0.0
        return shared * similarity(moment.title, anchor.title)


def _box_fits(moment: Moment, box: EditBox | None) -> bool:
    """Return whether one of a moment's boxes is the one, where a box is named and the moment has any."""
    return box is None or not moment.boxes or any(_shared_area(each, box) >= LEAST_OVERLAP for each in moment.boxes)


def _shared_area(one: Box, other: EditBox) -> float:
    width = min(one.left + one.width, other.left + other.width) - max(one.left, other.left)
    height = min(one.top + one.height, other.top + other.height) - max(one.top, other.top)
    common = max(0.0, width) * max(0.0, height)
    return common / (one.width * one.height + other.width * other.height - common)
