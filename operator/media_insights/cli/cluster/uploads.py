"""A local file, put where assets may be read from."""

import hashlib
import mimetypes
import unicodedata
from pathlib import Path

from media_insights.domain.layout import UPLOADS, own_upload_key
from media_insights.errors import NoSuchObject
from media_insights.storage.store import Store

CHUNK = 1 << 20
FILE_NAME_BYTES = 200
"""Longest file name in a key; S3 allows 1024 bytes for the whole key."""


def key_of(file: Path, namespace: str) -> str:
    """Return a key for the file that nobody else's file has: namespace, digest of the content, then its own name."""
    with file.open("rb") as content:
        digest = hashlib.file_digest(content, "sha256").hexdigest()
    return own_upload_key(namespace, digest, _name_of(file))


def put(store: Store, key: str, file: Path) -> bool:
    """Upload the file unless the same is there; return whether it was sent."""
    try:
        if store.head(key).bytes == file.stat().st_size and _is_ours(key):
            return False
    except NoSuchObject:
        pass
    store.put_file(key, file, mimetypes.guess_type(file.name)[0] or "application/octet-stream")
    return True


def _is_ours(key: str) -> bool:
    """Whether the key names the content by its digest, so that equal keys mean equal files."""
    return key.count("/") >= UPLOADS.count("/") + 2


def _name_of(file: Path) -> str:
    """Return the file's name in one Unicode form, without control characters, short enough for a key."""
    name = "".join(char for char in unicodedata.normalize("NFC", file.name) if char.isprintable())
    suffix = file.suffix[:16]
    while len(name.encode("utf-8", "replace")) > FILE_NAME_BYTES:
        name = name[: -len(suffix) - 1] + suffix if suffix else name[:-1]
    return name.encode("utf-8", "replace").decode()
