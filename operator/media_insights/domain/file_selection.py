"""Selection of files by patterns: those of a folder, and objects below a prefix."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fnmatch import translate
from functools import lru_cache


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


def _fits(path: str, patterns: Sequence[str]) -> bool:
    lowered = path.lower()
    texts = {lowered, lowered.rpartition("/")[2]}
    return any(pattern.match(text) for pattern in _compiled(tuple(patterns)) for text in texts)


@lru_cache(maxsize=256)
def _compiled(patterns: tuple[str, ...]) -> tuple[re.Pattern[str], ...]:
    """Compile the patterns of a list once: there are thousands of files for each."""
    return tuple(re.compile(translate(each.lower())) for each in patterns)
