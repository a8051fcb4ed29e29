"""Collections in the object store: every change is a new version, and no writer overwrites another's.

::

    …/collections/<kind>/<name>/collection.json         the newest version
    …/collections/<kind>/<name>/versions/000002.json    every version, this one too
    …/receipts/…json                                    what was deleted, and proof of it
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic

from media_insights.domain import layout, names
from media_insights.domain.custom_labels import LabelCollection
from media_insights.domain.known_faces import Collection
from media_insights.domain.planning.plans_json import canonical
from media_insights.domain.stored_collection import AnyCollection
from media_insights.domain.wording import suggestion
from media_insights.errors import Changed, Damaged, NoSuchBucket, NoSuchObject, StoreError
from media_insights.results.stored_json import parse_json
from media_insights.storage.moves import copy_collections
from media_insights.storage.store import Store

ATTEMPTS = 8
"""How often a change is made anew because somebody else was faster."""
_CURRENT = "/collection.json"


def collections_in(namespace: str, kind: str, store: Store) -> tuple[str, ...]:
    """Return the names of a namespace's collections of a kind, those that version 0.1 kept elsewhere among them."""
    places = layout.collections_prefix(namespace, kind), layout.former_collections_prefix(namespace, kind)
    try:
        keys = [info.key.removeprefix(place) for place in places for info in store.list(place)]
    except NoSuchBucket:
        return ()
    found = (key.removesuffix(_CURRENT) for key in keys if key.endswith(_CURRENT) and key.count("/") == 1)
    return tuple(sorted(set(found)))


