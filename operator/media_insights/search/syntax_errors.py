"""Syntax errors of queries: where it goes wrong, and what would be right."""

import re

from media_insights.errors import InvalidQuery

_POSITION = re.compile(r"position (\d+)")
_FIELD = re.compile(r"([\w.-]+):\s*$")
_WORDS = re.compile(r"(?<!\S)(AND|OR|NOT)(?!\S)")


def syntax_error(text: str, said: str) -> InvalidQuery:
    """Return the error of a query that the parser does not accept; ``said`` is the parser's sentence."""
    for rule in (_open_quote, _open_bracket, _operator_at_the_end, _field_at_the_end):
        found = rule(text)
        if found:
            return found
    match = _POSITION.search(said)
    position = int(match[1]) if match else len(text)
    return InvalidQuery(
        f"the query cannot be read from {_shown(text[position:])} on, at character {position + 1}: "
        'put a text with : ( ) [ ] { } or AND OR NOT in it between quotes, for instance Start:>"00:01:30"',
        position,
    )


def _open_quote(text: str) -> InvalidQuery | None:
    quotes = [match.start() for match in re.finditer(r'(?<!\\)"', text)]
    if len(quotes) % 2 == 0:
        return None
    return InvalidQuery(f'the quote at character {quotes[-1] + 1} is not closed: write {text}"', quotes[-1])


def _open_bracket(text: str) -> InvalidQuery | None:
    plain = re.sub(r'"(?:\\.|[^"\\])*"', lambda match: "x" * len(match[0]), text)
    opened: list[int] = []
    for at, char in enumerate(plain):
        if char == "(":
            opened.append(at)
        elif char == ")" and not opened:
            return InvalidQuery(f"the bracket ) at character {at + 1} was not opened: remove it", at)
        elif char == ")":
            opened.pop()
    if not opened:
        return None
    return InvalidQuery(f"the bracket ( at character {opened[-1] + 1} is not closed: add a )", opened[-1])


def _operator_at_the_end(text: str) -> InvalidQuery | None:
    words = list(_WORDS.finditer(text.rstrip()))
    if not words or words[-1].end() != len(text.rstrip()):
        return None
    last = words[-1]
    return InvalidQuery(
        f"nothing stands after {last[1]} at character {last.start() + 1}: add a word, or remove {last[1]}", last.start()
    )


def _field_at_the_end(text: str) -> InvalidQuery | None:
    found = _FIELD.search(text)
    if found is None:
        return None
    name, at = found[1], found.start()
    return InvalidQuery(f"nothing stands after {name}: at character {at + 1}: add a word, or {name}:* for any", at)


def _shown(text: str) -> str:
    return repr(text[:20]) if text else "its end"
