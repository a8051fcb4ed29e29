"""Word lists through the HTTP API: with the user's own token and rights, and no key of the object store."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from media_insights.cli.cluster.installation.files_by_api import api_failures
from media_insights.client.connection import ApiConnection, path_of
from media_insights.domain.word_lists import ListName


@dataclass(frozen=True, slots=True)
class ListsByApi:
    """Fulfils :class:`~media_insights.cli.word_lists.Lists`."""

    connection: ApiConnection
    namespace: str

    def rows(self) -> Iterator[dict[str, Any]]:
        """Yield a row for each list."""
        cursor = ""
        while True:
            page = self._ask("GET", "/v1/lists", {"namespace": self.namespace, "cursor": cursor, "limit": 200})
            yield from map(_row, page["items"])
            if not (cursor := page.get("next", "")):
                return

    def put(self, kind: str, name: str, content: bytes) -> dict[str, Any]:
        """Store a version, and return the row."""
        return _row(self._ask("PUT", self._place(kind, name), body={"text": content.decode("utf-8-sig")}))

    def read(self, wanted: ListName) -> str:
        """Return the content of a version."""
        query = {"version": wanted.version} if wanted.version else {}
        return str(self._ask("GET", self._place(wanted.kind, wanted.name), query)["text"])

    def delete(self, kind: str, name: str) -> None:
        """Remove a list with all its versions."""
        with api_failures():
            self.connection.delete(self._place(kind, name))

    def _place(self, kind: str, name: str) -> str:
        return path_of("v1", "lists", self.namespace, kind, name)

    def _ask(self, method: str, path: str, query: dict[str, Any] | None = None, body: Any = None) -> dict[str, Any]:
        with api_failures():
            found: dict[str, Any] = self.connection.json(method, path, query, body)
            return found


def _row(found: dict[str, Any]) -> dict[str, Any]:
    return {
        "Kind": found["kind"],
        "Name": found["name"],
        "Version": found["version"],
        "Versions": found["versions"],
        "Bytes": found["bytes"],
    }
