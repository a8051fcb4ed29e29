"""Pages of watched prefixes: the objects after the checkpoint, what is kept of them, and what their content is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from media_insights.api.v1alpha1 import MediaSource
from media_insights.controller.observe.store_objects import read_source
from media_insights.domain import watch_layout
from media_insights.domain.sources.media import Sniffed
from media_insights.domain.watching.candidates import UNKNOWN, Candidate, SeenObject
from media_insights.domain.watching.key_ranges import FULL, KeyRange, has_room, may_join, parse_range
from media_insights.errors import AccessDenied, NoSuchObject
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

    def types(self, candidates: Sequence[Candidate]) -> tuple[Mapping[str, str], frozenset[str]]:
        """Return the media type of each file by its name, and the names of those that are not what they were."""
        types: dict[str, str] = {}
        vanished: set[str] = set()
        for each in candidates:
            try:
                found = read_source(self.store.at(each.item.bucket), each.item.key, each.item.key.rpartition("/")[2])
            except NoSuchObject:
                vanished.add(each.name)
                continue
            except AccessDenied:
                types[each.name] = UNKNOWN
                continue
            if found.etag != each.item.version:
                vanished.add(each.name)
            else:
                types[each.name] = found.content.type if isinstance(found.content, Sniffed) else UNKNOWN
        return types, frozenset(vanished)

    def _range(self, source: MediaSource, after: str) -> KeyRange | None:
        """Return what is kept of the range that begins after a key; None when there is nothing that can be read."""
        meta = source.metadata
        try:
            return parse_range(self.store.get(watch_layout.range_key(meta.namespace, meta.uid, after)), after)
        except (NoSuchObject, ValueError):
            return None

    def _joined(self, source: MediaSource, kept: KeyRange, keys: Sequence[str]) -> tuple[KeyRange, tuple[str, ...]]:
        absorbed: list[str] = []
        while has_room(kept, keys) and len(absorbed) < JOINED:
            following = self._range(source, kept.up_to)
            if following is None or not may_join(following, keys):
                break
            absorbed.append(kept.up_to)
            kept = kept.joined(following)
        return kept, tuple(absorbed)
