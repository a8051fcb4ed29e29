"""Observing has no effects: it assigns nothing of others, and calls nothing for its effect."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from media_insights.controller import observe

FOLDER = Path(observe.__file__).parent
WRITING = {
    *("put", "drop", "refresh", "reserve", "release", "ensure", "forget", "write", "remove", "delete", "create"),
    *("patch", "apply", "append", "extend", "add", "update", "pop", "discard", "clear", "setdefault", "insert"),
}
"""Methods that change what they belong to, in this code and in Python's own collections."""


def effects_of(source: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(source)):
        line = getattr(node, "lineno", 0)
        match node:
            case ast.Expr(value=ast.Call() | ast.Await()):
                yield f"line {line}: called for its effect"
            case ast.Attribute(ctx=ast.Store() | ast.Del()) | ast.Subscript(ctx=ast.Store() | ast.Del()):
                yield f"line {line}: assigns a part of something"
            case ast.Global() | ast.Nonlocal():
                yield f"line {line}: assigns a name of others"
            case ast.Call(func=ast.Attribute(attr=name)) if name in WRITING:
                yield f"line {line}: calls {name}"


@pytest.mark.parametrize("file", sorted(FOLDER.glob("*.py")), ids=lambda file: file.stem)
def test_observing_has_no_effects(file: Path) -> None:
    assert list(effects_of(file.read_text("utf-8"))) == []


@pytest.mark.parametrize(
    "source",
    [
        "self.queueing.reserve(key)",
        "x = self.caches.runs.put(manifest)",
        "await self.api.patch(RUNS, key, {})",
        "self.absorbed[uid] = done",
        "facts.plan = plan",
        "del manifest['status']",
        "tell(key)",
        "found += self.names.pop()",
    ],
)
def test_the_guard_sees_an_effect(source: str) -> None:
    assert list(effects_of(f"async def f():\n    {source}\n"))
