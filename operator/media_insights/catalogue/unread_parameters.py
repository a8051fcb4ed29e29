"""Parameters that an operator declares and nothing reads: neither its programs nor a field of its manifest."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from media_insights.api.v1alpha1 import MediaOperatorSpec
from media_insights.catalogue.libraries import libraries_of


def unread_in(folder: Path, spec: MediaOperatorSpec) -> Iterator[str]:
    """Yield the parameters that no program of the folder, or of its kits, names; only Python is looked at."""
    words = _words_of(folder) if spec.command[0].startswith("python") else set()
    taken = _taken_by_the_manifest(spec)
    yield from (name for name in spec.parameters if words and name not in taken and name not in words)


def _words_of(folder: Path) -> set[str]:
    """Return what the code names: words in its texts, names, attributes, arguments; not what is written about it."""
    found = (path for place in (folder, *libraries_of(folder)) for path in _programs_in(place))
    return {word for path in found for word in _words_in(path.read_text(encoding="utf-8", errors="replace"))}


def _words_in(program: str) -> Iterator[str]:
    try:
        tree = ast.parse(program)
    except SyntaxError:  # which running it says
        yield from re.findall(r"\w+", program)
        return
    remarks = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        named = next((getattr(node, field) for field in _NAMES if isinstance(getattr(node, field, None), str)), "")
        yield named
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in remarks:
            yield from re.findall(r"\w+", node.value)


_NAMES = ("id", "attr", "arg", "name")
"""Fields of syntax trees that hold a name."""


def _programs_in(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*.py")):
        parts = path.relative_to(folder).parts
        if not any(part.startswith(".") for part in parts) and parts[0] != "examples":
            yield path


def _taken_by_the_manifest(spec: MediaOperatorSpec) -> set[str]:
    """Return the parameters that name a file, a collection, the result, or the value of a variable."""
    inputs = {each.parameter for each in spec.inputs if each.parameter}
    return {*inputs, *(each.parameter for each in spec.environment if each.parameter), spec.result_parameter}
