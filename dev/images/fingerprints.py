"""Fingerprints: an image's tag is a digest of everything that it is built from."""

import hashlib
from collections.abc import Iterator, Mapping
from fnmatch import fnmatch
from pathlib import Path

from dev.images import declarations, programs, pruning
from dev.images.image_specs import ImageSpec

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
"""Files of an image's folder that no image needs, as patterns of their path in it. They do not change the tag."""


def of(spec: ImageSpec, base: str, arguments: Mapping[str, str]) -> str:
    """Return the tag of a spec on a base of this reference, built with these build arguments."""
    rules = (pruning.LEFT_OUT, pruning.STRIPPED, declarations.of(spec.project), *spec.extras)
    digest = hashlib.sha256(f"{base}\n{sorted(arguments.items())}\n{rules}\n".encode())
    digest.update(spec.dockerfile.read_bytes())
    for name, folder in spec.folders:
        _add(digest, name, folder)
    if spec.project:
        digest.update((spec.project / "uv.lock").read_bytes())
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
        compiled = programs.FLAGS if relative.suffix == programs.SUFFIX else ""
        digest.update(f"{name}/{relative} {executable} {inner}{compiled}\n".encode())
