"""The operator SDK is as small as its README says, and holds nothing for one operator alone."""

import ast
import io
import sys
import tokenize
from collections.abc import Iterator
from pathlib import Path

import pytest

IMAGES = Path(__file__).parents[2] / "operators-images"
SDK = IMAGES / "_sdk"
PACKAGE = "media_operator"
CONTRACT = ("operators", "outputs", "running", "errors")
MODULES = sorted(path for path in SDK.glob(f"{PACKAGE}/**/*.py") if path.name != "__init__.py")
SILENT = {tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER}


def imported(path: Path) -> Iterator[str]:
    """The modules that a file imports, each with the names that it takes from one."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (each.name for each in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{each.name}" for each in node.names)


def lines_of_code(path: Path) -> int:
    source = path.read_text("utf-8")
    constants = (node.value for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Expr))
    texts = [node for node in constants if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    tokens = (each for each in tokenize.generate_tokens(io.StringIO(source).readline) if each.type not in SILENT)
    lines = {line for each in tokens for line in range(each.start[0], each.end[0] + 1)}
    return len(lines - {line for each in texts for line in range(each.lineno, (each.end_lineno or 0) + 1)})


def name_of(path: Path) -> str:
    return ".".join(path.relative_to(SDK).with_suffix("").parts)


USERS = list(IMAGES.glob("[!_]*/*.py"))
READERS = {path: set(imported(path)) for path in [*USERS, *MODULES, *SDK.glob(f"{PACKAGE}/*.py")]}


def test_the_contract_is_small() -> None:
    sizes = {path.stem: lines_of_code(path) for path in MODULES if path.parent.name == PACKAGE}
    assert sum(sizes[name] for name in CONTRACT) < 200, sizes
    assert sum(sizes[name] for name in sizes.keys() - set(CONTRACT)) < 200, sizes


@pytest.mark.parametrize("path", sorted((SDK / PACKAGE).glob("*.py")), ids=lambda path: path.stem)
def test_the_contract_needs_the_standard_library_and_no_optional_package(path: Path) -> None:
    packages = {f"{PACKAGE}.{folder.name}" for folder in (SDK / PACKAGE).iterdir() if folder.is_dir()}
    names = set(imported(path))
    assert {name.partition(".")[0] for name in names} <= {*sys.stdlib_module_names, PACKAGE}
    assert not {name for name in names if name in packages or name.startswith(tuple(f"{each}." for each in packages))}


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_a_module_serves_several_operators_or_another_module(path: Path) -> None:
    name = name_of(path)
    readers = [reader for reader, names in READERS.items() if reader != path and name in names]
    operators = {reader.parent.name for reader in readers if reader in USERS}
    assert len(operators) > 1 or any(reader not in USERS for reader in readers), (
        f"{name} serves {', '.join(operators) or 'nobody'} alone: it belongs into that operator's folder"
    )
