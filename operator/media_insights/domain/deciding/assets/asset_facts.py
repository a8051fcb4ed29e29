"""Facts about one asset: everything that its decision may depend on."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from media_insights.api.v1alpha1 import MediaAsset, MediaExecution, MediaOperatorSpec, MediaWorkflowSpec
from media_insights.api.v1alpha1.asset import MediaFacts
from media_insights.api.v1alpha1.conditions import ACCEPTED, condition_of
from media_insights.domain.planning.problems import Problem
from media_insights.domain.planning.references import Known, Reach
from media_insights.domain.running.measured_media import with_measures
from media_insights.domain.running.pointers import Kept, Pointers, pointers_in
from media_insights.domain.sources.media import Sniffed, UnusableMedia
from media_insights.domain.sources.source_size import DEFAULT_MAX_SOURCE
from media_insights.domain.sources.tenancy import Tenant


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceObject:
    """The source object, as it was found."""

    bytes: int
    etag: str
    content: Sniffed | UnusableMedia


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejection:
    """Why an asset is not accepted: a reason for programs, a sentence for people."""

    reason: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AssetFacts:
    """Everything that is known about one asset when it is decided on."""

    asset: MediaAsset
    enabled: bool
    """Whether its namespace is a tenant."""
    tenant: Tenant
    source: SourceObject | Rejection | None = None
    """None: not read, since :func:`source_is_known` or because it may not be read."""
    workflows: Mapping[str, MediaWorkflowSpec] = field(default_factory=dict)
    """All that the asset may name: of its namespace, and of the installation's."""
    operators: Mapping[str, MediaOperatorSpec] = field(default_factory=dict)
    executions: tuple[MediaExecution, ...] = ()
    """Those of this asset, oldest first."""
    kept: Mapping[str, Kept] = field(default_factory=dict)
    """Execution → what it left, for those whose pointers have not been taken over yet."""
    missing: frozenset[str] = frozenset()
    """Keys that the status points to, and that went with what an execution should not have stored."""
    unusable: Mapping[str, Problem] = field(default_factory=dict)
    """Execution → why what it left is not pointed to: its snapshot in the store is not its own, or is unreadable."""
    max_source_bytes: int = DEFAULT_MAX_SOURCE
    """The largest source that is accepted."""
    reach: Reach | None = None
    """What its operators' parameters may name."""
    known: Known | None = None
    """The store's answer about the objects that they name; None: not checked, since they were accepted before."""
    recorded: Pointers | None = None
    """All pointers, from the record, for an asset whose status has no room for them; None: those of the status."""
    also_named: bool = False
    """Whether another asset, of whatever namespace, names the same source; looked up for one that is deleted."""
    departed_key: str = ""
    """Where one that is deleted leaves a mark for the source that made it; empty: no source that is watched did."""
    waited: float = 0.0
    """Seconds that the last check of the source was delayed; 0 at first."""


def pointers_before(facts: AssetFacts) -> Pointers:
    """Return the pointers to what was found before this pass."""
    return facts.recorded or pointers_in(facts.asset.status)


def source_is_known(asset: MediaAsset) -> bool:
    """Return whether the source was read for this very spec and found fit: it is immutable, so once is enough."""
    condition = condition_of(asset.status.conditions, ACCEPTED)
    return bool(asset.status.media and asset.status.media.type and condition and condition.status == "True")


def was_accepted(asset: MediaAsset) -> bool:
    """Return whether this very spec was accepted: what changes later around it concerns its next run alone."""
    condition = condition_of(asset.status.conditions, ACCEPTED)
    current = condition is not None and condition.observed_generation == asset.metadata.generation
    return current and condition is not None and condition.status == "True"


def media_of(facts: AssetFacts) -> MediaFacts | None:
    """Return what the source is: as it was found now, else as it was known before, with what runs have measured."""
    media = _source_media(facts)
    if media is None:
        return None
    for each in facts.executions:
        if kept := facts.kept.get(each.metadata.name):
            media = with_measures(media, kept.measuring)
    return media


def _source_media(facts: AssetFacts) -> MediaFacts | None:
    if not isinstance(facts.source, SourceObject) or not isinstance(facts.source.content, Sniffed):
        return facts.asset.status.media
    content = facts.source.content
    return MediaFacts(
        type=content.type,
        container=content.container,
        content_type=content.content_type,
        bytes=facts.source.bytes,
        etag=facts.source.etag,
    )
