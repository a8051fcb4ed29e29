"""Facts about one batch: everything that its decision may depend on."""

from collections.abc import Collection
from dataclasses import dataclass

from media_insights.api.v1alpha1 import MediaBatch
from media_insights.api.v1alpha1.batch import BatchCheckpoint
from media_insights.domain import batch_layout
from media_insights.domain.batches.progress import ItemState
from media_insights.domain.deciding.assets.asset_facts import Rejection
from media_insights.domain.file_items import FileItem
from media_insights.domain.sources.tenancy import Tenant


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedPage:
    """What was listed of a source after the checkpoint."""

    items: tuple[FileItem, ...]
    """Those that are not the batch's already."""
    skipped: int = 0
    up_to: str = ""
    """The last key that was listed."""
    complete: bool = False
    """Whether there is no more."""
    begun: frozenset[str] = frozenset()
    """Names of the items that earlier listings found and that have begun."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchFacts:
    """What is known of a batch."""

    batch: MediaBatch
    enabled: bool = True
    """Whether its namespace is a tenant."""
    tenant: Tenant
    workflows: Collection[str] = ()
    """Those that it may name."""
    items: tuple[ItemState, ...] = ()
    """Those that have begun."""
    listed: ListedPage | Rejection | None = None
    """What was listed in this pass; None: nothing was to be listed."""
    plan: tuple[FileItem, ...] | None = ()
    """The next items that have not begun; None: the plan in the store is lost or damaged."""


def checkpoint_of(batch: MediaBatch) -> BatchCheckpoint:
    """Return how far the listing is that is wanted now: at its beginning when another one was wanted before.

    So it is when the plan was lost, too: of the one that is known then, only what has begun of it is of use.
    """
    known, meta, wanted = batch.status.checkpoint, batch.metadata, batch.spec.relist
    if known is None or known.relist != wanted:
        return BatchCheckpoint(key=batch_layout.plan_prefix(meta.namespace, meta.uid, wanted), relist=wanted)
    if known.begun and not known.complete:
        return BatchCheckpoint(key=batch_layout.plan_after(known.key), relist=wanted)
    return known
