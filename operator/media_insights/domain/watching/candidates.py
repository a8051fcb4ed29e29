"""Candidates: which of the objects below a watched prefix may become assets, and by which rule."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from media_insights.api.v1alpha1 import MediaSource
from media_insights.api.v1alpha1.media_source import WatchRule
from media_insights.domain.file_items import FileItem, item_name
from media_insights.domain.file_selection import FileSelection, path_below
from media_insights.domain.watching.key_ranges import KeyRange, KnownObject

UNKNOWN = "Unknown"
"""Type of a file whose content is no medium."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenObject:
    """An object as a listing shows it. Whatever changes in it may mean that it is still being written."""

    key: str
    bytes: int
    etag: str
    modified: str
    """As the store says it; compared with nothing but what it said before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """An object that has not been taken, and the rules that may take it."""

    seen: SeenObject
    item: FileItem
    name: str
    """Of the asset that it would become."""
    rules: tuple[WatchRule, ...]
    """Those whose patterns fit, up to the first that takes every type."""
    type: str = ""
    """Its media type, where it was read before."""

    @property
    def must_be_read(self) -> bool:
        """Return whether only its content says which rule takes it."""
        return bool(self.rules[0].types) and not self.type

    @property
    def is_left_out(self) -> bool:
        """Return whether its type is known, and no rule takes it."""
        return bool(self.type) and self.rule_of(self.type) is None

    def rule_of(self, type_: str) -> WatchRule | None:
        """Return the rule that takes it when its content is of a type; None when none does."""
        return next((each for each in self.rules if not each.types or type_ in each.types), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class SortedObjects:
    """The objects of a range, by what is known of them before their content is read."""

    taken: Mapping[str, KnownObject] = field(default_factory=dict)
    """Key → the version that became an asset."""
    candidates: tuple[Candidate, ...] = ()
    skipped: int = 0
    refused: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectChecks:
    """What is asked about objects of a prefix."""

    is_file: Callable[[str], bool]
    """Of a key: whether the namespace may read the object, and an asset may name it."""
    is_made: Callable[[str], bool]
    """Of the name of an asset: whether there is or was one."""
    is_refused: Callable[[str], bool]
    """Of the name of an asset: whether the API server finds it invalid."""


def unknown_names(source: MediaSource, known: KeyRange, seen: Iterable[SeenObject]) -> frozenset[str]:
    """Return the names of the assets that objects would become which are not known to have been taken."""
    bucket = source.spec.prefix.bucket
    items = (FileItem(bucket=bucket, key=each.key, version=each.etag) for each in seen if not _is_taken(known, each))
    return frozenset(item_name(source.metadata, each) for each in items)


def sorted_objects(
    source: MediaSource, known: KeyRange, seen: Iterable[SeenObject], checks: ObjectChecks
) -> SortedObjects:
    """Sort objects of a range; what became an asset counts as taken whatever the rules say now."""
    taken: dict[str, KnownObject] = {}
    candidates: list[Candidate] = []
    skipped = refused = 0
    spec = source.spec
    selection = FileSelection(include=spec.include, exclude=spec.exclude)
    for each in seen:
        item = FileItem(bucket=spec.prefix.bucket, key=each.key, version=each.etag)
        if _is_taken(known, each) or checks.is_made(name := item_name(source.metadata, item)):
            taken[each.key] = KnownObject(version=each.etag)
        elif checks.is_refused(name):
            refused += 1
        else:
            path = path_below(each.key, spec.prefix.key)
            rules = _fitting(spec.rules, path) if checks.is_file(each.key) and selection.takes(path) else ()
            before = _known(known, each)
            candidate = Candidate(seen=each, item=item, name=name, rules=rules, type=before.type if before else "")
            if rules:
                candidates.append(candidate)
            else:
                skipped += 1
    return SortedObjects(taken=taken, candidates=tuple(candidates), skipped=skipped, refused=refused)


def _known(known: KeyRange, seen: SeenObject) -> KnownObject | None:
    found = known.known.get(seen.key)
    return found if found and found.version == seen.etag else None


def _is_taken(known: KeyRange, seen: SeenObject) -> bool:
    found = _known(known, seen)
    return found is not None and not found.type


def _fitting(rules: Iterable[WatchRule], path: str) -> tuple[WatchRule, ...]:
    found: list[WatchRule] = []
    for rule in rules:
        if FileSelection(include=rule.patterns).takes(path):
            found.append(rule)
            if not rule.types:
                break
    return tuple(found)
