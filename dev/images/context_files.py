"""The files of a folder that an image may need."""

from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path

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
"""Files of an image's folder that no image needs, as patterns of their path in it. They do not change the tag."""


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
