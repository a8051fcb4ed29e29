"""A run that was planned by a former version of an operator meets the image of the present one during an upgrade."""

import ast
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.unit.test_catalogue_of_operators import CATALOGUE, ROOT

FORMER: dict[str, list[str]] = json.loads(Path(__file__).with_name("parameters-of-0.1.json").read_text("utf-8"))
NEW = [
    (operator, name)
    for operator, known in FORMER.items()
    for name in CATALOGUE[operator].parameters
    if name not in known
]
KITS = sorted((ROOT / "operators-images/_kits").rglob("*.py"))


def nodes_of(operator: str) -> Iterator[ast.AST]:
    for file in (*sorted((ROOT / "operators-images" / operator).glob("*.py")), *KITS):
        yield from ast.walk(ast.parse(file.read_text("utf-8")))


@pytest.mark.parametrize(("operator", "name"), NEW)
def test_a_parameter_that_came_later_is_read_with_its_default(operator: str, name: str) -> None:
    """Where it must be there, every run that was planned before it came fails."""
    demanded, defaults = [], []
    for node in nodes_of(operator):
        match node:
            case ast.Subscript(slice=ast.Constant(value=str(key))) if key == name:
                demanded.append(ast.unparse(node))
            case ast.Call(func=ast.Attribute(attr="get"), args=[ast.Constant(value=str(key)), default]) if key == name:
                defaults.append(ast.literal_eval(default))
    assert demanded == []
    assert all(each == CATALOGUE[operator].parameters[name].get("default") for each in defaults)
