"""Models downloaded by a pinned manifest: each file from its address, whole or not at all, with the digest it states.

A manifest is the one that is mounted afterwards, with addresses: `url` and `sha256` of its `file`, and the same of each
of its `files`. What came so far of a file lies beside the folder until it is whole, so that another attempt goes on.
"""

import hashlib
import http.client
import json
import re
import shutil
import ssl
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import urlsplit

from media_insights.catalogue.problems import Unusable
from media_insights.errors import Unavailable

CHUNK = 2**20
SECONDS = 60.0
"""Seconds without a byte after which an attempt is over."""
ATTEMPTS = 3
PARTIAL = ".partial"
"""Ends the name of the folder that holds what came so far."""
_SHA256 = re.compile(r"[0-9a-f]{64}")

_LOST = (urllib.error.URLError, ConnectionError, TimeoutError, ssl.SSLError, http.client.HTTPException)
"""What connections end with; a disk that is full is another matter."""

DownloadProgress = Callable[[str, int], None]
"""Hears the path of a file and how many bytes of it there are."""


@dataclass(frozen=True, slots=True)
class PinnedFile:
    """A file of a model: where it goes below the folder, where it comes from, what it must be."""

    path: str
    url: str
    sha256: str

    @property
    def host(self) -> str:
        """Return the host, all of the address that messages tell: the rest may hold a token."""
        return urlsplit(self.url).netloc.rpartition("@")[2]


@dataclass(frozen=True, slots=True)
class PinnedModel:
    """A manifest whose files are pinned."""

    manifest: Path
    files: tuple[PinnedFile, ...]


def parse_pinned(manifest: Path) -> PinnedModel:
    """Read a manifest. Raises Unusable, naming the field, for one that does not pin each of its files."""
    try:
        body = json.loads(manifest.read_bytes())
    except (ValueError, RecursionError) as error:
        raise Unusable(f"{manifest}: is not JSON: {error}") from error
    if not isinstance(body, dict) or not isinstance(body.get("file"), str):
        raise Unusable(f"{manifest}: must be a JSON object with file, the file or folder that the model is")
    files = tuple(_files_of(manifest.name, body))
    wanted = body["file"].rstrip("/")
    if not any(each.path == wanted or each.path.startswith(f"{wanted}/") for each in files):
        raise Unusable(f"{manifest.name}: nothing says where {wanted} comes from: give url and sha256 beside file")
    if repeated := [each.path for each in files if sum(each.path == other.path for other in files) > 1]:
        raise Unusable(f"{manifest.name}: {repeated[0]} is there twice: name each file once")
    return PinnedModel(manifest, files)


def _files_of(name: str, body: dict[str, Any]) -> Iterator[PinnedFile]:
    if "url" in body:
        yield _file_of(name, "", {"path": body["file"], **body})
    listed = body.get("files", [])
    if not isinstance(listed, list):
        raise Unusable(f"{name}: files must be a list of objects with path, url and sha256")
    for number, each in enumerate(listed):
        yield _file_of(name, f"files[{number}].", each if isinstance(each, dict) else {})


def _file_of(name: str, field: str, stated: dict[str, Any]) -> PinnedFile:
    path, url, sha256 = (str(stated.get(key, "")) for key in ("path", "url", "sha256"))
    parts = PurePosixPath(path).parts
    if not parts or path.startswith("/") or ".." in parts or "\\" in path or not path.isprintable():
        raise Unusable(f"{name}: {field}path is {path!r}; a path inside the folder is right")
    if path == name:
        raise Unusable(f"{name}: {field}path is {path!r}, the manifest's own name: give the file another")
    if urlsplit(url).scheme not in {"http", "https"} or not urlsplit(url).hostname or not url.isprintable():
        raise Unusable(f"{name}: {field}url must be an http:// or https:// address")
    if not _SHA256.fullmatch(sha256):
        raise Unusable(
            f"{name}: {field}sha256 is {sha256!r}; the 64 hexadecimal digits that sha256sum prints are right"
        )
    return PinnedFile(str(PurePosixPath(path)), url, sha256)


