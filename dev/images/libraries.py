"""Libraries of ours in an image: folders that a project depends on by path, which are copied, as no registry has them.

What the lock file says counts, because it names those that libraries depend on, too.
"""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True, order=True)
class Library:
    """A Python project in a folder of ours: the operator SDK, a kit, what runs code written for MIE."""

    folder: Path

    @property
    def packages(self) -> tuple[Path, ...]:
        """The folders that are imported, as its wheel has them."""
        project = tomllib.loads((self.folder / "pyproject.toml").read_text(encoding="utf-8"))
        wheel = project["tool"]["hatch"]["build"]["targets"]["wheel"]
        return tuple(self.folder / name for name in wheel["packages"])


def of(project: Path | None) -> tuple[Library, ...]:
    """Return what the project in a folder depends on by path, further ones included, in a fixed order."""
    if project is None:
        return ()
    lock = tomllib.loads((project / "uv.lock").read_text(encoding="utf-8"))
    folders = {(project / path).resolve() for package in lock.get("package", ()) if (path := _path_of(package))}
    return tuple(sorted(Library(folder) for folder in folders - {project.resolve()}))


def _path_of(package: dict[str, Any]) -> str | None:
    source: dict[str, str] = package.get("source", {})
    return source.get("editable") or source.get("directory")
