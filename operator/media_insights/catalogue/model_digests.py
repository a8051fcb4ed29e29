"""Digest of a folder of models, as operators compute it when they start (the SDK's ``model_files``)."""

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

from media_insights.api.v1alpha1.operator_model_source import SHA256
from media_insights.catalogue.problems import Unusable

OF_THE_VOLUME = "lost+found"
"""What a file system puts at the top of a volume, readable for root alone."""


def digest_of_models(folder: Path) -> str:
    """Return ``sha256:…`` of all files of a folder, by name and content: of what ``sha256sum`` prints, sorted by name.

    Raises Unusable for what an operator would refuse, too: links out of the folder, and what is no file.
    """
    if not folder.is_dir():
        raise Unusable(f"{folder}: there is no such folder; name the one in which the models lie")
    digest = hashlib.sha256()
    for name in sorted(os.fsencode(path.relative_to(folder)) for path in _files_in(folder)):
        digest.update(_sha256_of(folder / os.fsdecode(name)).encode() + b"  " + name + b"\n")
    return SHA256 + digest.hexdigest()


def _files_in(folder: Path) -> Iterator[Path]:
    root = folder.resolve()
    for path in sorted(folder.rglob("*")):
        shown = path.relative_to(folder)
        if shown.parts[0] == OF_THE_VOLUME:
            continue
        if not path.resolve().is_relative_to(root) or (path.is_symlink() and not path.is_file()):
            raise Unusable(f"{folder}: {shown} is a link to no file of the folder: copy the file there")
        if not path.is_file() and not path.is_dir():
            raise Unusable(f"{folder}: {shown} is no file: models are files and folders")
        if {"\n", "\\"} & set(path.name):
            raise Unusable(f"{folder}: {path.name!r} has a line break or a backslash in its name: give it another")
        if path.is_file():
            yield path


def _sha256_of(path: Path) -> str:
    try:
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as error:
        raise Unusable(f"{path}: cannot be read: {error.strerror}") from error
