"""Saved searches of a results folder."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from media_insights.api.v1alpha1.times import rfc3339
from media_insights.cli.terminal.failures import USAGE, Failure, say
from media_insights.cli.terminal.saved_queries import OrderedQuery
from media_insights.errors import Changed, Damaged, InvalidObject, NoSuchObject, WrongState
from media_insights.local.requests import NAMESPACE
from media_insights.storage.folder import FolderStore
from media_insights.storage.saved_searches import SavedSearch, SavedSearches


@dataclass(frozen=True, slots=True)
class SavedInFolder:
    """See :class:`~media_insights.cli.terminal.saved_queries.SavedQueries`."""

    store: FolderStore

    @property
    def _searches(self) -> SavedSearches:
        return SavedSearches(self.store, NAMESPACE)

    def all(self) -> Iterator[tuple[str, str]]:
        for name in self._searches.names():
            try:
                yield name, self._searches.read(name)[0].query
            except Damaged as error:
                say(str(error))

    def query(self, name: str) -> OrderedQuery:
        try:
            found, _ = self._searches.read(name)
        except (NoSuchObject, Damaged, InvalidObject) as error:
            raise Failure(str(error), code=USAGE) from error
        return OrderedQuery(found.query, found.order)

    def save(self, name: str, query: OrderedQuery) -> None:
        search = SavedSearch(name=name, query=query.query, order=query.order, at=rfc3339(datetime.now(UTC)))
        try:
            self._searches.save(search)
        except Changed as error:
            raise _failure_of_change(name) from error
        except (WrongState, InvalidObject) as error:
            raise Failure(str(error), code=USAGE) from error

    def delete(self, name: str) -> None:
        try:
            self._searches.delete(name)
        except Changed as error:
            raise _failure_of_change(name) from error
        except (NoSuchObject, InvalidObject) as error:
            raise Failure(str(error), code=USAGE) from error


def _failure_of_change(name: str) -> Failure:
    return Failure(f"the saved search {name} is being changed by somebody else: try again")
