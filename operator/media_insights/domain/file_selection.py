"""Selection of files by patterns: those of a folder, and objects below a prefix."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase


@dataclass(frozen=True, slots=True, kw_only=True)
class FileSelection:
    """Which files are wanted: patterns of names, or of paths below the folder, in any case of letters."""

    include: Sequence[str] = ()
    """Empty: all."""
    exclude: Sequence[str] = ()

    def takes(self, path: str) -> bool:
        """Return whether a file is wanted by its path below the folder."""
        return (not self.include or _fits(path, self.include)) and not _fits(path, self.exclude)


def path_below(key: str, prefix: str) -> str:
    """Return what patterns are compared with: the path of an object below a prefix."""
    return key.removeprefix(prefix).lstrip("/")


def _fits(path: str, patterns: Iterable[str]) -> bool:
    lowered = path.lower()
    name = lowered.rpartition("/")[2]
    return any(fnmatchcase(text, pattern.lower()) for pattern in patterns for text in (lowered, name))
