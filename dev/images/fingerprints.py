"""When an image must be built anew: its tag is a digest of everything that it is made from."""

import hashlib
from collections.abc import Iterator, Mapping
from fnmatch import fnmatch
from pathlib import Path

from dev.images import declarations, pruning
from dev.images.recipes import Recipe

LENGTH = 16
"""Hexadecimal digits of a tag: 64 bits, so that two contents never share one in practice."""

LEFT_OUT = (
    ".*",
    "__pycache__",
    "*.pyc",
    "README.md",
    "tests",
    "examples/*/in",
    "examples/*/expect.json",
    "site-packages",
)
"""Files of a recipe's folder that no image needs, as patterns of their path in it. They do not change the tag."""


def of(recipe: Recipe, base: str, arguments: Mapping[str, str]) -> str:
    """Return the tag of a recipe on a base of this reference, built with these build arguments."""
    rules = (pruning.LEFT_OUT, pruning.STRIPPED, declarations.of(recipe.project))
    digest = hashlib.sha256(f"{base}\n{sorted(arguments.items())}\n{rules}\n".encode())
    digest.update(recipe.dockerfile.read_bytes())
    for name, folder in recipe.folders:
        _add(digest, name, folder)
    if recipe.project:
        digest.update((recipe.project / "uv.lock").read_bytes())
    return digest.hexdigest()[:LENGTH]


def files(folder: Path) -> Iterator[Path]:
    """Yield the files below a folder that an image may need, as paths relative to it, in a fixed order."""
    yield from sorted(_walk(folder, folder))


def _walk(folder: Path, root: Path) -> Iterator[Path]:
    if not folder.is_dir():
        return
    for path in folder.iterdir():
        relative = path.relative_to(root)
        if _is_left_out(relative):
            continue
        if path.is_dir():
            yield from _walk(path, root)
        else:
            yield relative


def _is_left_out(relative: Path) -> bool:
    return any(fnmatch(str(relative) if "/" in pattern else relative.name, pattern) for pattern in LEFT_OUT)


def _add(digest: "hashlib._Hash", name: str, folder: Path) -> None:
    for relative in files(folder):
        path = folder / relative
        with path.open("rb") as content:
            inner = hashlib.file_digest(content, "sha256").hexdigest()
        executable = bool(path.stat().st_mode & 0o100)
        digest.update(f"{name}/{relative} {executable} {inner}\n".encode())
