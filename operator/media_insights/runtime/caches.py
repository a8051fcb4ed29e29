"""Watch caches: the newest known version of every object of a kind, reduced to what is used.

Objects are kept as compressed JSON, since 10,000 finished executions are read rarely and must not fill the
memory; what is asked for often (queue, ownership) stands beside them as a small view.
"""

import json
import zlib
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from media_insights.api.v1alpha1.meta import Manifest

Key = tuple[str, str]
"""(namespace, name)."""
V = TypeVar("V")


@dataclass(frozen=True, slots=True)
class _Entry(Generic[V]):
    uid: str
    version: int
    packed: bytes
    view: V
    group: Key | None


def key_of(manifest: Manifest) -> Key:
    """Return an object's key."""
    return manifest["metadata"].get("namespace", ""), manifest["metadata"]["name"]


@dataclass(slots=True)
class Cache(Generic[V]):
    """All objects of one kind."""

    view_of: Callable[[Manifest], V]
    """The part that is asked for often; total, whatever an object contains."""
    group_of: Callable[[Manifest], Key | None] = lambda _: None
    """The object that this one belongs to."""
    listeners: list[Callable[[Key], None]] = field(default_factory=list)
    """Called with the key of every object that came, changed or went."""
    _entries: dict[Key, _Entry[V]] = field(default_factory=dict)
    _groups: dict[Key, set[Key]] = field(default_factory=lambda: defaultdict(set))

    def put(self, manifest: Manifest) -> None:
        """Remember an object, unless a newer one is known."""
        meta = {name: value for name, value in manifest["metadata"].items() if name != "managedFields"}
        manifest = {**manifest, "metadata": meta}
        key, version = key_of(manifest), _version(meta)
        old = self._entries.get(key)
        if old and old.uid == meta.get("uid") and old.version > version:
            return
        packed = zlib.compress(json.dumps(manifest, separators=(",", ":")).encode(), 1)
        self._forget_group(key)
        group = self.group_of(manifest)
        self._entries[key] = _Entry(meta.get("uid", ""), version, packed, self.view_of(manifest), group)
        if group:
            self._groups[group].add(key)
        self._notify(key)

    def refresh(self, manifest: Manifest) -> None:
        """Remember what a write answered, if the object is still known: a late answer revives no deleted one."""
        entry = self._entries.get(key_of(manifest))
        if entry and entry.uid == manifest["metadata"].get("uid"):
            self.put(manifest)

    def drop(self, key: Key, uid: str = "") -> None:
        """Forget an object; with ``uid``, only that very one."""
        entry = self._entries.get(key)
        if entry and uid in ("", entry.uid):
            self._forget_group(key)
            del self._entries[key]
            self._notify(key)

    def get(self, key: Key) -> Manifest | None:
        """Return an object, or None."""
        entry = self._entries.get(key)
        if entry is None:
            return None
        manifest: Manifest = json.loads(zlib.decompress(entry.packed))
        return manifest

    def view(self, key: Key) -> V | None:
        """Return an object's view, or None."""
        entry = self._entries.get(key)
        return entry.view if entry else None

    def views(self) -> Iterator[tuple[Key, V]]:
        """Yield every key and view."""
        return ((key, entry.view) for key, entry in self._entries.items())

    def group(self, key: Key) -> tuple[Key, ...]:
        """Return the objects that belong to another."""
        return tuple(sorted(self._groups.get(key, ())))

    def uid(self, key: Key) -> str:
        """Return an object's UID, or nothing."""
        entry = self._entries.get(key)
        return entry.uid if entry else ""

    def __len__(self) -> int:
        """Count the objects."""
        return len(self._entries)

    def _notify(self, key: Key) -> None:
        for listener in self.listeners:
            listener(key)

    def _forget_group(self, key: Key) -> None:
        entry = self._entries.get(key)
        if entry and entry.group:
            self._groups[entry.group].discard(key)
            if not self._groups[entry.group]:
                del self._groups[entry.group]


def _version(meta: Manifest) -> int:
    """ResourceVersion is comparable as a number within one kind (KEP-5504)."""
    text = meta.get("resourceVersion", "0")
    return int(text) if text.isdigit() else 0
