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
    for path in _named_in(folder / PROJECT):
        library = (folder / path).resolve()
        if library.is_dir() and library not in found:
            found.add(library)
            _collect(library, found)


def _named_in(project: Path) -> list[str]:
    try:
        sources = tomllib.loads(project.read_text(encoding="utf-8")).get("tool", {}).get("uv", {}).get("sources", {})
    except (OSError, ValueError):
        return []
    return [each["path"] for each in sources.values() if isinstance(each, dict) and "path" in each]
