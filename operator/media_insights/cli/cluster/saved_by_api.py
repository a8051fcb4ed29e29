"""Saved searches of a namespace, by the HTTP API."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from media_insights.cli.terminal.saved_queries import OrderedQuery
from media_insights.client.calls import Client


@dataclass(frozen=True, slots=True)
class SavedByApi:
    """See :class:`~media_insights.cli.terminal.saved_queries.SavedQueries`. Raises ClientError."""

    client: Client
    namespace: str

    def all(self) -> Iterator[tuple[str, str]]:
        for each in self.client.saved_searches(self.namespace):
            yield each.name, each.query

    def query(self, name: str) -> OrderedQuery:
        found = self.client.saved_search(self.namespace, name)
        order: Any = found.order  # the API refuses to search in one that it does not know
        return OrderedQuery(found.query, order)

    def save(self, name: str, query: OrderedQuery) -> None:
        self.client.save_search(self.namespace, name, query.query, order=query.order)

    def delete(self, name: str) -> None:
        self.client.delete_saved_search(self.namespace, name)
