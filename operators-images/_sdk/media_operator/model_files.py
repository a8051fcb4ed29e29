"""Files of a folder of models: its digest, and that they are those which a manifest states."""

import hashlib
import os
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from media_operator.errors import WrongModels

DIGEST = "sha256:"
_OF_THE_VOLUME = "lost+found"
"""What a file system puts at the top of a volume, readable for root alone."""


def digest_of(folder: Path) -> str:
    """Return `sha256:…` of all files of a folder, by name and content.

    It is the digest of what `sha256sum` prints of them, sorted by the bytes of their names. Raises WrongModels.
    """
    names = sorted(os.fsencode(path.relative_to(folder)) for path in files_in(folder))
    lines = (sha256_of(folder / os.fsdecode(name)).encode() + b"  " + name + b"\n" for name in names)
    digest = hashlib.sha256()
    for line in lines:
        digest.update(line)
    return DIGEST + digest.hexdigest()


def files_in(folder: Path) -> Iterator[Path]:
    """Yield all files below a folder. Raises WrongModels for what is no file and no folder, or leads out of it."""
    root = folder.resolve()
    for path in sorted(folder.rglob("*")):
        if path.relative_to(folder).parts[0] == _OF_THE_VOLUME:
            continue
        if not path.resolve().is_relative_to(root) or (path.is_symlink() and not path.is_file()):
            raise WrongModels(f"{path.relative_to(folder)} is a link to no file of the folder: copy the file there")
        if path.is_file():
            if {"\n", "\\"} & set(path.name):
                raise WrongModels(f"{path.name!r} has a line break or a backslash in its name: give it another")
            yield path
        elif not path.is_dir():
            raise WrongModels(f"{path.relative_to(folder)} is no file: models are files and folders")


def sha256_of(path: Path) -> str:
    """Return the sha256 of a file in hexadecimal digits."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def with_sha256(manifest: dict[str, Any], folder: Path) -> dict[str, Any]:
    """Return a manifest that states the sha256 of its file, where that is a file and it stated none."""
    file = manifest.get("file")
    if manifest.get("sha256") is not None or not isinstance(file, str) or not (folder / file).is_file():
        return manifest
    changed = (folder / file).stat().st_mtime_ns
    return manifest | {"sha256": _known_sha256(folder / file, changed)}


@cache  # a process asks for its manifests more than once, and models are large
def _known_sha256(path: Path, _changed: int) -> str:
    return sha256_of(path)


def require_stated_files(name: str, manifest: Mapping[str, Any], folder: Path) -> None:
    """Raise WrongModels unless the files of a manifest are in its folder, with the sha256 that it states."""
    file = _inside(name, "file", manifest["file"], folder)
    _require_sha256(name, "sha256", manifest.get("sha256"), file)
    for number, each in enumerate(manifest.get("files", [])):
        path = _inside(name, f"files[{number}].path", each.get("path"), folder)
        _require_sha256(name, f"files[{number}].sha256", each.get("sha256"), path)


def _inside(name: str, field: str, value: Any, folder: Path) -> Path:
    path = folder / value if isinstance(value, str) and value else None
    if path is None or not path.resolve().is_relative_to(folder.resolve()) or not path.exists():
        raise WrongModels(f"{name}: {field} is {value!r}, which is no file of the folder of models")
    return path


def _require_sha256(name: str, field: str, stated: Any, path: Path) -> None:
    if stated is None or path.is_dir():
        return
    if (found := sha256_of(path)) != stated:
        raise WrongModels(f"{name}: {field} is {stated!r}, but {path.name} has {found}")
