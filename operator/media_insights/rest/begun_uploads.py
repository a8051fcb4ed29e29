"""Begun uploads: a request that begins one and comes again under its Idempotency-Key goes on with the first.

What was begun is noted in the store, since no replica remembers anything; whoever lost the answer, or the upload's id,
sends only the parts that have not arrived.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from media_insights.errors import Changed, NoSuchObject
from media_insights.rest import request_notes
from media_insights.rest.naming import Attempt
from media_insights.rest.problems import ApiRefusal
from media_insights.rest.request_notes import RequestNotes, identity_of
from media_insights.rest.upload_tokens import Upload
from media_insights.storage.multipart import Multipart, UploadedPart
from media_insights.storage.store import Store


@dataclass(frozen=True, slots=True)
class BegunUpload:
    """An upload and what of it has arrived."""

    upload: Upload
    parts: Sequence[UploadedPart] = ()


@dataclass(frozen=True, slots=True)
class BegunUploads:
    """Uploads into one store."""

    store: Store
    multipart: Multipart

    def begin(self, upload: Upload, content_type: str, attempt: Attempt) -> BegunUpload:
        """Begin an upload, or go on with the one that this request has begun. Raises ApiRefusal for another body."""
        if not attempt.key:
            return BegunUpload(self._new(upload, content_type))
        notes = RequestNotes(self.store, upload.namespace, request_notes.UPLOADS)
        noted, etag = notes.read(attempt)
        if noted is not None and (found := self._going_on(Upload(**noted))):
            return found
        made = self._new(upload, content_type)
        try:
            notes.write(attempt, asdict(made), etag)
        except Changed:  # the same request, at the same time
            self.multipart.drop(made.key, made.upload)
            noted, _ = notes.read(attempt)
            found = self._going_on(Upload(**noted)) if noted else None
            if found is None:
                raise ApiRefusal(409, "changed-meanwhile", "the upload was begun and ended meanwhile") from None
            return found
        return BegunUpload(made)

    def _new(self, upload: Upload, content_type: str) -> Upload:
        return _with_id(upload, self.multipart.begin(upload.key, content_type))

    def _going_on(self, upload: Upload) -> BegunUpload | None:
        """Return what has arrived of an upload, None when it is over."""
        try:
            return BegunUpload(upload, self.multipart.parts(upload.key, upload.upload))
        except NoSuchObject:
            return None


def key_suffix(attempt: Attempt) -> str:
    """Return what makes the key of a file without a digest its own: the same for a request that comes again."""
    return identity_of(attempt)[:16]


def _with_id(upload: Upload, own: str) -> Upload:
    return Upload(**{**asdict(upload), "upload": own})
