"""Pure layers know no clock, no chance and no disk; import-linter forbids the modules, this what hides in types."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.unit.guards.code import modules, name, tree

PURE = ("api", "results", "domain", "actions", "ports", "compile", "exports", "imports")
CLOCKS = {"now", "today", "utcnow"}
"""Methods of ``datetime`` and ``date``, which are needed as types."""
DISK = {"open", "read_text", "read_bytes", "write_text", "write_bytes", "unlink", "mkdir", "iterdir", "rglob"}
CONSOLE = {"open", "print", "input", "exec", "eval"}


NETWORK = {"urllib.request", "urllib.robotparser"}
"""Import-linter knows ``urllib`` only as a whole, and ``urllib.parse`` is pure."""


def impurities(path: Path) -> Iterator[str]:
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.ImportFrom) and node.module == "pathlib":
            yield from (f"imports pathlib.{each.name}" for each in node.names if not each.name.startswith("Pure"))
        elif isinstance(node, ast.Import | ast.ImportFrom) and (network := NETWORK & imported(node)):
            yield f"imports {', '.join(network)}"
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            if node.func.attr in CLOCKS | DISK:
                yield f"calls .{node.func.attr}() in line {node.lineno}"
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in CONSOLE:
            yield f"calls {node.func.id}() in line {node.lineno}"


def imported(node: ast.Import | ast.ImportFrom) -> set[str]:
    """Return the modules that a statement may import: ``from a import b`` may be ``a`` or ``a.b``."""
    names = {each.name for each in node.names}
    if isinstance(node, ast.Import):
        return names
    return {node.module or ""} | {f"{node.module}.{each}" for each in names}


def test_every_way_to_import_the_network_is_found() -> None:
    for statement in ("import urllib.request", "from urllib import request", "from urllib.request import urlopen"):
        (node,) = ast.parse(statement).body
        assert isinstance(node, ast.Import | ast.ImportFrom)
        assert NETWORK & imported(node)


@pytest.mark.parametrize("layer", PURE)
def test_a_pure_layer_gets_clock_chance_and_content_as_arguments(layer: str) -> None:
    found = {name(path): list(impurities(path)) for path in modules(layer)}
    assert {path: each for path, each in found.items() if each} == {}