@dataclass(frozen=True, slots=True)
class Collections(Generic[AnyCollection]):
    """The collections of one kind that a namespace has. Raises ``errors`` of the store, with a sentence."""

    store: Store
    namespace: str
    kind: str
    shape: type[AnyCollection]
    """What one of them is, as it is read and written."""

    def names(self) -> tuple[str, ...]:
        """Return the names of all."""
        return collections_in(self.namespace, self.kind, self.store)

    def create(self, name: str, now: str, request: str = "") -> AnyCollection:
        """Make an empty collection, or return the one that the same request made.

        Raises Changed when there is another one of that name, StoreError when the name is not valid.
        """
        if not names.is_collection_name(name):
            raise StoreError(
                f"{name!r} is not a valid name of a collection: "
                "use at most 128 letters, digits, dots, dashes and underscores"
            )
        made = self.shape(id=name, kind=self.kind, created=now, request=request)
        found = self._existing(name)
        if found is None:
            try:
                self._write(made, "")
            except Changed:
                found = self.read(name)
            else:
                return made
        if request and found.request == request:
            return found
        raise Changed(f"there is a collection {name} already: add to it, or delete it first")

    def read(self, name: str) -> AnyCollection:
        """Return the newest version. Raises NoSuchObject naming those that exist."""
        return self._read(name)[0]

    def _existing(self, name: str) -> AnyCollection | None:
        try:
            return self.read(name)
        except NoSuchObject:
            return None

    def change(self, name: str, change: Callable[[AnyCollection], AnyCollection]) -> AnyCollection:
        """Change a collection; when somebody else was faster, the change is made anew on what he wrote."""
        for _ in range(ATTEMPTS):
            old, etag = self._read(name)
            new = change(old)
            if new is old:
                return old
            try:
                self._write(new, etag)
            except Changed:
                continue
            return new
        raise Changed(f"{name} was changed by others {ATTEMPTS} times meanwhile: try again")

    def erase(self, name: str, change: Callable[[AnyCollection], AnyCollection]) -> AnyCollection:
        """Change a collection by taking somebody out, and forget the versions that still hold who was taken out.

        They are forgotten also when the change finds nobody: so it is when an erasure that was killed is repeated.
        """
        try:
            return self.change(name, change)
        finally:
            self.forget_history(name)

    def forget_history(self, name: str) -> int:
        """Remove all versions but the newest, so that who was taken out is in none; return how many.

        What is still in version 0.1's place goes as a whole: it would bring them back.
        """
        newest = f"{self.read(name).version:06d}.json"
        prefix = f"{layout.collection_prefix(self.namespace, self.kind, name)}versions/"
        self._remove_former(name)
        old = [info.key for info in self._all(prefix) if info.key != f"{prefix}{newest}"]
        for key in old:
            self.store.delete(key)
        return len(old)

    def delete(self, name: str, now: str) -> dict[str, Any]:
        """Remove every version, wherever it lies, verify that nothing is left, and store and return the receipt.

        Raises StoreError when something is left, for instance because somebody indexed into it meanwhile.
        """
        collection = self.read(name)
        prefix = layout.collection_prefix(self.namespace, self.kind, name)
        places = layout.former_collection_prefix(self.namespace, self.kind, name), prefix
        found = [info for place in places for info in self._all(place)]
        objects = [{"Key": info.key, "Bytes": info.bytes, "Sha256": self._digest(info.key)} for info in found]
        self._remove_former(name)
        self.store.delete_prefix(prefix)
        if left := [info for place in places for info in self._all(place)]:
            raise StoreError(f"{len(left)} objects of {name} are still there: delete it again")
        receipt = {
            "Collection": name,
            "Kind": self.kind,
            "Namespace": self.namespace,
            "DeletedAt": now,
            "Versions": len({info.key.rpartition("/")[2] for info in found if "/versions/" in info.key}),
            **collection.counts,
            "Objects": objects,
            "ObjectsLeft": 0,
        }
        self.store.put(self._receipt_key(name, now), canonical(receipt).encode(), "application/json")
        return receipt

    def _remove_former(self, name: str) -> None:
        """Remove what lies in version 0.1's place, before anything else: who copies it finds nothing any more."""
        self.store.delete_prefix(layout.former_collection_prefix(self.namespace, self.kind, name))

    def _read(self, name: str) -> tuple[AnyCollection, str]:
        """Return the newest version and the ETag that it was read with: asked first, so that it is never too new."""
        key = layout.collection_key(self.namespace, self.kind, name)
        try:
            etag = self.store.head(key).etag
            return self.shape.model_validate(parse_json(self.store.get(key), f"the collection {name}")), etag
        except (NoSuchObject, NoSuchBucket) as error:
            if copy_collections(self.store, self.namespace):
                return self._read(name)
            hint = suggestion(name, self.names()) or f"; make it with create {name}"
            raise NoSuchObject(f"there is no collection of {self.kind} named {name}{hint}") from error
        except ValueError as error:
            raise Damaged(f"the collection {name} cannot be read: {error}") from error

    def _write(self, collection: AnyCollection, etag: str) -> None:
        """Replace the pointer first: only the writer that succeeds stores the version, which nothing else reads.

        Where somebody else has written meanwhile, it is taken back: an erasure, or the deletion of all, would be undone
        by a version that comes after it.
        """
        key = layout.collection_key(self.namespace, self.kind, collection.id)
        prefix = layout.collection_prefix(self.namespace, self.kind, collection.id)
        version = f"{prefix}versions/{collection.version:06d}.json"
        body = canonical(collection.to_json()).encode()
        self.store.replace(key, body, etag)
        self.store.put(version, body, "application/json")
        if self._content(key) != body:
            self.store.delete(version)

    def _content(self, key: str) -> bytes:
        try:
            return self.store.get(key)
        except (NoSuchObject, NoSuchBucket):
            return b""

    def _all(self, prefix: str) -> list[Any]:
        try:
            return list(self.store.list(prefix))
        except NoSuchBucket:
            return []

    def _digest(self, key: str) -> str:
        return hashlib.sha256(self.store.get(key)).hexdigest()

    def _receipt_key(self, name: str, now: str) -> str:
        return layout.receipt_key(self.namespace, f"{now.replace(':', '')}-{self.kind}-{name}")


CollectionsOfFaces = Collections[Collection]
CollectionsOfLabels = Collections[LabelCollection]


def face_collections(store: Store, namespace: str) -> CollectionsOfFaces:
    """Return a namespace's collections of known faces."""
    return Collections(store, namespace, "faces", Collection)


def label_collections(store: Store, namespace: str) -> CollectionsOfLabels:
    """Return a namespace's collections of examples of labels."""
    return Collections(store, namespace, "labels", LabelCollection)
