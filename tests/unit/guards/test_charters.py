"""Every package says in a few lines what belongs there, and what does not."""

import ast
from pathlib import Path

import pytest

from tests.unit.guards.code import OURS, PACKAGE, files, name, tree

CHARTERS = [path for path in files(*OURS) if path.name == "__init__.py" and path.parent != PACKAGE]
"""Of packages of the product, kits, SDK, code for MIE's operators and builders' tools; the product's own is a map."""


@pytest.mark.parametrize("path", CHARTERS, ids=name)
def test_a_charter_says_what_must_not_be_there(path: Path) -> None:
    charter = ast.get_docstring(tree(path)) or ""
    assert 0 < len(charter.splitlines()) <= 10
    assert "must not be here:" in charter.lower()


def test_every_folder_of_builders_code_is_covered() -> None:
    folders = {name(path.parent) for path in CHARTERS}
    assert {"dev", "dev/images", "dev/tools", "dev/cluster", "operators-images/_sdk/media_operator"} <= folders
    assert sum("/media_kits/" in folder for folder in folders) >= 7
