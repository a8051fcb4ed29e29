"""Short ways to write facts about sources."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from media_insights.api.v1alpha1 import MediaSource, labels
from media_insights.domain.deciding.watching.source_facts import ListedRange, WatchFacts
from media_insights.domain.file_items import FileItem, item_name
from media_insights.domain.sources.tenancy import tenant_of
from media_insights.domain.watching.candidates import Candidate, ObjectChecks, SeenObject, sorted_objects
from media_insights.domain.watching.key_ranges import KeyRange, KnownObject

KEY = "public/upload/n/inbox/"
NOW = datetime(2026, 5, 1, 12, 0, tzinfo=UTC)


def source(status: dict[str, Any] | None = None, meta: dict[str, Any] | None = None, **spec: Any) -> MediaSource:
    named = {"name": "s", "namespace": "n", "uid": "u", "generation": 1, "finalizers": [labels.FINALIZER]}
    prefix, rules = {"bucket": "media", "key": KEY}, [{"workflows": [{"name": "flow"}]}]
    return MediaSource.model_validate(
        {
            "metadata": {**named, "creationTimestamp": "2026-05-01T11:59:50Z", **(meta or {})},
            "spec": {"prefix": prefix, "rules": rules, **spec},
            "status": {"observedGeneration": 1, **(status or {})},
        }
    )


def seen(name: str, version: str = "1") -> SeenObject:
    return SeenObject(key=f"{KEY}{name}", bytes=1, etag=version, modified="2026-05-01T11:00:00Z")


def name_of(name: str, version: str = "1") -> str:
    return item_name(source().metadata, FileItem(bucket="media", key=f"{KEY}{name}", version=version))


def candidates_of(of: MediaSource, names: Iterable[str]) -> tuple[Candidate, ...]:
    checks = ObjectChecks(is_file=lambda _: True, is_made=lambda _: False, is_refused=lambda _: False)
    return sorted_objects(of, KeyRange(), [seen(name) for name in names], checks).candidates


def listed(of: MediaSource, fresh: Iterable[str] = (), taken: Iterable[str] = (), **more: Any) -> ListedRange:
    """A range of objects that were taken, and of others, which have all settled unless it is said."""
    known = {f"{KEY}{name}": KnownObject(version="1") for name in taken}
    checks = ObjectChecks(is_file=lambda _: True, is_made=lambda _: False, is_refused=lambda _: False)
    names = sorted({*fresh, *taken})
    objects = sorted_objects(of, KeyRange(known=known), [seen(name) for name in names], checks)
    settled = frozenset(name_of(name) for name in fresh)
    known_of: dict[str, Any] = {"kept": KeyRange(), "seen": len(names), "objects": objects, "settled": settled}
    return ListedRange(**(known_of | more))


def facts(of: MediaSource | None = None, **more: Any) -> WatchFacts:
    known: dict[str, Any] = {"tenant": tenant_of((), "n", "media"), "workflows": ("flow",)}
    return WatchFacts(source=of or source(), **(known | more))
