"""Every package says in a few lines what belongs there, and what does not."""

import ast

import pytest

from tests.unit.guards.code import PACKAGE, exceptions, files, name, tree

CHARTERS = [path for path in files("operator/media_insights") if path.name == "__init__.py" and path.parent != PACKAGE]
FREE = exceptions("free-charters.txt")


@pytest.mark.parametrize("path", CHARTERS, ids=name)
def test_a_charter_says_what_must_not_be_there(path: object) -> None:
    assert isinstance(path, type(PACKAGE))
    charter = ast.get_docstring(tree(path)) or ""
    assert 0 < len(charter.splitlines()) <= 10
    assert ("must not be here:" in charter.lower()) is (name(path) not in FREE)
