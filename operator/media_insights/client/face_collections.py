"""Collections of faces: whom ``face-search`` knows."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from media_insights.client.answers import AnsweredBox, ApiAnswer
from media_insights.client.connection import ApiConnection, path_of
from media_insights.client.parsing import parse_answer
from media_insights.client.reading import read_all, read_one

_ROUTE = "/v1/collections/faces"


class ListedCollection(ApiAnswer):
    """A collection in a list."""

    namespace: str
    name: str
    version: int
    """Rises with each change."""
    faces: int
    names: int
    """How many people it knows."""
    created: str


class AnsweredFace(ApiAnswer):
    """One face of one image."""

    id: str
    image: str
    """SHA-256 of the image's file."""
    confidence: float


class AnsweredMember(ApiAnswer):
    """Somebody whom a collection knows."""

    name: str
    faces: tuple[AnsweredFace, ...]


class AnsweredRenaming(ApiAnswer):
    """That faces got another name, which can be taken back."""

    id: str
    at: str
    by: str
    name: str
    before: tuple[str, ...]
    faces: int


class AnsweredCollection(ListedCollection):
    """A collection and whom it knows."""

    model: str = ""
    """What made the embeddings; empty while there are none."""
    people: tuple[AnsweredMember, ...]
    changes: tuple[AnsweredRenaming, ...]


@dataclass(frozen=True, slots=True)
class FaceCollections:
    """The collections of one namespace. What is made or added is so once, also when its answer is lost."""

    connection: ApiConnection
    namespace: str

    def all(self) -> Iterator[ListedCollection]:
        """Yield the collections, by name."""
        return read_all(self.connection, ListedCollection, _ROUTE, {"namespace": self.namespace, "limit": 200})

    def one(self, name: str) -> AnsweredCollection:
        """Return a collection."""
        return read_one(self.connection, AnsweredCollection, self._place(name))

    def create(self, name: str, *, key: str = "") -> AnsweredCollection:
        """Make an empty collection; ``key`` makes a repetition by the caller harmless, here and below."""
        return self._create(_ROUTE, {"namespace": self.namespace, "name": name}, key)

    def add(
        self, name: str, asset: str, person: str, *, box: AnsweredBox | None = None, key: str = ""
    ) -> AnsweredCollection:
        """Add the face of an image that ``face-index`` has read; ``box``: which one, where it has several."""
        body: dict[str, Any] = {"asset": asset, "name": person}
        if box is not None:
            body["box"] = box.model_dump(mode="json")
        return self._create(self._place(name, "faces"), body, key)

    def rename(self, name: str, originals: Sequence[str], person: str, *, key: str = "") -> AnsweredCollection:
        """Give the faces of one name, or of several, another one."""
        return self._create(self._place(name, "changes"), {"originals": list(originals), "name": person}, key)

    def take_back(self, name: str, change: str) -> AnsweredCollection:
        """Give faces the names back that they had before a renaming."""
        return self._remove(self._place(name, "changes", change))

    def remove_face(self, name: str, face: str) -> AnsweredCollection:
        """Take a face out, also out of the older versions."""
        return self._remove(self._place(name, "faces", face))

    def remove_person(self, name: str, person: str) -> AnsweredCollection:
        """Take all faces of a person out, also out of the older versions."""
        made = self.connection.json("DELETE", self._place(name, "people"), {"person": person})
        return parse_answer(AnsweredCollection, made)

    def delete(self, name: str) -> dict[str, Any]:
        """Delete a collection with all its versions; return the receipt."""
        receipt: dict[str, Any] = self.connection.json("DELETE", self._place(name))
        return receipt

    def _create(self, path: str, body: dict[str, Any], key: str) -> AnsweredCollection:
        return parse_answer(AnsweredCollection, self.connection.create(path, body, key=key))

    def _remove(self, path: str) -> AnsweredCollection:
        return parse_answer(AnsweredCollection, self.connection.json("DELETE", path))

    def _place(self, *parts: str) -> str:
        return _ROUTE + path_of(self.namespace, *parts)
