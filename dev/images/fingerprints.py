"""Fingerprints: an image's tag is a digest of everything that it is built from."""

import hashlib
from collections.abc import Mapping
from pathlib import Path

from dev.images import declarations, programs, pruning
from dev.images.context_files import files
from dev.images.image_specs import ImageSpec

LENGTH = 16
"""Hexadecimal digits of a tag: 64 bits, so that two contents never share one in practice."""


def of(spec: ImageSpec, base: str, arguments: Mapping[str, str]) -> str:
    """Return the tag of a spec on a base of this reference, built with these build arguments."""
    rules = (pruning.LEFT_OUT, pruning.STRIPPED, declarations.of(spec.project), *spec.extras)
    digest = hashlib.sha256(f"{base}\n{sorted(arguments.items())}\n{rules}\n".encode())
    digest.update(spec.dockerfile.read_bytes())
    for name, folder in spec.folders:
        for relative in files(folder):
            _add(digest, f"{name}/{relative}", folder / relative)
    for name, path in spec.files:
        _add(digest, name, path)
    if spec.project:
        digest.update((spec.project / "uv.lock").read_bytes())
    return digest.hexdigest()[:LENGTH]


def _add(digest: "hashlib._Hash", name: str, path: Path) -> None:
    with path.open("rb") as content:
        inner = hashlib.file_digest(content, "sha256").hexdigest()
    executable = bool(path.stat().st_mode & 0o100)
    compiled = programs.FLAGS if path.suffix == programs.SUFFIX else ""
    digest.update(f"{name} {executable} {inner}{compiled}\n".encode())
