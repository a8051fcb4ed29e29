"""Hints about queries that are read, but perhaps not as their writer means them."""

from typing import Any

from luqum import tree
from luqum.exceptions import ParseError
from luqum.thread import parse


def hint_of(text: str) -> str:
    """Return how AND and OR without brackets are read, in a sentence; nothing where there is no doubt."""
    try:
        found = parse(text) if " OR " in text else None
    except ParseError:
        return ""
    return _hint(found, str(found).strip()) if found is not None else ""


def _hint(node: Any, whole: str) -> str:
    if isinstance(node, tree.UnknownOperation) and (mixed := _one_of(node.children, tree.OrOperation)):
        return _sentence("OR binds more closely than words side by side", whole, mixed)
    if isinstance(node, tree.OrOperation) and (mixed := _one_of(node.children, tree.AndOperation)):
        return _sentence("AND binds more closely than OR", whole, mixed)
    return next((hint for each in node.children if (hint := _hint(each, whole))), "")


def _one_of(nodes: Any, kind: type) -> str:
    return next((str(each).strip() for each in nodes if isinstance(each, kind)), "")


def _sentence(rule: str, whole: str, part: str) -> str:
    return f"{rule}, so this is read as {whole.replace(part, f'({part})', 1)}: brackets say what belongs together"