def fetch(pinned: PinnedModel, folder: Path, progress: DownloadProgress) -> Iterator[tuple[PinnedFile, bool]]:
    """Bring the files of a model and its manifest into a folder; yield each file, and whether it had to be fetched.

    The manifest comes last: a folder that has it is whole. Raises Unavailable where a server cannot be reached or
    answers with anything else, Unusable for a file that is not the pinned one.
    """
    partial = folder.with_name(folder.name + PARTIAL)
    for each in pinned.files:
        target = folder / each.path
        if target.is_file() and _digest_of(target) == each.sha256:
            yield each, False
            continue
        partial.mkdir(parents=True, exist_ok=True)
        part = partial / each.sha256
        _complete(each, part, progress)
        _require_pinned(each, part)
        target.parent.mkdir(parents=True, exist_ok=True)
        part.replace(target)
        yield each, True
    shutil.rmtree(partial, ignore_errors=True)
    if not (folder / pinned.manifest.name).exists() or not pinned.manifest.samefile(folder / pinned.manifest.name):
        folder.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(pinned.manifest, folder / pinned.manifest.name)


def _complete(each: PinnedFile, part: Path, progress: DownloadProgress) -> None:
    """Download what a file still lacks, in a few attempts, each of which goes on where the one before ended."""
    for attempt in range(1, ATTEMPTS + 1):
        before = _size_of(part)
        try:
            _download(each, part, progress)
        except _LOST as error:
            if attempt == ATTEMPTS or _size_of(part) == before:
                raise Unavailable(
                    f"{each.host} cannot be reached for {each.path}: {_reason_of(error)}; a connection is needed once: "
                    "run it again where there is one, it goes on from here, and copy the folder"
                ) from error
        else:
            return


def _download(each: PinnedFile, part: Path, progress: DownloadProgress) -> None:
    there = _size_of(part)
    headers = {"User-Agent": "media-insights", "Accept-Encoding": "identity"}
    asked = urllib.request.Request(each.url, headers=headers | ({"Range": f"bytes={there}-"} if there else {}))  # noqa: S310
    try:
        answer = urllib.request.urlopen(asked, timeout=SECONDS)  # noqa: S310 - http(s), as was checked
    except urllib.error.HTTPError as refusal:
        with refusal:
            if refusal.code == http.client.REQUESTED_RANGE_NOT_SATISFIABLE:
                return  # all of it is there, or it is another file: its digest tells
            raise Unavailable(
                f"{each.host} answers {refusal.code} {refusal.reason} for {each.path}: check its url in the manifest"
            ) from refusal
    with answer, part.open("ab" if _goes_on(answer, there) else "wb") as stream:
        while chunk := answer.read(CHUNK):
            stream.write(chunk)
            progress(each.path, stream.tell())
        if answer.length:  # the connection ended before what the server announced
            raise http.client.IncompleteRead(b"", answer.length)


def _goes_on(answer: Any, there: int) -> bool:
    """Return whether an answer is what is lacking; a server that knows no ranges sends the whole file again."""
    begins = str(answer.headers.get("Content-Range", "")).startswith(f"bytes {there}-")
    return bool(answer.status == http.client.PARTIAL_CONTENT) and begins


def _size_of(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0


def _require_pinned(each: PinnedFile, part: Path) -> None:
    if (found := _digest_of(part)) != each.sha256:
        part.unlink()
        raise Unusable(
            f"{each.path} of {each.host} has the sha256 {found}, and the manifest pins {each.sha256}: it is another "
            "file, and was not kept"
        )


def _digest_of(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _reason_of(error: BaseException) -> str:
    reason = getattr(error, "reason", error)
    return str(getattr(reason, "strerror", None) or reason or type(error).__name__)
