"""What the package declares to depend on is what it imports: no more, and nothing that only comes with another."""

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "operator/media_insights"
BUILDER = ROOT / "dev/images"
"""What the wheel carries for `operator build`."""
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
TOOLS = {
    "helm-python-sdk",  # imported by pytest, where there is a wheel of it
    "import-linter",
    "mypy",
    "otio-cmx3600-adapter",
    "pytest-asyncio",
    "pytest-rerunfailures",
    "pytest-xdist",
    "ruff",
}
"""Programs and plugins: run or found by name, imported by nobody."""
BROUGHT = {"botocore": "boto3", "pydantic_core": "pydantic", "starlette": "fastapi", "urllib3": "argo-workflows"}
"""Modules of a declared library's own lower half: their version is that library's choice."""
EXTRAS = PROJECT["project"]["optional-dependencies"]
DECLARED = [*PROJECT["project"]["dependencies"], *(each for extra in EXTRAS.values() for each in extra)]


def test_every_declared_dependency_is_imported() -> None:
    assert _names(DECLARED) - _distributions(_imported(PACKAGE) | _imported(BUILDER)) == set()


def test_everything_imported_is_declared() -> None:
    known = {"media_insights", *sys.stdlib_module_names, *BROUGHT}
    needed = {name for name in _imported(PACKAGE) - known if not name.startswith("types_")}  # those are for mypy
    assert {name for name in needed if not _distributions({name}) & _names(DECLARED)} == set()
    assert set(BROUGHT) <= _imported(PACKAGE)
    assert set(BROUGHT.values()) <= _names(DECLARED)


def test_every_development_dependency_is_imported_or_a_tool() -> None:
    declared = {name for name in _names(PROJECT["dependency-groups"]["dev"]) if not name.startswith("types-")}
    used = _imported(ROOT / "tests") | _imported(ROOT / "dev") | _imported(PACKAGE)
    assert declared - TOOLS - _distributions(used) == set()


def _names(requirements: list[str]) -> set[str]:
    return {_normal(re.split(r"[\s\[<>=!~;]", requirement, maxsplit=1)[0]) for requirement in requirements}


def _normal(name: str) -> str:
    """Return a distribution's name as the index compares it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def _distributions(modules: set[str]) -> set[str]:
    installed = packages_distributions()
    return {_normal(name) for module in modules for name in installed.get(module, [])}


def _imported(folder: Path) -> set[str]:
    """Return the first parts of the names of all modules that a folder's Python files import."""
    return {name.partition(".")[0] for path in folder.rglob("*.py") for name in _imports_of(path)}


def _imports_of(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module
