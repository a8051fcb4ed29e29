"""Uploads of local files to where assets may be read from."""

import hashlib
import mimetypes
from pathlib import Path

from media_insights.domain import layout
from media_insights.errors import NoSuchObject
from media_insights.storage.store import Store


def key_of(file: Path, namespace: str, suffix: str = "") -> str:
    """Return a key for the file that nobody else's file has: namespace, digest of the content, then its own name.

    ``suffix`` tells uploads of the same content apart: for one that is removed while another asset may read its own.
    """
    with file.open("rb") as content:
        digest = hashlib.file_digest(content, "sha256").hexdigest()
    return layout.own_upload_key(namespace, digest, file.name, suffix)


def upload(store: Store, key: str, file: Path) -> bool:
    """Upload the file unless the same is there; return whether it was sent."""
    try:
        if store.head(key).bytes == file.stat().st_size and layout.names_content(key):
            return False
    except NoSuchObject:
        pass
    store.put_file(key, file, mimetypes.guess_type(file.name)[0] or "application/octet-stream")
    return True
