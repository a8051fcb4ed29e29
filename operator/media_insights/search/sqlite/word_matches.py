"""Word matches: phrases in the words of FTS5."""

from media_insights.search.conditions import WordsNear
from media_insights.search.terms import TermPhrase

ANYWHERE = "{title text}"
"""Columns of ``words`` that bare words are looked for in."""


def match_of(phrase: TermPhrase) -> str:
    """Return a phrase in the words of FTS5; terms are letters and digits only, so that nothing has to be escaped."""
    return f'"{" ".join(phrase.terms)}"{" *" if phrase.is_open else ""}'


def near_match_of(condition: WordsNear) -> str:
    """Return phrases that are near each other in the words of FTS5, which counts the terms of those in between, too."""
    phrases = condition.phrases
    between = sum(sorted(len(each.terms) for each in phrases)[2:])
    return f"NEAR({' '.join(map(match_of, phrases))}, {condition.gaps + between})"
