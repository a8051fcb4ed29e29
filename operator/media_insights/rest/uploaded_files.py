"""Uploaded files: whether one is there, is what it was said to be, and of a type that can be analysed."""

from media_insights.domain.sources import media
from media_insights.domain.sources.windows import HEAD_BYTES, Window
from media_insights.errors import NoSuchObject
from media_insights.rest.file_digests import digest_of_file
from media_insights.rest.problems import ApiRefusal
from media_insights.rest.upload_tokens import Upload
from media_insights.storage.store import Store


def is_same(store: Store, key: str, size: int, digest: str) -> bool:
    """Return whether a file is there with this content. Raises ApiRefusal when there is another one of its name.

    A file is read only when its size is right, and again only after it has changed.
    """
    try:
        found = store.head(key)
    except NoSuchObject:
        return False
    if found.bytes != size or digest_of_file(store, found) != digest:
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
    if digest_of_file(store, store.head(upload.key)) != upload.digest:
        store.delete(upload.key)
        raise ApiRefusal(409, "digest-mismatch", "what came has another SHA-256 than the upload was begun with")


def sniffed(store: Store, upload: Upload, *, is_new: bool) -> media.Sniffed:
    """Return what the file is. Raises ApiRefusal when it is nothing that can be analysed, and removes it if new.

    What was there before this upload is somebody's, whatever it is.
    """
    head = store.range(upload.key, 0, HEAD_BYTES)
    window = Window(head, upload.bytes, lambda start, length: store.range(upload.key, start, length))
    found = media.sniff(window, upload.key.rpartition("/")[2])
    if isinstance(found, media.UnusableMedia):
        if is_new:
            store.delete(upload.key)
        raise ApiRefusal(415, "unsupported-type", found.message)
    return found
