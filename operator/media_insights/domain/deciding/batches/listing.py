"""Listing of a batch: what a page of the source adds to the plan, and how far the plan has been begun."""

from collections.abc import Collection
from dataclasses import dataclass, replace

from media_insights.api.v1alpha1.batch import BatchCheckpoint
from media_insights.domain import batch_layout
from media_insights.domain.batches.batch_items import MOST_ITEMS
from media_insights.domain.batches.item_lists import items_as_lines, lines_of
from media_insights.domain.deciding.batch_actions import DropParts, StoreList
from media_insights.domain.deciding.batches.batch_facts import BatchFacts, ListedPage, checkpoint_of
from media_insights.domain.file_items import FileItem, item_name

PART = 1000
"""Items in one part of a plan: what a pass reads of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """The listing after a pass."""

    checkpoint: BatchCheckpoint
    parts: tuple[DropParts | StoreList, ...] = ()
    """What is done to the plan's parts in the store before the checkpoint is written."""
    next: tuple[FileItem, ...] = ()
    """Items that have not begun, in their order; not all of them."""
    left: int = 0
    """How many have not begun."""


def listing_of(facts: BatchFacts) -> Listing:
    """Return how far the listing is after this pass."""
    checkpoint = checkpoint_of(facts.batch)
    if facts.plan is None:
        lost = {"planned": 0, "skipped": 0, "listed_up_to": "", "complete": False}
        return Listing(checkpoint=checkpoint.model_copy(update=lost))
    known = facts.batch.status.checkpoint or checkpoint
    if isinstance(facts.listed, ListedPage):
        listing = _with_page(checkpoint, facts.listed, MOST_ITEMS - len(facts.items))
        begun = () if checkpoint is known else _stored_begun(facts, facts.listed.begun)
        return replace(listing, parts=(*begun, *listing.parts))
    if not checkpoint.complete:  # what is known stays: it says what has begun
        left = max(0, known.planned - known.begun)
        return Listing(checkpoint=known.model_copy(update={"complete": False}), left=left)
    return _begun(facts, checkpoint, facts.plan, {each.name for each in facts.items})


def _stored_begun(facts: BatchFacts, names: Collection[str]) -> tuple[StoreList, ...]:
    """Store what earlier listings began before the checkpoint forgets it: of this, nothing begins once more."""
    meta = facts.batch.metadata
    content = lines_of({"asset": name} for name in sorted(names))
    return (StoreList(batch_layout.begun_key(meta.namespace, meta.uid), content),) if names else ()


def _with_page(checkpoint: BatchCheckpoint, page: ListedPage, most: int) -> Listing:
    """Add a page to the plan, of which there is nothing when the listing begins; whatever else lies there goes.

    What is too much is counted and not stored, and the listing begins anew when there is room for so much.
    """
    if not checkpoint.listed_up_to:
        checkpoint = checkpoint.model_copy(update={"planned": 0, "skipped": 0})
    first, planned = checkpoint.planned, checkpoint.planned + len(page.items)
    if planned > most:
        stopped = {"planned": planned, "listed_up_to": "", "complete": False}
        return Listing(checkpoint=checkpoint.model_copy(update=stopped), left=planned)
    parts = tuple(
        StoreList(
            batch_layout.part_key(checkpoint.key, first + start), items_as_lines(page.items[start : start + PART])
        )
        for start in range(0, len(page.items), PART)
    )
    new = {
        "planned": planned,
        "skipped": checkpoint.skipped + page.skipped,
        "listed_up_to": page.up_to or checkpoint.listed_up_to,
        "complete": page.complete,
    }
    drop = DropParts(checkpoint.key, first)
    return Listing(checkpoint=checkpoint.model_copy(update=new), parts=(drop, *parts), left=planned)


def _begun(
    facts: BatchFacts, checkpoint: BatchCheckpoint, plan: tuple[FileItem, ...], known: Collection[str]
) -> Listing:
    """Move on over what has become assets; what the API server refused stays, and is asked for again."""
    named = [(item, item_name(facts.batch.metadata, item) in known) for item in plan]
    leading = next((index for index, (_, begun) in enumerate(named) if not begun), len(named))
    begun = checkpoint.begun + leading
    beyond = sum(1 for _, is_known in named[leading:] if is_known)
    return Listing(
        checkpoint=checkpoint.model_copy(update={"begun": begun}),
        next=tuple(item for item, is_known in named[leading:] if not is_known),
        left=max(0, checkpoint.planned - begun - beyond),
    )
