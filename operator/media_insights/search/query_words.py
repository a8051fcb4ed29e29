"""Words in a query: what a word, a phrase or words near each other ask of a field."""

from typing import Any

from luqum import tree

from media_insights.errors import InvalidQuery
from media_insights.search import conditions as c
from media_insights.search.fields import CREATED, EXECUTION, NAMES, NUMBERS, SECONDS
from media_insights.search.query_values import interval_of, name_of
from media_insights.search.terms import TermPhrase, phrase_of

MOST_GAPS = 100
"""Words that may stand between those that are looked for."""
MOST_NEAR = 10
"""Words that are looked for near each other."""


def words_in(field: str, text: str, position: int | None, *, is_open: bool) -> c.MomentCondition:
    """Return that a text stands in a field, or in what bare words are looked for in; ``is_open``: its beginning."""
    if field in NAMES:
        return c.FieldIs(field, name_of(field, text), is_open=is_open)
    if field in (*SECONDS, *NUMBERS, CREATED):
        return interval_of(tree.Word(text, pos=position), field)
    phrase = _phrase(text, position, is_open=is_open)
    return c.FieldHasWords(field, phrase) if field else c.HasWords(phrase)


def with_any_value(field: str) -> c.MomentCondition:
    """Return that a field has a value; every moment has all names but that of its execution, which may be unknown."""
    if field == EXECUTION:
        return c.NotSo(c.FieldIs(field, ""))
    return c.Everything() if not field or field in NAMES else c.FieldExists(field)


def words_near(field: str, node: Any) -> c.MomentCondition:
    """Return that the words of ``"a b"~3`` stand near each other, in any order."""
    text, gaps = tree.Word(node.term.value[1:-1]).unescaped_value, int(node.degree)
    if field in (*NAMES, *SECONDS, *NUMBERS, CREATED):
        raise InvalidQuery(f"{node}: a distance belongs to words of a text, and {field} holds none", node.pos)
    words = text.split()
    if not 0 <= gaps <= MOST_GAPS or not 2 <= len(words) <= MOST_NEAR:
        allowed = f"2 to {MOST_NEAR} words and at most {MOST_GAPS} between them"
        raise InvalidQuery(f'{node}: write {allowed}, for instance "deep water"~3', node.pos)
    return c.WordsNear(field, tuple(_phrase(word, node.pos, is_open=False) for word in words), gaps)


def _phrase(text: str, position: int | None, *, is_open: bool) -> TermPhrase:
    phrase = phrase_of(text, is_open=is_open)
    if not phrase.terms:
        raise InvalidQuery(f'"{text}" holds neither letters nor digits: nothing can be found by it', position)
    return phrase


def plain_words(node: Any) -> str:
    """Return the words of a node that holds nothing else; empty for every other one."""
    match node:
        case tree.Word():
            return str(node.unescaped_value).rstrip("*?")
        case tree.Phrase():
            return str(tree.Word(node.value[1:-1]).unescaped_value)
        case tree.Group() | tree.OrOperation() | tree.AndOperation() | tree.UnknownOperation():
            parts = [plain_words(each) for each in node.children]
            return " ".join(parts) if all(parts) else ""
        case _:
            return ""
