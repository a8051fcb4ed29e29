"""Batches that have ended: what one says of itself then stays, whatever becomes of its assets and its workflow."""

from media_insights.api.v1alpha1.batch import BatchItems
from media_insights.api.v1alpha1.conditions import ACCEPTED, condition_of
from media_insights.domain.deciding.assets.asset_facts import Rejection
from media_insights.domain.deciding.batches.batch_facts import BatchFacts
from media_insights.domain.deciding.batches.listing import Listing
from media_insights.domain.deciding.batches.retries import retryable


def status_stays(facts: BatchFacts, listing: Listing, counts: BatchItems, problem: Rejection | None) -> bool:
    """Return whether a batch has ended, and what is known of it now is less than what its status says.

    Assets are deleted, by people or since they are old, and workflows are too: nothing of that is news of the batch.
    What runs again, a listing that goes on and a new spec are.
    """
    if not _has_ended(facts) or counts.running or not _nothing_begins(facts, listing):
        return False
    known = facts.batch.status.items
    return problem is not None or (known is not None and counts.total < known.total)


def _has_ended(facts: BatchFacts) -> bool:
    """Return whether the status says how this spec ended; one that was not accepted has not begun."""
    status = facts.batch.status
    accepted = condition_of(status.conditions, ACCEPTED)
    is_of_this_spec = status.observed_generation == facts.batch.metadata.generation
    return status.finished_at is not None and is_of_this_spec and accepted is not None and accepted.status == "True"


def _nothing_begins(facts: BatchFacts, listing: Listing) -> bool:
    if facts.batch.spec.cancel:
        return True
    return listing.checkpoint.complete and not listing.left and not retryable(facts.batch, facts.items)
