"""Snippets: the text of a moment in which the words of a query stand, cut to a line."""

from collections.abc import Iterator, Sequence

from media_insights.results.moments import Moment
from media_insights.search.terms import TermPhrase, folded, joined_terms

LENGTH = 160
"""Characters of a snippet."""


def snippet_of(moment: Moment, phrases: Sequence[TermPhrase]) -> str:
    """Return the first text of a moment that holds one of the phrases, from shortly before it; else its title.

    What is shorter than the title says less than it: a language's code, a kind of label.
    """
    for text in (each for each in _texts(moment) if len(each) >= len(moment.title)):
        for phrase in phrases:
            if _holds(text, phrase):
                return _cut(text, phrase)
    return _cut(moment.title, None)


def _texts(moment: Moment) -> Iterator[str]:
    yield moment.title
    for value in moment.fields.values():
        yield from (str(each) for each in (value if isinstance(value, list) else [value]))


def _holds(text: str, phrase: TermPhrase) -> bool:
    return f" {' '.join(phrase.terms)}{'' if phrase.is_open else ' '}" in joined_terms(text)


def _cut(text: str, phrase: TermPhrase | None) -> str:
    line = " ".join(text.split())
    if len(line) <= LENGTH:
        return line
    found = folded(line).find(phrase.terms[0]) if phrase else 0
    start = max(0, min(found - LENGTH // 4, len(line) - LENGTH))
    return _dotted(line[start : start + LENGTH], start > 0, start + LENGTH < len(line))


def _dotted(text: str, *ends: bool) -> str:
    before, after = ends
    return f"{'…' if before else ''}{text}{'…' if after else ''}"
