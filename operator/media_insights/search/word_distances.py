"""Distances between words of a text, as ``"deep water"~3`` asks for them: in any order, with so many words between."""

from collections.abc import Iterator, Sequence

from media_insights.search.terms import TermPhrase

_Span = tuple[int, int]
"""Number of the first term of a phrase in a text, and of the one after its last."""


def are_near(terms: Sequence[str], phrases: Sequence[TermPhrase], gaps: int) -> bool:
    """Return whether all phrases stand in a text's terms with at most so many other terms between them."""
    places = sorted((place, number) for number, phrase in enumerate(phrases) for place in _places(terms, phrase))
    newest = dict[int, _Span]()
    for place, number in places:
        newest[number] = place
        if len(newest) == len(phrases) and _between(list(newest.values())) <= gaps:
            return True
    return False


def _places(terms: Sequence[str], phrase: TermPhrase) -> Iterator[_Span]:
    wanted = phrase.terms
    for at in range(len(terms) - len(wanted) + 1):
        found = terms[at : at + len(wanted)]
        last = found[-1].startswith(wanted[-1]) if phrase.is_open else found[-1] == wanted[-1]
        if last and tuple(found[:-1]) == wanted[:-1]:
            yield at, at + len(wanted)


def _between(places: Sequence[_Span]) -> int:
    """Return how many terms stand between phrases that are not part of one."""
    covered = {at for start, end in places for at in range(start, end)}
    return max(end for _, end in places) - min(start for start, _ in places) - len(covered)
