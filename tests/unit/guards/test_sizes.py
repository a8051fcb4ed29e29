"""Files and functions stay small enough to be read at once."""

import ast
from pathlib import Path

import pytest

from tests.unit.guards.code import OURS, assert_only, exceptions, files, name, tree

LINES_OF_A_FILE = 250
LINES_OF_A_FUNCTION = 60

Function = ast.FunctionDef | ast.AsyncFunctionDef


def functions(path: Path) -> list[Function]:
    return [node for node in ast.walk(tree(path)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]


def length(function: Function) -> int:
    """Lines without the decorators and the docstring."""
    body = function.body
    first = body[0]
    documented = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
    docstring = (first.end_lineno or 0) - first.lineno + 1 if documented else 0
    return (function.end_lineno or 0) - function.lineno + 1 - docstring


def test_no_file_is_long() -> None:
    long = {name(path) for path in files(*OURS) if len(path.read_text("utf-8").splitlines()) > LINES_OF_A_FILE}
    assert_only(long, exceptions("long-files.txt"), f"files over {LINES_OF_A_FILE} lines: split them by concept")


def test_no_function_is_long() -> None:
    long = {
        f"{name(path)} {function.name}"
        for path in files(*OURS, "tests")
        for function in functions(path)
        if length(function) > LINES_OF_A_FUNCTION
    }
    assert not long, f"functions over {LINES_OF_A_FUNCTION} lines: {sorted(long)}"


@pytest.mark.parametrize(
    ("share", "lines"),
    [(0.5, 8), (0.9, 25)],
    ids=["half of all functions", "nine in ten functions"],
)
def test_most_functions_are_shorter(share: float, lines: int) -> None:
    lengths = sorted(length(function) for path in files(*OURS) for function in functions(path))
    assert lengths[int(len(lengths) * share)] <= lines
