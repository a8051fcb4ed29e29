"""Edited sentences: vectors of a text that people changed since are left out, and what it says now gets its own.

An operator made one vector for each sentence that it read. Where people changed what it read, or a sentence of its own
result, a vector is of something that nobody finds there any more.
"""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from media_insights.errors import InvalidQuery
from media_insights.results.moments import Moment
from media_insights.search.indexed_moments import IndexedMoment
from media_insights.search.questions import Questions
from media_insights.search.terms import folded
from media_insights.search.vectors import Numbers, VectorBlock, VectorPlace

_Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class EditedPlaces:
    """Where texts were changed: the times of those that have one, and what the others said and say."""

    spans: tuple[_Span, ...]
    """From when to when (ms), in order; no two of them touch."""
    untimed: tuple[str, ...]
    texts: tuple[str, ...]
    """All of them, for what has no time itself."""

    @classmethod
    def of(cls, moments: Iterable[Moment]) -> "EditedPlaces":
        """Return where moments are."""
        found = list(moments)
        timed = sorted(span for each in found if (span := _span(each)))
        texts = {each.title: each.start is None for each in found if each.title}
        untimed = tuple(folded(text) for text, has_no_time in texts.items() if has_no_time)
        return cls(tuple(_joined(timed)), untimed, tuple(map(folded, texts)))

    def meet(self, moment: Moment) -> bool:
        """Return whether a moment is, at least in part, at one of these places."""
        span = _span(moment)
        if span is not None:
            last = bisect_left(self.spans, (span[1],)) - 1
            if last >= 0 and self.spans[last][1] > span[0]:
                return True
        text = folded(moment.title)
        return bool(text) and any(
            each in text or text in each for each in (self.texts if span is None else self.untimed)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class EditedSentences:
    """What edits mean for the vectors of one result."""

    outdated: frozenset[str] = frozenset()
    """Ids of the result's moments whose vectors are of a former text."""
    gone: frozenset[str] = frozenset()
    """Ids of those among them whose own text is the former one, too."""
    now: tuple[IndexedMoment, ...] = ()
    """What is said in their places now, in the order of the index."""

    def block(self, block: VectorBlock, questions: Questions) -> VectorBlock:
        """Return a block with the vectors of what is said now. Raises InvalidQuery where they cannot be computed."""
        said = [each for each in self.now if any(map(str.isalnum, each.moment.title))]
        if not said:
            return block
        if questions.model() != block.model:
            raise InvalidQuery("the other sentences have vectors of another model: run their operator again")
        places = (VectorPlace(moment=each.id, start=each.moment.start) for each in said)
        numbers = questions.sentence_vectors([each.moment.title for each in said])
        return replace(block, places=(*block.places, *places), numbers=Numbers(lambda: chain(block.numbers, [numbers])))


def edited_sentences(
    own: Sequence[IndexedMoment],
    read: Sequence[IndexedMoment],
    *,
    edited: Sequence[Moment],
    read_edited: Sequence[Moment],
) -> EditedSentences:
    """Return what edits mean for the vectors of a result.

    ``own``: its moments as they are edited, ``read``: those of the results that its operator read; ``edited`` and
    ``read_edited``: the moments of either whose title people changed, before and after, or that they left out.
    """
    if not edited and not read_edited:
        return EditedSentences()
    changed_own, changed_read = EditedPlaces.of(edited), EditedPlaces.of(read_edited)
    gone = [each for each in own if changed_read.meet(each.moment)]
    again = [each for each in own if changed_own.meet(each.moment) and not changed_read.meet(each.moment)]
    around = EditedPlaces.of([*read_edited, *(each.moment for each in gone)])
    said = [each for each in read if around.meet(each.moment)]
    return EditedSentences(
        outdated=frozenset(each.id for each in (*gone, *again)),
        gone=frozenset(each.id for each in gone),
        now=(*said, *again),
    )


def _span(moment: Moment) -> _Span | None:
    """Return from when to when a moment is: at least a millisecond."""
    return None if moment.start is None else (moment.start, max(moment.end or 0, moment.start + 1))


def _joined(spans: Iterable[_Span]) -> list[_Span]:
    found = list[_Span]()
    for start, until in spans:
        if found and start <= found[-1][1]:
            found[-1] = found[-1][0], max(until, found[-1][1])
        else:
            found.append((start, until))
    return found
