"""Uploaded files: whether one is there, is what it was said to be, and of a type that can be analysed."""

import hashlib

from media_insights.domain.sources import media
from media_insights.domain.sources.windows import HEAD_BYTES, Window
from media_insights.errors import NoSuchObject
from media_insights.rest.problems import ApiRefusal
from media_insights.rest.upload_tokens import Upload
from media_insights.storage.store import Store

_STEP = 8 * 2**20


def is_same(store: Store, key: str, digest: str) -> bool:
    """Return whether a file is there with this content. Raises ApiRefusal when there is another one of its name."""
    try:
        size = store.head(key).bytes
    except NoSuchObject:
        return False
    if _digest_of(store, key, size) != digest:
        said = f"there is another file {key.rpartition('/')[2]}: give this one another name"
        raise ApiRefusal(409, "already-exists", said)
    return True


def is_there(store: Store, key: str, size: int) -> bool:
    """Return whether a file of this size is there."""
    try:
        return store.head(key).bytes == size
    except NoSuchObject:
        return False


def check_digest(store: Store, upload: Upload) -> None:
    """Raise ApiRefusal, and remove the file, when its content is not what it was said to be."""
    if not upload.digest:
        return
    if _digest_of(store, upload.key, upload.bytes) != upload.digest:
        store.delete(upload.key)
        raise ApiRefusal(409, "digest-mismatch", "what came has another SHA-256 than the upload was begun with")


def _digest_of(store: Store, key: str, size: int) -> str:
    digest = hashlib.sha256()
    for start in range(0, size, _STEP):
        digest.update(store.range(key, start, _STEP))
    return digest.hexdigest()


def sniffed(store: Store, upload: Upload) -> media.Sniffed:
    """Return what the file is. Raises ApiRefusal, and removes it, when it is nothing that can be analysed."""
    head = store.range(upload.key, 0, HEAD_BYTES)
    window = Window(head, upload.bytes, lambda start, length: store.range(upload.key, start, length))
    found = media.sniff(window, upload.key.rpartition("/")[2])
    if isinstance(found, media.UnusableMedia):
        store.delete(upload.key)
        raise ApiRefusal(415, "unsupported-type", found.message)
    return found
