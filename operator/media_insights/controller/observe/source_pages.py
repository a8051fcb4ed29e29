"""Pages of watched prefixes: the objects after the checkpoint, what is kept of them, and what their content is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice

from media_insights.api.v1alpha1 import MediaSource
from media_insights.controller.observe.store_objects import read_source
from media_insights.domain import watch_layout
from media_insights.domain.sources.media import Sniffed
from media_insights.domain.watching.candidates import UNKNOWN, Candidate, SeenObject
from media_insights.domain.watching.key_ranges import FULL, KeyRange, has_room, may_join, parse_range
from media_insights.errors import NoSuchBucket, NoSuchObject, StoreError
from media_insights.storage.store import Store

JOINED = 20
"""Ranges that one pass joins to another, at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SourcePage:
    """What the store says after the checkpoint."""

    kept: KeyRange
    """With the small neighbours that were joined to it."""
    stored: KeyRange | None
    absorbed: tuple[str, ...]
    objects: tuple[SeenObject, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadFiles:
    """What files are by their content; each by the name of its asset."""

    types: Mapping[str, str] = field(default_factory=dict)
    """Name → media type."""
    vanished: frozenset[str] = frozenset()
    """Those that are gone, or not what was listed."""
    unreadable: Mapping[str, str] = field(default_factory=dict)
    """Name → why the store refuses it. That may pass: a key that was rotated, an archive that is being restored."""


@dataclass(frozen=True, slots=True)
class SourcePages:
    """Reads what belongs to sources. Raises StoreError, and Unavailable when the store does not answer."""

    store: Store

    def page(self, source: MediaSource, after: str) -> SourcePage:
        """Return the objects after a key, as many as one request lists, and the range that begins there."""
        prefix = source.spec.prefix
        listed = islice(self.store.at(prefix.bucket).list(prefix.key, after), FULL)
        objects = tuple(
            SeenObject(key=each.key, bytes=each.bytes, etag=each.etag, modified=each.modified) for each in listed
        )
        stored = self._range(source, after)
        kept, absorbed = self._joined(source, stored or KeyRange(after=after), [each.key for each in objects])
        return SourcePage(kept=kept, stored=stored, absorbed=absorbed, objects=objects)

    def departed(self, source: MediaSource) -> tuple[str, ...]:
        """Return the names of the source's assets that were deleted and that a range may not know."""
        meta = source.metadata
        marks = self.store.list(watch_layout.departed_prefix(meta.namespace, meta.uid))
        return tuple(watch_layout.departed_name(each.key) for each in marks)

    def read(self, candidates: Sequence[Candidate]) -> ReadFiles:
        """Return what files are; what is wrong with one of them is said of that one, and stops no other."""
        found = [(each.name, self._type(each)) for each in candidates]
        return ReadFiles(
            types={name: type_ for name, type_ in found if isinstance(type_, str)},
            vanished=frozenset(name for name, type_ in found if type_ is None),
            unreadable={name: str(error) for name, error in found if isinstance(error, StoreError)},
        )

    def _type(self, candidate: Candidate) -> str | StoreError | None:
        """Return the media type of a file, None when it is not what was listed, and why its content is refused."""
        item = candidate.item
        try:
            found = read_source(self.store.at(item.bucket), item.key, item.key.rpartition("/")[2])
        except NoSuchObject:
            return None
        except NoSuchBucket:
            raise
        except StoreError as error:
            return error
        if found.etag != item.version:
            return None
        return found.content.type if isinstance(found.content, Sniffed) else UNKNOWN

    def _range(self, source: MediaSource, after: str) -> KeyRange | None:
        """Return what is kept of the range that begins after a key; None when there is nothing that can be read."""
        meta = source.metadata
        try:
            return parse_range(self.store.get(watch_layout.range_key(meta.namespace, meta.uid, after)), after)
        except (NoSuchObject, ValueError):
            return None

    def _joined(
        self, source: MediaSource, kept: KeyRange, keys: Sequence[str], absorbed: tuple[str, ...] = ()
    ) -> tuple[KeyRange, tuple[str, ...]]:
        if not has_room(kept, keys) or len(absorbed) >= JOINED:
            return kept, absorbed
        following = self._range(source, kept.up_to)
        if following is None or not may_join(following, keys):
            return kept, absorbed
        return self._joined(source, kept.joined(following), keys, (*absorbed, kept.up_to))
