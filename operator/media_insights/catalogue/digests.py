"""Digests of folders: what stands in for an image's digest when an operator runs as a process."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

LEFT_OUT = frozenset({".venv", "__pycache__", ".mypy_cache", ".ruff_cache", ".pytest_cache", "examples", "README.md"})
"""Files that do not affect a run."""


def digest_of(*folders: Path) -> str:
    """Return the sha256 (hex) of names and contents of all files that decide a run."""
    digest = hashlib.sha256()
    for folder in folders:
        for path in _files(folder):
            digest.update(f"{path.relative_to(folder)}\0{path.stat().st_size}\0".encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()


def _files(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        if path.name in LEFT_OUT:
            continue
        if path.is_dir():
            yield from _files(path)
        elif path.is_file():
            yield path
