"""Pages of a result that is stored piece by piece: each under its own content's key, in the order of a list."""

import hashlib
import json
from dataclasses import dataclass
from typing import Any

from media_insights.errors import Changed, NoSuchObject
from media_insights.rest.mie.requests_as_ours import MetadataRequest
from media_insights.rest.problems import ApiRefusal
from media_insights.results.stored_json import parse_json
from media_insights.storage.store import Store

MOST = 1000
"""Pages of one result."""
_TRIES = 5


@dataclass(frozen=True, slots=True)
class PageWriter:
    """Writes one page; several may be written at the same time."""

    store: Store
    prefix: str
    """The namespace's uploads."""
    asset_uid: str
    request: MetadataRequest

    def add(self) -> list[Any]:
        """Store the page unless it is there, and return all pages so far. Raises ApiRefusal for too many."""
        content = json.dumps(self.request.results, ensure_ascii=False, sort_keys=True).encode()
        digest = hashlib.sha256(content).hexdigest()
        self.store.put(self._key(digest), content, "application/json")
        return [parse_json(self.store.get(self._key(each)), self._key(each)) for each in self._listed(digest)]

    def _listed(self, digest: str) -> list[str]:
        """Append the page to the list, and return it; read again when somebody else appended meanwhile."""
        for _ in range(_TRIES):
            known, etag = self._read()
            if digest in known:
                return known
            if len(known) >= MOST:
                raise ApiRefusal(422, "invalid", f"a result has at most {MOST} pages")
            listed = [*known, digest]
            try:
                self.store.replace(self._key("pages"), json.dumps(listed).encode(), etag)
            except Changed:
                continue
            return listed
        raise ApiRefusal(409, "changed-meanwhile", "pages of this result are being stored by others: send it again")

    def _read(self) -> tuple[list[str], str]:
        key = self._key("pages")
        try:
            info = self.store.head(key)
            return parse_json(self.store.get(key), key), info.etag
        except NoSuchObject:
            return [], ""

    def _key(self, name: str) -> str:
        folder = f"{self.asset_uid}-{self.request.workflow_id}-{self.request.operator}"
        return f"{self.prefix}pages/{folder}/{name}.json"
