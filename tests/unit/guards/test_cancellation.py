"""Whoever waits can be cancelled: ``asyncio.wait_for`` of Python 3.11 loses a cancellation that meets its result."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.unit.guards.code import OURS, files, name, tree


def lost_cancellations(module: ast.Module) -> Iterator[int]:
    """Yield the lines that use it, by whatever name ``asyncio`` or the function itself was imported."""
    modules = {"asyncio"}
    for node in ast.walk(module):
        if isinstance(node, ast.Import):
            modules |= {each.asname for each in node.names if each.name == "asyncio" and each.asname}
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("asyncio"):
            yield from (node.lineno for each in node.names if each.name == "wait_for")
    for node in ast.walk(module):
        if isinstance(node, ast.Attribute) and node.attr == "wait_for":
            owner = node.value
            named = owner.attr if isinstance(owner, ast.Attribute) else getattr(owner, "id", "")
            if named in modules or named == "tasks":
                yield node.lineno


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("import asyncio\nasyncio.wait_for(x(), 1)", [2]),
        ("import asyncio as aio\naio.wait_for(x(), 1)", [2]),
        ("from asyncio import wait_for", [1]),
        ("from asyncio.tasks import wait_for as within", [1]),
        ("import asyncio\nasyncio.tasks.wait_for(x(), 1)", [2]),
        ("freed = asyncio.Condition()\nfreed.wait_for(f)", []),
        ("import asyncio\nasync with asyncio.timeout(1): pass", []),
    ],
)
def test_every_spelling_of_it_is_found(code: str, found: list[int]) -> None:
    # statements that await stand in a function
    lines = code.splitlines()
    text = "\n".join(each if "async with" not in each else f"async def f():\n {each}" for each in lines)
    assert list(lost_cancellations(ast.parse(text))) == found


def test_nothing_waits_by_it() -> None:
    found = {f"{name(path)}:{line}" for path in _modules() for line in lost_cancellations(tree(path))}
    assert not found, f"say `async with asyncio.timeout(seconds):` in {sorted(found)}"


def _modules() -> tuple[Path, ...]:
    return files(*OURS)
