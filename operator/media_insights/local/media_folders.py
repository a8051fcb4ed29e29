"""Folders of media: which of their files are analysed."""

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from media_insights.domain.file_selection import FileSelection


@dataclass(frozen=True, slots=True)
class FoundFiles:
    """The files that are analysed, in order and each once, and how many there are beside them."""

    files: tuple[Path, ...]
    skipped: int
    """Hidden ones, and those that the selection leaves out."""


def found_files(paths: Iterable[Path], selection: FileSelection, leave_out: Iterable[Path] = ()) -> FoundFiles:
    """Return files that were named, whatever they are called, and those in folders, at any depth.

    What lies in the folders ``leave_out``, such as the results, counts for nothing. Links to files are followed, links
    to folders are not: they may lead back.
    """
    apart = {path.resolve() for path in leave_out}
    found: dict[Path, Path] = {}
    skipped = 0
    for top in paths:
        if not top.is_dir():
            found.setdefault(top.resolve(), top)
            continue
        for path in _files_below(top, apart):
            if path.name.startswith(".") or not selection.takes(path.relative_to(top).as_posix()):
                skipped += 1
            else:
                found.setdefault(path.resolve(), path)
    return FoundFiles(tuple(found.values()), skipped)


def _files_below(top: Path, apart: set[Path]) -> Iterator[Path]:
    for folder, folders, names in os.walk(top):
        here = Path(folder)
        folders[:] = sorted(
            name for name in folders if not name.startswith(".") and (here / name).resolve() not in apart
        )
        yield from (path for name in sorted(names) if (path := here / name).is_file())
