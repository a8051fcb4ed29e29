"""A local folder with an object store's layout: what the embedded engine and its tests use."""

import fcntl
import mimetypes
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Literal, Self

from media_insights.api.v1alpha1.times import rfc3339
from media_insights.domain.key_parts import RESERVED, too_long
from media_insights.errors import Changed, NoSuchBucket, NoSuchObject, StoreError
from media_insights.storage.store import ObjectInfo, folder_of

_HIDDEN = RESERVED


@dataclass(frozen=True, slots=True)
class FolderStore:
    """Buckets as folders below ``root``, keys as paths in them; see :class:`~media_insights.storage.store.Store`.

    With ``bucket=""`` the root itself is the bucket, which is what ``media-insights run --output DIR`` writes.
    """

    root: Path
    bucket: str = ""

    def at(self, bucket: str) -> Self:
        """Return the same root with another bucket."""
        return replace(self, bucket=bucket)

    def path(self, key: str) -> Path:
        """Return where an object lies on disk; StoreError when the key leaves the bucket's folder or is no path."""
        if "\0" in key:
            raise StoreError(f"{key!r} is no key: no path holds a character NUL")
        if said := too_long(key):
            raise StoreError(f"{key[:80]!r}… is no key: {said}")
        top = (self.root / self.bucket).resolve()
        path = (top / key).resolve()
        if path == top or not path.is_relative_to(top):
            raise StoreError(f"{key!r} is no key below {top}: a key is a path without leading slash and without ..")
        return path

    def put(self, key: str, content: bytes, content_type: str = "") -> None:  # noqa: ARG002 - a folder keeps no types
        """Store an object under a temporary name, then rename."""
        with self._partial(key) as partial:
            partial.write_bytes(content)

    def replace(self, key: str, content: bytes, etag: str) -> None:
        """Compare and store under a lock of the folder, which all writers of conditions share."""
        path = self.make_folder(key)
        with (path.parent / f"{_HIDDEN}lock").open("w", encoding="ascii") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if (self._info(key, path).etag if path.is_file() else "") != etag:
                raise Changed(f"{path} has been changed meanwhile")
            self.put(key, content)

    def put_file(self, key: str, path: Path, content_type: str = "") -> None:  # noqa: ARG002 - a folder keeps no types
        """Store a copy of a file under a temporary name, then rename."""
        with self._partial(key) as partial:
            shutil.copyfile(path, partial)

    def copy(self, key: str, target: str) -> None:
        """Store a copy of an object under a temporary name, then rename."""
        self.put_file(target, self._existing(key))

    def get(self, key: str) -> bytes:
        """Return an object whole."""
        return self._existing(key).read_bytes()

    def get_file(self, key: str, path: Path) -> None:
        """Copy an object to a file."""
        shutil.copyfile(self._existing(key), path)

    def head(self, key: str) -> ObjectInfo:
        """Return what is known of an object."""
        return self._info(key, self._existing(key))

    def range(self, key: str, start: int, length: int) -> bytes:
        """Return a part of an object."""
        with self._existing(key).open("rb") as file:
            file.seek(start)
            return file.read(length)

    def list(self, prefix: str, after: str = "") -> Iterator[ObjectInfo]:
        """Yield every object below a prefix, in key order; what is removed meanwhile is left out."""
        top = (self.root / self.bucket).resolve()
        walked = os.walk(top / prefix.rpartition("/")[0])
        files = (Path(folder, name) for folder, _, names in walked for name in names if not name.startswith(_HIDDEN))
        keys = (path.relative_to(top).as_posix() for path in files)
        for key in sorted(key for key in keys if key.startswith(prefix) and key > after):
            path = top / key
            if not path.is_file():
                continue
            try:
                found = self._info(key, path)
            except FileNotFoundError:
                continue
            yield found

    def folders(self, prefix: str) -> Iterator[str]:
        """Yield the names of the folders right below a prefix, in order."""
        top = self.path(prefix)
        found = (path for path in top.iterdir() if path.is_dir()) if top.is_dir() else ()
        yield from sorted(path.name for path in found if not path.name.startswith(_HIDDEN))

    def delete(self, key: str) -> None:
        """Remove an object."""
        self.path(key).unlink(missing_ok=True)

    def delete_prefix(self, prefix: str) -> int:
        """Remove a folder with everything in it."""
        count = sum(1 for _ in self.list(folder_of(prefix)))
        shutil.rmtree(self.path(folder_of(prefix)), ignore_errors=True)
        return count

    def presign(self, key: str, seconds: int = 3600, method: Literal["GET", "PUT"] = "GET") -> str:  # noqa: ARG002 - a file needs no leave
        """Return the file's own address."""
        return self.path(key).as_uri()

    def ensure_bucket(self) -> None:
        """Make the bucket's folder."""
        (self.root / self.bucket).mkdir(parents=True, exist_ok=True)

    def make_folder(self, key: str) -> Path:
        """Return where an object is to lie, its folder made; StoreError when a file or a folder is in the way."""
        path = self.path(key)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except (FileExistsError, NotADirectoryError) as error:
            raise StoreError(f"{key} cannot be stored: a part of its path is a file, give it another name") from error
        if path.is_dir():
            raise StoreError(f"{key} cannot be stored: there is a folder of that name, give it another one")
        return path

    @contextmanager
    def _partial(self, key: str) -> Iterator[Path]:
        """Give a temporary file that gets its final name when the block ends well, and is removed when it does not.

        Raises OSError naming the final path: a failed write names none.
        """
        path = self.make_folder(key)
        with NamedTemporaryFile(dir=path.parent, prefix=_HIDDEN, delete=False) as file:
            partial = Path(file.name)
        try:
            yield partial
            partial.chmod(0o644)
            partial.replace(path)
        except OSError as error:
            partial.unlink(missing_ok=True)
            raise OSError(error.errno, error.strerror, str(path)) from error

    def _existing(self, key: str) -> Path:
        path = self.path(key)
        if path.is_file():
            return path
        if not (self.root / self.bucket).is_dir():
            raise NoSuchBucket(f"{self.root / self.bucket} does not exist")
        raise NoSuchObject(f"{path} does not exist")

    @staticmethod
    def _info(key: str, path: Path) -> ObjectInfo:
        stat = path.stat()
        return ObjectInfo(
            key=key,
            bytes=stat.st_size,
            etag=f"{stat.st_mtime_ns:x}-{stat.st_size:x}",
            content_type=mimetypes.guess_type(path.name)[0] or "",
            modified=rfc3339(datetime.fromtimestamp(stat.st_mtime, UTC)),
        )
