"""Placed sentences: a sentence that has a vector is the moment of what was read, so that it is found once.

An operator that makes vectors of a transcript repeats its sentences; who searches looks for what was said.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush
from itertools import chain, islice

from media_insights.search.indexed_moments import IndexedMoment
from media_insights.search.terms import folded

MOST_AT_ONCE = 1000
"""Moments that one sentence is compared with, more than are spoken during any. Without a limit, moments that each last
as long as the file would cost the square of their number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Timed:
    """A moment that has a time, and its words as they are compared."""

    start: int
    until: int
    words: str
    indexed: IndexedMoment

    def shared(self, other: "_Timed") -> int:
        return min(self.until, other.until) - max(self.start, other.start)

    def has_words(self, other: "_Timed") -> bool:
        return bool(self.words and other.words) and (self.words in other.words or other.words in self.words)


def placed_sentences(own: Iterable[IndexedMoment], read: Iterable[IndexedMoment]) -> dict[str, IndexedMoment]:
    """Return id → the moment of what was read that is there at the same time, where there is one.

    Of several it is the one that has the same words, else the one that is there the longest, else the one that begins
    first. At most :data:`MOST_AT_ONCE` are compared with one sentence.
    """
    timed = _timed(read)
    return {
        sentence.indexed.id: max(
            (timed[at] for at in sorted(there)), key=lambda each: (each.has_words(sentence), each.shared(sentence))
        ).indexed
        for sentence, there in _together(_timed(own), timed)
    }


def _timed(moments: Iterable[IndexedMoment]) -> list[_Timed]:
    """Return the moments that have a time, in the order of their times; each is there for at least a millisecond."""
    found = [
        _Timed(start=start, until=max(each.moment.end or 0, start + 1), words=folded(each.moment.title), indexed=each)
        for each in moments
        if (start := each.moment.start) is not None
    ]
    return sorted(found, key=lambda each: (each.start, each.until))


def _together(own: Sequence[_Timed], read: Sequence[_Timed]) -> Iterator[tuple[_Timed, list[int]]]:
    """Yield each sentence with where in what was read the moments are that share some of its time, if any do.

    One sweep over both: ``going_on`` holds (end, place) of what has begun and not ended when the sentence begins.
    """
    going_on, begun = list[tuple[int, int]](), 0
    for sentence in own:
        while begun < len(read) and read[begun].start <= sentence.start:
            heappush(going_on, (read[begun].until, begun))
            begun += 1
        while going_on and going_on[0][0] <= sentence.start:
            heappop(going_on)
        last = bisect_left(read, sentence.until, begun, key=lambda each: each.start)
        there = list(islice(chain((at for _, at in going_on), range(begun, last)), MOST_AT_ONCE))
        if there:
            yield sentence, there
