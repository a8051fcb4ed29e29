"""Watch caches: the newest known version of every object of a kind, reduced to what is used.

Objects are kept as compressed JSON, since 10,000 finished executions are read rarely and must not fill the
memory; what is asked for often (queue, ownership) stands beside them as a small view.
"""

import json
import zlib
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from media_insights.api.v1alpha1.meta import Manifest
from media_insights.kube.bounds import without_content
from media_insights.runtime.references import References

Key = tuple[str, str]
"""(namespace, name)."""
LARGE = 8 * 1024
"""Bytes of an object as it is kept from which on it counts as large; an execution at its end takes two thousand."""
SHARE = 32 * 1024 * 1024
"""The most that the large objects of one kind and namespace take together."""
V = TypeVar("V")


@dataclass(frozen=True, slots=True)
class _Entry(Generic[V]):
    uid: str
    version: int
    generation: int
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
    targets_of: Callable[[Key, V], Collection[Key]] = lambda _, __: ()
    """What an object names, by its key and its view."""
    references: References = field(default_factory=References)
    """The inverse of ``targets_of``."""
    listeners: list[Callable[[Key], None]] = field(default_factory=list)
    """Called with the key of every object that came, changed or went."""
    _entries: dict[Key, _Entry[V]] = field(default_factory=dict)
    _groups: dict[Key, set[Key]] = field(default_factory=lambda: defaultdict(set))
    _shares: Counter[str] = field(default_factory=Counter)
    """Namespace → bytes of its large objects."""

    def put(self, manifest: Manifest) -> None:
        """Remember an object, unless a newer one is known."""
        meta = {name: value for name, value in manifest["metadata"].items() if name != "managedFields"}
        manifest = {**manifest, "metadata": meta}
        key, version = key_of(manifest), _version(meta)
        old = self._entries.get(key)
        if old and old.uid == meta.get("uid") and old.version > version:
            return
        entry = self._entry(manifest, version, _large(old))
        self._remove(key)
        self._entries[key] = entry
        self.references.move(key, self.targets_of(key, old.view) if old else (), self.targets_of(key, entry.view))
        self._shares[key[0]] += _large(entry)
        if entry.group:
            self._groups[entry.group].add(key)
        self._notify(key)

    def _entry(self, manifest: Manifest, version: int, replaced: int) -> _Entry[V]:
        """Pack an object; one that would not fit into its namespace's share is known by its metadata alone."""
        packed, namespace = _packed(manifest), key_of(manifest)[0]
        if len(packed) > LARGE and self._shares[namespace] - replaced + len(packed) > SHARE:
            sentence = f"the large objects of the namespace {namespace} take more than {SHARE} bytes: delete some"
            manifest = without_content(manifest, sentence)
            packed = _packed(manifest)
        meta = manifest["metadata"]
        return _Entry(
            uid=meta.get("uid", ""),
            version=version,
            generation=meta.get("generation", 0),
            packed=packed,
            view=self.view_of(manifest),
            group=self.group_of(manifest),
        )

    def refresh(self, manifest: Manifest) -> None:
        """Remember what a write answered, if the object is still known: a late answer revives no deleted one."""
        entry = self._entries.get(key_of(manifest))
        if entry and entry.uid == manifest["metadata"].get("uid"):
            self.put(manifest)

    def drop(self, key: Key, uid: str = "") -> None:
        """Forget an object; with ``uid``, only that very one."""
        entry = self._entries.get(key)
        if entry and uid in ("", entry.uid):
            self._remove(key)
            self.references.move(key, self.targets_of(key, entry.view), ())
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

    def members(self, key: Key) -> tuple[Key, ...]:
        """Return the objects that belong to another, in no order: there may be a million."""
        return tuple(self._groups.get(key, ()))

    def owner(self, key: Key) -> Key | None:
        """Return the object that another belongs to, or None."""
        entry = self._entries.get(key)
        return entry.group if entry else None

    def uid(self, key: Key) -> str:
        """Return an object's UID, or nothing."""
        entry = self._entries.get(key)
        return entry.uid if entry else ""

    def uids(self) -> Iterator[str]:
        """Yield the UID of every object."""
        return (entry.uid for entry in self._entries.values())

    def generation(self, key: Key) -> str:
        """Return which object and which version of its spec is known: the same while only its status changes."""
        entry = self._entries.get(key)
        return f"{entry.uid}/{entry.generation}" if entry else ""

    def __len__(self) -> int:
        """Count the objects."""
        return len(self._entries)

    def _notify(self, key: Key) -> None:
        for listener in self.listeners:
            listener(key)

    def _remove(self, key: Key) -> None:
        entry = self._entries.pop(key, None)
        self._shares[key[0]] -= _large(entry)
        if entry and entry.group:
            self._groups[entry.group].discard(key)
            if not self._groups[entry.group]:
                del self._groups[entry.group]


def _packed(manifest: Manifest) -> bytes:
    return zlib.compress(json.dumps(manifest, separators=(",", ":")).encode(), 1)


def _large(entry: _Entry[V] | None) -> int:
    """Count what an object takes of its namespace's share: small ones take nothing."""
    return len(entry.packed) if entry and len(entry.packed) > LARGE else 0


def _version(meta: Manifest) -> int:
    """ResourceVersion is comparable as a number within one kind (KEP-5504)."""
    text = meta.get("resourceVersion", "0")
    return int(text) if text.isdigit() else 0
