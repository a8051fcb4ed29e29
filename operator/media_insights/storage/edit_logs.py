"""Logs of edits in the object store: one object per asset beside its results; no writer overwrites another's."""

import json
from collections.abc import Callable
from dataclasses import dataclass

from pydantic import ValidationError

from media_insights.domain import layout
from media_insights.domain.edits.edit_log import Edit, EditLog, StoredEdits
from media_insights.errors import Changed, Damaged, NoSuchBucket, NoSuchObject, WrongState
from media_insights.storage.store import Store

ATTEMPTS = 8
"""How often an entry is added anew because somebody else was faster."""
MOST_BYTES = 4 * 2**20
"""Bytes of a log: one that would be larger is not written, and one that is larger is refused before it is parsed."""


@dataclass(frozen=True, slots=True)
class EditLogs:
    """The logs of one bucket. Raises the errors of the store, and Damaged for a log that cannot be read."""

    store: Store

    def read(self, namespace: str, asset_uid: str) -> EditLog:
        """Return the log of an asset; an empty one before the first edit."""
        return self._read(layout.edits_key(namespace, asset_uid))[0]

    def add(
        self, namespace: str, asset_uid: str, entry_of: Callable[[EditLog], Edit], version: int | None = None
    ) -> tuple[EditLog, Edit]:
        """Add the entry that ``entry_of`` makes of the newest log; return the log with it, and the entry.

        With ``version`` only while the log has that version; an entry that is in it already, because it is sent again,
        is returned whatever has come after it. Raises Changed when it has not, or when others were
        faster every time; WrongState when the log refuses the entry; and whatever ``entry_of`` raises.
        """
        key = layout.edits_key(namespace, asset_uid)
        for _ in range(ATTEMPTS):
            log, etag = self._read(key)
            entry = entry_of(log)
            if version not in (None, log.version) and log.entry(entry.id) is None:
                raise Changed(f"the edits have changed since they were read: they have version {log.version} now")
            added = log.with_entry(entry)
            if added is log:
                return log, log.entry(entry.id) or entry
            content = _bytes_of(added)
            if len(content) > MOST_BYTES:
                raise WrongState(f"the edits of an asset have at most {MOST_BYTES} bytes, and with this they had more")
            try:
                self.store.replace(key, content, etag)
            except Changed:
                continue
            return added, entry
        raise Changed(f"the edits were changed by others {ATTEMPTS} times meanwhile: try again")

    def _read(self, key: str) -> tuple[EditLog, str]:
        """Return a log and the ETag that it was read with: asked first, so that it is never too new."""
        try:
            info = self.store.head(key)
            if info.bytes > MOST_BYTES:
                raise Damaged(f"the edits {key} have {info.bytes} bytes, but never more than {MOST_BYTES}")
            return EditLog(StoredEdits.model_validate_json(self.store.get(key)).entries), info.etag
        except (NoSuchObject, NoSuchBucket):
            return EditLog(), ""
        except ValidationError as error:
            raise Damaged(f"the edits {key} cannot be read: {error}") from error


def _bytes_of(log: EditLog) -> bytes:
    stored = StoredEdits(entries=log.entries).model_dump(mode="json", by_alias=True, exclude_defaults=True)
    return json.dumps({"format": StoredEdits().format, **stored}, ensure_ascii=False, indent=1).encode()
