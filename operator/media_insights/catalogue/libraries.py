"""Folders that a Python project depends on by path, and those that they depend on."""

import tomllib
from pathlib import Path

PROJECT = "pyproject.toml"


def libraries_of(folder: Path) -> tuple[Path, ...]:
    """Return the folders that ``tool.uv.sources`` names by path, further ones included, in a fixed order.

    What decides a run is decided by their content too. A project that cannot be read has none: building it says why.
    """
    found: set[Path] = set()
    _collect(folder, found)
    return tuple(sorted(found))


def _collect(folder: Path, found: set[Path]) -> None:
    for path in named_in(folder / PROJECT):
        library = (folder / path).resolve()
        if library.is_dir() and library not in found:
            found.add(library)
            _collect(library, found)


def named_in(project: Path) -> list[str]:
    """Return the folders that a project file names, as it names them; none when it cannot be read."""
    try:
        sources = tomllib.loads(project.read_text(encoding="utf-8")).get("tool", {}).get("uv", {}).get("sources", {})
    except (OSError, ValueError):
        return []
    return [each["path"] for each in sources.values() if isinstance(each, dict) and "path" in each]


def missing_library(path: str) -> str:
    """Return what to do about a folder that a project names and that is not there."""
    return (
        f"{path} is not there: put that folder there, or name the package with its version and an index that has it, "
        "such as make wheels writes"
    )
