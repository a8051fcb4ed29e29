"""Labels of one's own through the HTTP API: with the user's own token and rights, and no key of the object store."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from media_insights.cli.cluster.installation.files_by_api import api_failures
from media_insights.cli.custom_labels import TeachRequest
from media_insights.client.connection import ApiConnection, path_of
from media_insights.domain.nearest_examples import LabelRule

ROUTE = "/v1/collections/labels"


@dataclass(frozen=True, slots=True)
class LabelsByApi:
    """Fulfils :class:`~media_insights.cli.custom_labels.LabelVerbs`."""

    connection: ApiConnection
    namespace: str

    def create(self, name: str) -> None:
        """Make an empty collection."""
        self._ask("POST", ROUTE, body={"namespace": self.namespace, "name": name})

    def add(self, request: TeachRequest, image: Path, asset: str) -> bool:
        """Add an image, which is an asset for now, as an example; False where it was one of this label already."""
        place = self._place(request.collection)
        before = self._ask("GET", place)["version"]
        body = {"asset": asset, "label": request.label, "source": image.name}
        return bool(self._ask("POST", f"{place}/examples", body=body)["version"] != before)

    def rows(self) -> Iterable[dict[str, Any]]:
        """Yield a row for each collection."""
        names = {"Id": "name", "Version": "version", "Created": "created", "Examples": "examples", "Labels": "labels"}
        for each in self._items():
            yield {ours: each[theirs] for ours, theirs in names.items()}

    def document(self, name: str, rule: LabelRule) -> dict[str, Any]:
        """Return a collection without its vectors."""
        query = {"minSimilarity": 100 * rule.floor, "neighbours": rule.neighbours}
        found = self._ask("GET", self._place(name), query)
        return {
            "Id": found["name"],
            "Version": found["version"],
            "Created": found["created"],
            "Model": found.get("model", ""),
            "Labels": [_named(each, "Name", "Examples", "Answered", "Right") for each in found["labels"]],
            "Examples": [_named(each, "Id", "Label", "Source") for each in found["examples"]],
        }

    def remove(self, collection: str, label: str, example: str) -> int:
        """Take a label or an example out."""
        place = f"{self._place(collection)}/examples"
        if label:
            return int(self._ask("DELETE", place, {"label": label})["version"])
        return int(self._ask("DELETE", place + path_of(example))["version"])

    def delete(self, name: str) -> dict[str, Any]:
        """Remove a collection with all its versions, and return the receipt."""
        return self._ask("DELETE", self._place(name))

    def _items(self) -> Iterator[dict[str, Any]]:
        cursor = ""
        while True:
            page = self._ask("GET", ROUTE, {"namespace": self.namespace, "cursor": cursor, "limit": 200})
            yield from page["items"]
            if not (cursor := page.get("next", "")):
                return

    def _place(self, name: str) -> str:
        return path_of("v1", "collections", "labels", self.namespace, name)

    def _ask(self, method: str, path: str, query: dict[str, Any] | None = None, body: Any = None) -> dict[str, Any]:
        with api_failures():
            found: dict[str, Any] = self.connection.json(method, path, query, body)
            return found


def _named(found: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: found[name.lower()] for name in names}
