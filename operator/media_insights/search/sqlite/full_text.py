"""Full text first: the part of a condition that FTS5 answers alone, so that only what it finds is examined further."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from media_insights.search import conditions as c
from media_insights.search.sqlite.word_matches import ANYWHERE, match_of, near_match_of
from media_insights.search.terms import TermPhrase


@dataclass(frozen=True, slots=True)
class DrivenSearch:
    """A condition in two parts, both of which must hold."""

    match: str
    """What FTS5 is asked; empty: nothing, since a hit may hold no words of the query."""
    rest: c.MomentCondition
    """What is left to be examined of each moment that it finds."""
    is_ranking: bool = False
    """Whether all words that hits are ranked by stand in ``match``."""


@dataclass(frozen=True, slots=True)
class _Words:
    """Words that every moment holds that fulfils a condition."""

    match: str
    """As FTS5 is asked for them; empty: a moment may hold none."""
    phrases: frozenset[TermPhrase] = field(default_factory=frozenset)
    is_whole: bool = False
    """Whether every moment that holds them fulfils the condition."""


_NONE = _Words("")


def driven_search(condition: c.MomentCondition) -> DrivenSearch:
    """Return a condition with the words taken out that every hit holds; else as it is."""
    words = _words_in(condition)
    if not words.match:
        return DrivenSearch("", condition)
    return DrivenSearch(words.match, _rest(condition, words), words.phrases >= set(c.phrases_in(condition)))


def _rest(condition: c.MomentCondition, words: _Words) -> c.MomentCondition:
    if words.is_whole:
        return c.Everything()
    if isinstance(condition, c.AllOf):
        return c.AllOf(tuple(part for part in condition.parts if not _words_in(part).is_whole))
    return condition


def _words_in(condition: c.MomentCondition) -> _Words:
    match condition:
        case c.HasWords(phrase):
            return _Words(f"({ANYWHERE} : ({match_of(phrase)}))", frozenset([phrase]), is_whole=True)
        case c.FieldHasWords(_, phrase):
            return _Words(f"({match_of(phrase)})", frozenset([phrase]))
        case c.WordsNear(field_, phrases):
            near = near_match_of(condition)
            match = f"({near})" if field_ else f"({ANYWHERE} : ({near}))"
            return _Words(match, frozenset(phrases), is_whole=not field_)
        case c.AnyOf(parts):
            found = [_words_in(part) for part in parts]
            return _joined(found, "OR") if all(each.match for each in found) else _NONE
        case c.AllOf(parts):
            found = [_words_in(part) for part in parts]
            return _joined([each for each in found if each.match], "AND", leaves=not all(each.match for each in found))
        case _:
            return _NONE


def _joined(found: Sequence[_Words], word: str, *, leaves: bool = False) -> _Words:
    """Return several as one; ``leaves``: there is more to examine besides them."""
    if not found:
        return _NONE
    return _Words(
        f"({f' {word} '.join(each.match for each in found)})",
        frozenset[TermPhrase]().union(*(each.phrases for each in found)),
        is_whole=not leaves and all(each.is_whole for each in found),
    )
