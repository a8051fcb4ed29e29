"""Every test that a page of the documentation names as its proof exists."""

import ast
import re
from pathlib import Path

import pytest

from tests.unit.guards.code import ROOT, tree

NAMED = re.compile(r"`(tests/[\w/-]+\.py)(?:::(\w+))?`")
PAGES = ("docs/threats.md", "docs/security.md")


def named(page: str) -> list[tuple[str, str]]:
    """Return the files of tests that a page names, each with the test in it, or nothing for all of them."""
    return NAMED.findall((ROOT / page).read_text("utf-8"))


def names_in(path: Path) -> set[str]:
    """Return the tests of a file; empty where there is none."""
    functions = (ast.FunctionDef, ast.AsyncFunctionDef)
    found = tree(path).body if path.is_file() else []
    return {each.name for each in found if isinstance(each, functions) and each.name.startswith("test_")}


@pytest.mark.parametrize("page", PAGES)
def test_every_test_that_a_page_names_exists(page: str) -> None:
    assert named(page)
    absent = [
        f"{file}::{test}"
        for file, test in named(page)
        if not (found := names_in(ROOT / file)) or (test and test not in found)
    ]
    assert absent == []


def test_nothing_that_looks_like_a_test_escapes_the_check() -> None:
    for page in PAGES:
        text = (ROOT / page).read_text("utf-8")
        assert text.count("::test_") == len([test for _, test in named(page) if test]), page
        assert len(re.findall(r"tests/[\w/-]+\.py", text)) == len(named(page)), page
