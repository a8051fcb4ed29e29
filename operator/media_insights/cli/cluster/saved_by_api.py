"""Saved searches of a namespace, by the HTTP API."""

from collections.abc import Iterator
from dataclasses import dataclass

from media_insights.client.calls import Client


@dataclass(frozen=True, slots=True)
class SavedByApi:
    """See :class:`~media_insights.cli.terminal.saved_queries.SavedQueries`. Raises ClientError."""

    client: Client
    namespace: str

    def all(self) -> Iterator[tuple[str, str]]:
        for each in self.client.saved_searches(self.namespace):
            yield each.name, each.query

    def query(self, name: str) -> str:
        return self.client.saved_search(self.namespace, name).query

    def save(self, name: str, query: str) -> None:
        self.client.save_search(self.namespace, name, query)

    def delete(self, name: str) -> None:
        self.client.delete_saved_search(self.namespace, name)
