"""Multipart uploads into a results folder: parts are hidden files until they are joined."""

import secrets
import shutil
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from media_insights.errors import Changed, NoSuchObject
from media_insights.storage.folder import FolderStore
from media_insights.storage.multipart import UploadedPart

_PARTS = ".partial-uploads"
"""Folder of the parts; the store's lists leave out files that begin so."""
_PART = ".partial-"


@dataclass(frozen=True, slots=True)
class FolderMultipart:
    """See :class:`~media_insights.storage.multipart.Multipart`."""

    store: FolderStore

    def begin(self, key: str, content_type: str = "") -> str:  # noqa: ARG002 - a folder keeps no types
        """Begin an upload."""
        upload = secrets.token_hex(16)
        self.store.path(key)  # raises for what is no key
        self._path(upload).mkdir(parents=True)
        return upload

    def put_part(self, key: str, upload: str, number: int, content: bytes) -> None:
        """Store one part, whole or not at all."""
        folder = self._existing(key, upload)
        self.store.put((folder / f"{_PART}{number:05}").relative_to(self._top).as_posix(), content)

    def parts(self, key: str, upload: str) -> list[UploadedPart]:
        """Return the parts, by number."""
        files = sorted(self._existing(key, upload).glob(f"{_PART}[0-9]*"))
        return [UploadedPart(number=_number(file), bytes=file.stat().st_size) for file in files if _number(file)]

    def join(self, key: str, upload: str, *, is_new: bool = False) -> None:
        """Make the parts one object, and remove them; a link never replaces a file, which a rename does."""
        folder = self._existing(key, upload)
        whole = folder / f"{_PART}whole"
        with whole.open("wb") as target:
            for part in self.parts(key, upload):
                with (folder / f"{_PART}{part.number:05}").open("rb") as source:
                    shutil.copyfileobj(source, target)
        path = self.store.make_folder(key)
        whole.chmod(0o644)
        if is_new:
            _link(whole, path)
        else:
            whole.replace(path)
        shutil.rmtree(folder, ignore_errors=True)

    def drop(self, key: str, upload: str) -> None:  # noqa: ARG002 - as an S3 is asked
        """Forget an upload."""
        shutil.rmtree(self._path(upload), ignore_errors=True)

    def drop_begun_before(self, moment: datetime) -> int:
        """Forget what nothing has come for since a moment: a folder does not say when it was made."""
        folders = [each for each in (self._top / _PARTS).glob("*") if each.is_dir()]
        old = [each for each in folders if datetime.fromtimestamp(each.stat().st_mtime, UTC) < moment]
        for each in old:
            shutil.rmtree(each, ignore_errors=True)
        return len(old)

    @property
    def _top(self) -> Path:
        return (self.store.root / self.store.bucket).resolve()

    def _path(self, upload: str) -> Path:
        if not upload.isalnum():
            raise NoSuchObject(f"there is no upload {upload}")
        return self._top / _PARTS / upload

    def _existing(self, key: str, upload: str) -> Path:
        folder = self._path(upload)
        if not folder.is_dir():
            raise NoSuchObject(f"the upload of {key} is over, or was never begun")
        return folder


def _link(whole: Path, path: Path) -> None:
    try:
        path.hardlink_to(whole)
    except FileExistsError as error:
        raise Changed(f"{path} is there meanwhile") from error


def _number(file: Path) -> int:
    """Return a part's number; 0 for a file that is being written."""
    digits = file.name.removeprefix(_PART)
    return int(digits) if digits.isdecimal() and len(digits) == 5 else 0
