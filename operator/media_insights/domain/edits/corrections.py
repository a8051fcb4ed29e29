"""Corrections of a text that an operator read: what they mean for what it made of that text.

Operators never read what people edited. So whoever reads their results carries corrections over, as far as words tell
how, and marks what was made of words that are not there any more.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from media_insights.domain.edits.carried_words import Correction, EditedText, SaysNow, carried
from media_insights.results.moments import Moment

MOST_AT_ONCE = 200
"""Corrections that one moment is compared with: a chapter spans many sentences."""
MOST_COMPARED = 20_000_000
"""Pairs of words that are compared in one result; what is beyond is marked, and keeps its words."""
LEAST_COMPARED = 200
"""Pairs of words that a comparison counts as at least: that of two single words takes as long as some thousand."""


@dataclass(frozen=True, slots=True)
class CorrectedTexts:
    """Texts of one moment after corrections."""

    texts: tuple[str, ...]
    is_outdated: bool
    """Whether the moment was made of words that are not there any more, and is not corrected itself."""
    is_gone: bool
    """Whether nothing is left of what it said."""


@dataclass(slots=True)
class Corrections:
    """The corrections of all that an operator read."""

    timed: Sequence[Correction]
    """In the order of their starts."""
    untimed: Sequence[Correction]
    _starts: list[int]
    _longest: int
    """Milliseconds."""
    _left: int = field(default=MOST_COMPARED)

    @classmethod
    def of(cls, found: Iterable[Correction]) -> "Corrections":
        """Return corrections by their time."""
        every = list(found)
        timed = sorted((each for each in every if each.start is not None), key=lambda each: each.start or 0)
        spans = [_span(each.start or 0, each.end) for each in timed]
        longest = max((until - start for start, until in spans), default=0)
        return cls(timed, [each for each in every if each.start is None], [start for start, _ in spans], longest)

    def __bool__(self) -> bool:
        """Return whether there are any."""
        return bool(self.timed or self.untimed)

    def applied(self, moment: Moment, texts: Sequence[str]) -> CorrectedTexts:
        """Return the texts of a moment with the corrections of its time; moments without a time fit by their words."""
        is_outdated = False
        now = [EditedText(each) for each in texts]
        for number, correction in enumerate(self._near(moment)):
            if number == MOST_AT_ONCE:
                is_outdated |= correction.changes_words
                break
            said = [self._carried(each, correction, is_speech=moment.kind == "Speech") for each in now]
            now = [each for each, _ in said]
            is_outdated |= correction.changes_words and _is_outdated(moment, correction, [says for _, says in said])
        is_gone = any(EditedText(each).words for each in texts) and not any(each.words for each in now)
        return CorrectedTexts(tuple(each.text for each in now), is_outdated, is_gone)

    def _near(self, moment: Moment) -> Iterator[Correction]:
        if moment.start is None:
            yield from self.timed
        else:
            start, until = _span(moment.start, moment.end)
            first = bisect_left(self._starts, start - self._longest)
            last = bisect_left(self._starts, until)
            yield from (each for each in self.timed[first:last] if _shared(moment, each) > 0)
        yield from self.untimed

    def _carried(self, text: EditedText, correction: Correction, *, is_speech: bool) -> tuple[EditedText, SaysNow]:
        """Return the text afterwards; one that stays is the same object, whose words are known already."""
        if correction.known_words.isdisjoint(text.plain):
            return text, "Else"
        self._left -= max(LEAST_COMPARED, len(text.words) * len(correction.before.words))
        if self._left <= 0:
            return text, "Former"
        now, says = carried(text, correction, is_speech=is_speech)
        return (text if now == text.text else EditedText(now)), says


def _is_outdated(moment: Moment, correction: Correction, says: Sequence[SaysNow]) -> bool:
    """Return whether a moment was made of former words.

    Speech that was corrected says what is said. What else was corrected – who is named, how somebody feels, what a
    chapter is about – was found in the former words. Speech in none of these words is a translation of them.
    """
    if "Former" in says:
        return True
    if moment.kind != "Speech":
        return "Corrected" in says
    return set(says) == {"Else"} and _is_during(moment, correction)


def _is_during(moment: Moment, correction: Correction) -> bool:
    """Return whether a moment and a correction have half of the shorter one's time in common."""
    if moment.start is None or correction.start is None:
        return True
    lengths = [until - start for start, until in (_span(moment.start, moment.end), _span_of(correction))]
    return 2 * _shared(moment, correction) >= min(lengths)


def _shared(moment: Moment, correction: Correction) -> int:
    one, other = _span(moment.start or 0, moment.end), _span_of(correction)
    return min(one[1], other[1]) - max(one[0], other[0])


def _span_of(correction: Correction) -> tuple[int, int]:
    return _span(correction.start or 0, correction.end)


def _span(start: int, end: int | None) -> tuple[int, int]:
    """Return from when to when something is: at least a millisecond."""
    return start, max(end or 0, start + 1)
