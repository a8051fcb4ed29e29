"""SHA-256 of files, bytes and folders: the identity of everything that the model builder handles."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


def sha256_of(content: bytes) -> str:
    """The lower-case hexadecimal SHA-256 of some bytes."""
    return hashlib.sha256(content).hexdigest()


def sha256_of_file(path: Path) -> str:
    """The SHA-256 of a file, read in pieces."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def sha256_of_folder(files: Mapping[str, bytes]) -> str:
    """One digest of a folder: the SHA-256 of its sorted `<sha256>  <path>` lines, as `sha256sum` prints them."""
    lines = (f"{sha256_of(content)}  {name}\n" for name, content in sorted(files.items()))
    return sha256_of("".join(lines).encode())


def sha256_of_tree(root: Path) -> str:
    """`sha256_of_folder` of a folder on disk; byte-code caches do not count."""
    paths = (path for path in root.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    return sha256_of_folder({path.relative_to(root).as_posix(): path.read_bytes() for path in paths})
