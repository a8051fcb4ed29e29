"""A reason is a documented constant: programs compare it, so it is spelt in one place."""

import ast
import re
from collections.abc import Iterator

from media_insights.api.v1alpha1 import reasons
from tests.unit.guards.code import modules, name, tree

DECLARED = {value for key, value in vars(reasons).items() if key.isupper()}
COMPOUND = {each for each in DECLARED if len(re.findall("[A-Z]", each)) > 1}
"""Those that can mean nothing else: one word, such as Invalid, may also be another's."""
MAKERS = {"Problem", "Rejection", "UnusableMedia", "Refused", "Wrong", "condition", "replace"}
"""What takes a reason that stands in a condition later; events and queues have words of their own."""
STATES = {"Complete", "Error", "Cancelled", "TimedOut"}


def literals() -> Iterator[tuple[str, str]]:
    """Yield (place, text) of every string of the package outside of the constants' own module."""
    for path in modules():
        if path.name != "reasons.py":
            for node in ast.walk(tree(path)):
                if isinstance(node, ast.Constant) and isinstance(node.value, str):
                    yield f"{name(path)}:{node.lineno}", node.value


def spelt_reasons() -> Iterator[str]:
    """Yield the places where a maker gets a CamelCase word for its reason."""
    for path in modules():
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in MAKERS:
                for keyword in node.keywords:
                    value = keyword.value.value if isinstance(keyword.value, ast.Constant) else ""
                    if keyword.arg == "reason" and value and value not in STATES:
                        yield f"{name(path)}:{keyword.lineno}: {value!r}"


def test_every_reason_is_spelt_once() -> None:
    assert [f"{place}: {text}" for place, text in literals() if text in COMPOUND] == []


def test_what_is_refused_takes_its_reason_from_the_constants() -> None:
    assert list(spelt_reasons()) == []


def test_every_reason_is_one_documented_word() -> None:
    body = tree(next(path for path in modules("api") if path.name == "reasons.py")).body
    kinds = [type(node).__name__ for node in body[2:]]
    assert kinds == ["AnnAssign", "Expr"] * len(DECLARED)
    assert all(re.fullmatch("([A-Z][a-z]+)+", each) for each in DECLARED)
