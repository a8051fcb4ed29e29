"""Saved searches of a namespace in the object store: one small object each; no writer overwrites another's."""

import json
from dataclasses import dataclass
from typing import Literal

from pydantic import Field, ValidationError

from media_insights.api.v1alpha1.meta import StatusShape
from media_insights.domain import layout, names
from media_insights.errors import Changed, Damaged, InvalidObject, NoSuchBucket, NoSuchObject, WrongState
from media_insights.ports.moment_search import SearchOrder
from media_insights.storage.store import Store

MOST = 200
"""Saved searches of a namespace."""
MAX_BYTES = 16 * 2**10
"""Bytes of one: a query has at most 2,000 characters."""
_SUFFIX = ".json"


class SavedSearch(StatusShape):
    """A query under a name."""

    format: Literal["mediainsights.dev/search/v1"] = "mediainsights.dev/search/v1"
    name: str
    query: str = Field(max_length=2000)
    order: SearchOrder = "relevance"
    by: str = ""
    """Who saved it last."""
    at: str = ""
    """When (RFC 3339, UTC)."""


@dataclass(frozen=True, slots=True)
class SavedSearches:
    """The saved searches of a namespace. Raises the errors of the store, and Damaged for one that cannot be read."""

    store: Store
    namespace: str

    def names(self) -> tuple[str, ...]:
        """Return the names of all, in their order."""
        prefix = layout.searches_prefix(self.namespace)
        try:
            keys = [info.key.removeprefix(prefix) for info in self.store.list(prefix)]
        except NoSuchBucket:
            return ()
        found = (key.removesuffix(_SUFFIX) for key in keys if key.endswith(_SUFFIX))
        return tuple(sorted(name for name in found if names.is_collection_name(name)))

    def read(self, name: str) -> tuple[SavedSearch, str]:
        """Return one and its ETag. Raises NoSuchObject."""
        key = self._key(name)
        try:
            etag = self.store.head(key).etag  # asked first, so that it is never too new
            return SavedSearch.model_validate_json(self.store.range(key, 0, MAX_BYTES)), etag
        except (NoSuchObject, NoSuchBucket) as error:
            raise NoSuchObject(f"there is no saved search {name} in {self.namespace}") from error
        except ValidationError as error:
            raise Damaged(f"the saved search {name} cannot be read: delete it, or save it again") from error

    def save(self, search: SavedSearch, etag: str | None = None) -> str:
        """Store one and return its ETag; with ``etag`` only while it has that one, or (empty) while there is none.

        Raises Changed, and WrongState when the namespace has as many as it may.
        """
        current = self._etag(search.name)
        if etag is not None and etag != current:
            raise Changed(f"the saved search {search.name} has changed since it was read: read it again")
        if not current and len(self.names()) >= MOST:
            raise WrongState(f"{self.namespace} has {MOST} saved searches, which is the most: delete one first")
        content = search.model_dump(mode="json", by_alias=True)
        key = self._key(search.name)
        self.store.replace(key, json.dumps(content, ensure_ascii=False, indent=1).encode(), current)
        return self.store.head(key).etag

    def delete(self, name: str, etag: str | None = None) -> None:
        """Remove one; with ``etag`` only while it has that one. Raises NoSuchObject and Changed."""
        current = self._etag(name)
        if not current:
            raise NoSuchObject(f"there is no saved search {name} in {self.namespace}")
        if etag not in (None, current):
            raise Changed(f"the saved search {name} has changed since it was read: read it again")
        self.store.delete(self._key(name))

    def _etag(self, name: str) -> str:
        try:
            return self.store.head(self._key(name)).etag
        except (NoSuchObject, NoSuchBucket):
            return ""

    def _key(self, name: str) -> str:
        if not names.is_collection_name(name):
            allowed = "use at most 128 letters, digits, dots, dashes and underscores"
            raise InvalidObject(f"{name!r} is not a valid name of a saved search: {allowed}")
        return layout.below(layout.searches_prefix(self.namespace), f"{name}{_SUFFIX}")
