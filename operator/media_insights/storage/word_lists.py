"""Word lists of a namespace in the object store: every change is a new version, and no writer overwrites another's."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from media_insights.domain import layout, word_lists
from media_insights.domain.names import is_collection_name
from media_insights.domain.word_lists import KINDS, ListName
from media_insights.errors import Changed, InvalidObject, NoSuchBucket, NoSuchObject
from media_insights.storage.store import Store

ATTEMPTS = 8
"""How often a change is made anew because somebody else was faster."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredList:
    """A list as it is kept: its newest version, and the numbers of all."""

    kind: str
    name: str
    versions: tuple[int, ...]
    size: int
    """Bytes of the newest version."""

    @property
    def version(self) -> int:
        """The number of the newest version."""
        return max(self.versions, default=0)


@dataclass(frozen=True, slots=True)
class WordLists:
    """All lists of a namespace. Raises ``errors`` of the store, with a sentence."""

    store: Store
    namespace: str

    def all(self) -> Iterator[tuple[str, str]]:
        """Yield kind and name of every list, in order."""
        for kind in KINDS:
            try:
                names = sorted(self.store.folders(layout.collections_prefix(self.namespace, kind)))
            except NoSuchBucket:
                return
            yield from ((kind, name) for name in names if is_collection_name(name))

    def describe(self, kind: str, name: str) -> StoredList:
        """Return what is known of a list. Raises NoSuchObject with the command that makes it."""
        wanted = _named(kind, name)
        try:
            found = self.store.head(wanted.key(self.namespace))
        except (NoSuchObject, NoSuchBucket) as error:
            raise NoSuchObject(f"there is no {wanted}; make it with lists put {kind} {name} FILE") from error
        return StoredList(kind=kind, name=name, versions=self._versions(kind, name), size=found.bytes)

    def read(self, wanted: ListName) -> bytes:
        """Return the content of a version. Raises NoSuchObject naming those that there are."""
        found = self.describe(wanted.kind, wanted.name)
        try:
            return self.store.get(wanted.key(self.namespace))
        except NoSuchObject as error:
            there = ", ".join(str(number) for number in found.versions)
            raise NoSuchObject(f"there is no {wanted}; there are the versions {there}") from error

    def put(self, kind: str, name: str, content: bytes) -> StoredList:
        """Store a new version, unless the newest is the same. Raises InvalidObject and Changed."""
        wanted = _named(kind, name)
        word_lists.require_content(kind, content)
        for _ in range(ATTEMPTS):
            try:
                return self._replace(wanted, content)
            except Changed:
                continue
        raise Changed(f"{wanted} was changed by others {ATTEMPTS} times meanwhile: try again")

    def delete(self, kind: str, name: str) -> int:
        """Remove a list with all its versions, and return how many objects that were. Raises NoSuchObject.

        The number of its last version stays, so that no number ever means another content.
        """
        last = self.describe(kind, name).version
        self.store.put(word_lists.last_number_key(self.namespace, kind, name), str(last).encode(), "text/plain")
        return self.store.delete_prefix(word_lists.prefix_of(self.namespace, kind, name))

    def _replace(self, wanted: ListName, content: bytes) -> StoredList:
        """Replace the newest version first, then number it: whoever replaces it numbers it before, if that is left."""
        key = wanted.key(self.namespace)
        etag, current = self._current(key)
        if current != content:
            self._number(wanted, current, etag)  # whoever wrote it may have been killed before
            self.store.replace(key, content, etag)
            etag, current = self._current(key)
        if current == content:
            self._number(wanted, content, etag)
        return self.describe(wanted.kind, wanted.name)

    def _current(self, key: str) -> tuple[str, bytes | None]:
        try:
            etag = self.store.head(key).etag  # asked first, so that it is never too new
            return etag, self.store.get(key)
        except (NoSuchObject, NoSuchBucket):
            return "", None

    def _number(self, wanted: ListName, content: bytes | None, etag: str) -> None:
        """Store the newest version's content under the next number, unless it has one.

        Versions are asked first, then whether it still is the newest, and a number is only ever created: who replaced
        it meanwhile has numbered it.
        """
        while content is not None:
            last = self._last_number(wanted)
            if self._content_of(wanted, last) == content or self._current(wanted.key(self.namespace))[0] != etag:
                return
            try:
                self.store.replace(replace(wanted, version=last + 1).key(self.namespace), content, "")
            except Changed:
                continue
            return

    def _content_of(self, wanted: ListName, number: int) -> bytes | None:
        try:
            return self.store.get(replace(wanted, version=number).key(self.namespace))
        except (NoSuchObject, NoSuchBucket):
            return None

    def _last_number(self, wanted: ListName) -> int:
        """Return the number that was given last, be it to a version of a list that was deleted since."""
        try:
            kept = self.store.get(word_lists.last_number_key(self.namespace, wanted.kind, wanted.name))
        except (NoSuchObject, NoSuchBucket):
            kept = b""
        return max((int(kept) if kept.isdigit() else 0, *self._versions(wanted.kind, wanted.name)))

    def _versions(self, kind: str, name: str) -> tuple[int, ...]:
        prefix = f"{word_lists.prefix_of(self.namespace, kind, name)}versions/"
        numbers = (info.key.removeprefix(prefix) for info in self.store.list(prefix))
        return tuple(sorted(int(number) for number in numbers if number.isdecimal()))


def _named(kind: str, name: str) -> ListName:
    if kind not in KINDS:
        raise InvalidObject(f"{kind!r} is no kind of list: there are {', '.join(KINDS)}")
    if not is_collection_name(name):
        raise InvalidObject(f"{name!r} cannot name a list: use at most 128 letters, digits, dots, dashes, underscores")
    return ListName(kind, name)
