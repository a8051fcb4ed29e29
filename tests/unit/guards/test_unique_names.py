"""One name, one thing: whoever searches for a module or a class finds the one that is meant."""

import ast
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


def classes(layer: str = "") -> list[str]:
    return [
        node.name
        for path in modules(layer)
        for node in tree(path).body
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_")
    ]


@pytest.mark.parametrize("layer", LAYERS)
def test_no_two_modules_of_a_layer_have_one_name(layer: str) -> None:
    assert repeated(path.stem for path in modules(layer)) == set()


@pytest.mark.parametrize("layer", LAYERS)
def test_no_two_public_classes_of_a_layer_have_one_name(layer: str) -> None:
    assert repeated(classes(layer)) == set()


def test_no_two_public_classes_have_one_name() -> None:
    assert_only(repeated(classes()), exceptions("repeated-classes.txt"), "public classes of one name")
