"""Facts about one source: everything that its decision may depend on."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from media_insights.api.v1alpha1 import MediaSource
from media_insights.domain.deciding.assets.asset_facts import Rejection
from media_insights.domain.sources.tenancy import Tenant
from media_insights.domain.watching.candidates import SortedObjects
from media_insights.domain.watching.key_ranges import KeyRange

LONGEST_PAUSE = 600.0
"""Seconds until a source is listed again that could not be, at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedRange:
    """What was listed after the checkpoint, and what is known of it."""

    kept: KeyRange
    """What is known, with the small neighbours that were joined to it."""
    stored: KeyRange | None = None
    """What lies in the store for it; None: nothing that can be read."""
    absorbed: tuple[str, ...] = ()
    """Keys after which the ranges begin that were joined to it."""
    end: str = ""
    """The last key of what is examined in this pass; empty: the prefix has no more."""
    seen: int = 0
    """Objects up to there."""
    objects: SortedObjects = field(default_factory=SortedObjects)
    settled: frozenset[str] = frozenset()
    """Names of the candidates that have not changed for long enough."""
    types: Mapping[str, str] = field(default_factory=dict)
    """Name → media type of the candidates whose content was read in this pass."""
    vanished: frozenset[str] = frozenset()
    """Names of those that were gone, or other ones, when their content was to be read."""
    unreadable: Mapping[str, str] = field(default_factory=dict)
    """Name → why the store refuses the content of a candidate: this listing does not ask for it again."""
    unreadable_example: str = ""
    """One such file of the whole prefix, and why."""
    departed: tuple[str, ...] = ()
    """Marks of deleted assets that lay there when this listing began: every range knows them when it ends."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchFacts:
    """What is known of a source."""

    source: MediaSource
    enabled: bool = True
    """Whether its namespace is a tenant."""
    tenant: Tenant
    workflows: Collection[str] = ()
    """Those that it may name."""
    unfinished: int = 0
    """Assets that it made and that have not ended; not counted beyond ``spec.parallelism``."""
    counted: int = 0
    """Assets that were looked at to say so."""
    refused: Mapping[str, str] = field(default_factory=dict)
    """Key → why the API server refuses the asset of a file."""
    listed: ListedRange | Rejection | None = None
    """What was listed in this pass; None: nothing was to be listed."""


def seconds_until_listing(source: MediaSource, now: datetime) -> float:
    """Return after how many seconds a source is to be listed; 0: now, since it is time, goes on, or has changed.

    A clock that was set back is no reason to wait longer than a source ever waits.
    """
    status, spec = source.status, source.spec
    if status.observed_generation != source.metadata.generation or status.next_listing is None:
        return 0.0
    left = (status.next_listing - now).total_seconds()
    longest = max(spec.every_seconds, LONGEST_PAUSE)
    return left if 0 < left <= longest else 0.0
