"""The operator SDK is as small as its README says, and a kit holds nothing for one operator alone."""

import ast
import io
import sys
import tokenize
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

IMAGES = Path(__file__).parents[2] / "operators-images"
SDK = IMAGES / "_sdk/media_operator"
CONTRACT = ("operators", "outputs", "running", "verdicts", "errors")
MANY = ("items", "memory")
MODELS = ("mounted_models", "model_files")
MANIFESTS = ("manifest_fields", "manifest_values")
KITS = sorted(IMAGES.glob("_kits/*/"))
MODULES = sorted(path for kit in KITS for path in kit.glob("media_kits/**/*.py") if path.name != "__init__.py")
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
    return ".".join(path.relative_to(IMAGES / "_kits").with_suffix("").parts[1:])


def kits_of(paths: list[Path]) -> set[str]:
    """The kits that files import."""
    return {name.split(".")[1] for path in paths for name in imported(path) if name.startswith("media_kits.")}


def project(folder: Path) -> dict[str, Any]:
    return tomllib.loads((folder / "pyproject.toml").read_text("utf-8"))


def kits_named(folder: Path) -> set[str]:
    """The kits that a project names, where it says what it depends on and where it says by which path."""
    prefix, found = "media-insights-kit-", project(folder)
    named = {name.removeprefix(prefix) for name in found["project"]["dependencies"] if name.startswith(prefix)}
    sources = found["tool"]["uv"]["sources"]
    assert named == {name.removeprefix(prefix) for name in sources if name.startswith(prefix)}
    return named


USERS = list(IMAGES.glob("[!_]*/*.py"))
READERS = {path: set(imported(path)) for path in [*USERS, *MODULES]}
OPERATORS = sorted(path.parent for path in IMAGES.glob("[!_]*/pyproject.toml"))


def test_the_sdk_is_the_contract_and_small() -> None:
    sizes = {path.stem: lines_of_code(path) for path in SDK.glob("*.py")}
    others = {"cpu_time", "cpus", "cuda_libraries", "devices", "exhaustion", "result_warnings", "__init__"}
    assert sizes.keys() == {*CONTRACT, *MANY, *MODELS, *MANIFESTS, *others}
    assert sum(sizes[name] for name in CONTRACT) < 255, sizes
    assert sum(sizes[name] for name in MANY) < 110, sizes
    assert sum(sizes[name] for name in MODELS) < 140, sizes
    assert sum(sizes[name] for name in MANIFESTS) < 270, sizes
    assert max(sizes["cpu_time"], sizes["cpus"], sizes["cuda_libraries"], sizes["devices"]) < 50


@pytest.mark.parametrize("path", sorted(SDK.glob("*.py")), ids=lambda path: path.stem)
def test_the_sdk_needs_the_standard_library_alone(path: Path) -> None:
    assert {name.partition(".")[0] for name in imported(path)} <= {*sys.stdlib_module_names, "media_operator"}


@pytest.mark.parametrize("folder", [*KITS, *OPERATORS], ids=lambda folder: folder.name)
def test_a_project_names_the_kits_that_it_imports_and_no_other(folder: Path) -> None:
    modules = [path for path in MODULES if folder in path.parents] if folder in KITS else [*folder.glob("*.py")]
    assert kits_named(folder) == kits_of(modules) - ({folder.name} if folder in KITS else set())


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_a_module_serves_several_operators_or_another_module(path: Path) -> None:
    name = name_of(path)
    readers = [reader for reader, names in READERS.items() if reader != path and name in names]
    operators = {reader.parent.name for reader in readers if reader in USERS}
    assert len(operators) > 1 or any(reader not in USERS for reader in readers), (
        f"{name} serves {', '.join(operators) or 'nobody'} alone: it belongs into that operator's folder"
    )
