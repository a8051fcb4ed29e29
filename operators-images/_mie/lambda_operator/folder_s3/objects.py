"""Objects as files below a folder, and the run's own inputs under the keys that they are said to have."""

import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Protocol

_HIDDEN = ".partial-"
CHUNK = 1 << 20


class Readable(Protocol):
    """Where the bytes of an object come from."""

    def read(self, size: int, /) -> bytes:
        """Return at most so many bytes, none at the end."""


class Refusal(Exception):  # noqa: N818 - reads as what it is where it is raised
    """An answer that is an error of S3: its code, the HTTP status, and a sentence."""

    def __init__(self, code: str, status: int, message: str) -> None:
        """Keep the three."""
        super().__init__(message)
        self.code, self.status = code, status


@dataclass(frozen=True)
class Folder:
    """The installation's bucket is the folder itself, every other bucket a folder in it."""

    root: Path
    bucket: str
    files: Mapping[tuple[str, str], Path] = field(default_factory=dict)
    """(bucket, key) → a file that lies elsewhere, read-only: the asset's source, say."""

    def existing(self, bucket: str, key: str) -> Path:
        """Return the file of an object. Raises Refusal NoSuchKey."""
        path = self.files.get((bucket, key)) or self._path(bucket, key)
        if path.is_file():
            return path
        raise Refusal("NoSuchKey", 404, f"there is no object {key} in {bucket}")

    def write(self, bucket: str, key: str, content: Readable, length: int) -> Path:
        """Store so many bytes as an object, whole or not at all."""
        path = self._writable(bucket, key)
        with NamedTemporaryFile(dir=path.parent, prefix=_HIDDEN, delete=False) as partial:
            left = length
            while left and (piece := content.read(min(left, CHUNK))):
                partial.write(piece)
                left -= len(piece)
        if left:
            Path(partial.name).unlink()
            raise Refusal("IncompleteBody", 400, f"{left} bytes of the object are missing")
        return self._placed(Path(partial.name), path)

    def join(self, bucket: str, key: str, parts: list[Path]) -> Path:
        """Store files one after the other as an object."""
        path = self._writable(bucket, key)
        with NamedTemporaryFile(dir=path.parent, prefix=_HIDDEN, delete=False) as partial:
            for part in parts:
                with part.open("rb") as content:
                    shutil.copyfileobj(content, partial, CHUNK)
        return self._placed(Path(partial.name), path)

    def remove(self, bucket: str, key: str) -> None:
        """Remove an object; one that does not exist is fine."""
        self._guard(bucket, key)
        self._path(bucket, key).unlink(missing_ok=True)

    def keys(self, bucket: str, prefix: str) -> Iterator[tuple[str, Path]]:
        """Yield key and file of all objects below a prefix, in key order."""
        top = self._top(bucket)
        folder = top / prefix.rpartition("/")[0]
        if not folder.resolve().is_relative_to(top.resolve()):
            return  # a prefix like / or ../: no key begins so
        found = {each.relative_to(top).as_posix(): each for each in folder.rglob("*") if each.is_file()}
        found |= {key: path for (owner, key), path in self.files.items() if owner == bucket}
        for key in sorted(found):
            hidden = any(part.startswith(".") for part in key.split("/"))
            if key.startswith(prefix) and not hidden:
                yield key, found[key]

    def _top(self, bucket: str) -> Path:
        return self.root if bucket == self.bucket else self.root / bucket

    def _path(self, bucket: str, key: str) -> Path:
        top = self._top(bucket).resolve()
        path = (top / key).resolve()
        if "/" in bucket or ".." in bucket or path == top or not path.is_relative_to(top):
            raise Refusal("InvalidArgument", 400, f"{key!r} is no key: a path without leading slash and without ..")
        return path

    def _guard(self, bucket: str, key: str) -> None:
        if (bucket, key) in self.files:
            raise Refusal("AccessDenied", 403, f"{key} is an input of this run, which is only read")

    def _writable(self, bucket: str, key: str) -> Path:
        self._guard(bucket, key)
        path = self._path(bucket, key)
        path.parent.mkdir(parents=True, exist_ok=True)
        return path

    @staticmethod
    def _placed(partial: Path, path: Path) -> Path:
        partial.chmod(0o644)
        return partial.replace(path)
