"""One name, one thing: whoever searches for a module or a class finds the one that is meant."""

import ast
import re
from collections import defaultdict
from collections.abc import Iterable

import pytest

from tests.unit.guards.code import PACKAGE, assert_only, exceptions, modules, tree

LAYERS = sorted(path.name for path in PACKAGE.iterdir() if (path / "__init__.py").is_file())


def repeated(names: Iterable[str]) -> set[str]:
    counted: dict[str, int] = defaultdict(int)
    for each in names:
        counted[each] += 1
    return {each for each, count in counted.items() if count > 1}


CAMEL_CASE = re.compile(r"([A-Z][a-z0-9]+)+")


def types(layer: str = "") -> list[str]:
    """Return the public classes of a layer, and its aliases, which are read like classes wherever they are used."""
    found = (_names(node) for path in modules(layer) for node in tree(path).body)
    return [name for names in found for name in names if not name.startswith("_")]


def _names(node: ast.stmt) -> list[str]:
    if isinstance(node, ast.ClassDef):
        return [node.name]
    targets = node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
    return [each.id for each in targets if isinstance(each, ast.Name) and CAMEL_CASE.fullmatch(each.id)]


@pytest.mark.parametrize("layer", LAYERS)
def test_no_two_modules_of_a_layer_have_one_name(layer: str) -> None:
    assert repeated(path.stem for path in modules(layer)) == set()


@pytest.mark.parametrize("layer", LAYERS)
def test_no_two_public_types_of_a_layer_have_one_name(layer: str) -> None:
    assert repeated(types(layer)) == set()


def test_no_two_public_types_have_one_name() -> None:
    assert_only(repeated(types()), exceptions("repeated-types.txt"), "public types of one name")
