"""Edits that are sent again: after an answer that was lost, a request finds what it wrote the first time.

With an Idempotency-Key that holds for ever. Without one, an id is made of the request and of the entry before it: the
same request right after itself has the id of its own entry, and once something else was said about the result – or
something was taken back – it is a new edit.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from media_insights.domain.edits.edit_log import Edit, EditLog
from media_insights.domain.names import short_hash
from media_insights.rest.problems import ApiRefusal

_LENGTH = 16
"""Characters of an id."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EditAttempt:
    """One request that adds an edit to the log of an asset."""

    who: str
    asset: str
    """The asset's UID."""
    key: str
    """Idempotency-Key; empty without one."""
    body: Mapping[str, Any]

    def made_in(self, log: EditLog) -> Edit | None:
        """Return the entry that this very request made. Raises ApiRefusal (409) for a key that had another body."""
        if not self.key:
            about = self._about(log)
            return about[-1] if about and about[-1].id == self._id_after(about[:-1]) else None
        found = next((each for each in log.entries if each.id.startswith(self._token)), None)
        if found is not None and found.id not in (self._token, self.id_in(log)):
            raise ApiRefusal(409, "idempotency-key-reused", "this Idempotency-Key came with another edit before")
        return found

    def id_in(self, log: EditLog) -> str:
        """Return the id of the entry that this request adds to a log."""
        return f"{self._token}{self._digest()}"[:_LENGTH] if self.key else self._id_after(self._about(log))

    @property
    def _token(self) -> str:
        return short_hash(f"{self.who} {self.asset}", self.key)

    def _about(self, log: EditLog) -> list[Edit]:
        return [each for each in log.entries if each.operation == "undo" or each.result == self.body["result"]]

    def _id_after(self, entries: list[Edit]) -> str:
        return self._digest(entries[-1].id if entries else "")

    def _digest(self, *more: str) -> str:
        said = json.dumps([self.who, self.asset, self.body, *more], sort_keys=True, ensure_ascii=False, default=str)
        return hashlib.sha256(said.encode()).hexdigest()[:_LENGTH]


def undone_in(log: EditLog, edit: str, by: str) -> Edit | None:
    """Return the newest entry when it is somebody's who took this edit back: the request was sent again."""
    newest = log.entries[-1] if log.entries else None
    is_it = newest is not None and (newest.operation, newest.undoes, newest.by) == ("undo", edit, by)
    return newest if is_it else None
