"""Model files that several operators hold alike: layers of their own beneath the operators' images.

A node keeps a layer once only where everything beneath it is the same, too. So what most operators of a base share lies
lowest, and every image that has it has it in the same place.
"""

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from dev.images import context_files

LEAST_BYTES = 1_000_000
"""Fewer are not worth an image between."""


@dataclass(frozen=True)
class Holding:
    """The base of an operator's image, and the folder of its models."""

    base: str
    folder: Path


@dataclass(frozen=True)
class SharedFiles:
    """Files that all these operators hold, by their path in the folder of models."""

    base: str
    users: frozenset[str]
    files: tuple[tuple[str, Path], ...]

    @property
    def name(self) -> str:
        """The base, and the first part of the path of the largest file."""
        largest, _ = max(self.files, key=lambda each: (each[1].stat().st_size, each[0]))
        word = (
            Path(largest).parts[0].removesuffix(Path(largest).suffix) if "/" not in largest else largest.split("/")[0]
        )
        return f"{self.base}-{re.sub(r'[^a-z0-9]+', '-', word.lower()).strip('-')}"


def shared_files(holdings: Mapping[str, Holding]) -> list[SharedFiles]:
    """Return what several operators of one base hold alike, the lowest layer first."""
    users: dict[tuple[str, str, str, bool], set[str]] = defaultdict(set)
    sources: dict[tuple[str, str, str, bool], Path] = {}
    for operator, holding in sorted(holdings.items()):
        for key, path in _identities(holding):
            users[key].add(operator)
            sources.setdefault(key, path)
    layers: dict[tuple[str, frozenset[str]], list[tuple[str, Path]]] = defaultdict(list)
    for key, names in users.items():
        if len(names) > 1:
            base, relative, _, _ = key
            layers[base, frozenset(names)].append((relative, sources[key]))
    found = [SharedFiles(base, names, tuple(sorted(files))) for (base, names), files in layers.items()]
    worth = [each for each in found if sum(path.stat().st_size for _, path in each.files) >= LEAST_BYTES]
    return sorted(worth, key=lambda each: (each.base, -len(each.users), sorted(each.users)))


def _identities(holding: Holding) -> Iterator[tuple[tuple[str, str, str, bool], Path]]:
    for relative in context_files.files(holding.folder):
        path = holding.folder / relative
        stat = path.stat()
        digest = _digest(path, stat.st_size, stat.st_mtime_ns)
        yield (holding.base, str(relative), digest, bool(stat.st_mode & 0o100)), path


@cache
def _digest(path: Path, _size: int, _modified: int) -> str:
    with path.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()
