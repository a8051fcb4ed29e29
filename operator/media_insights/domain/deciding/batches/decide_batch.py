"""Decision about a batch: what is listed next, which items begin, run again or are cancelled, and its status."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from itertools import islice

from media_insights.api.v1alpha1 import BatchStatus, labels
from media_insights.domain import batch_layout
from media_insights.domain.batches.batch_items import asset_of_item
from media_insights.domain.batches.progress import ItemOutcome
from media_insights.domain.deciding.actions import (
    Action,
    AddFinalizer,
    Create,
    Decision,
    DeleteResults,
    RemoveFinalizer,
)
from media_insights.domain.deciding.batch_actions import CancelExecution
from media_insights.domain.deciding.batches.batch_acceptance import may_come_later, problem_of_batch
from media_insights.domain.deciding.batches.batch_facts import BatchFacts
from media_insights.domain.deciding.batches.batch_status import (
    AGAIN,
    BatchStanding,
    counts_of,
    final_status,
    is_over_budget,
    standing_of,
)
from media_insights.domain.deciding.batches.ended_batches import status_stays
from media_insights.domain.deciding.batches.listing import Listing, listing_of
from media_insights.domain.deciding.batches.retries import retry_of, retryable
from media_insights.domain.deciding.changes import changes_of_removal

AT_ONCE = 50
"""Objects that one pass makes or changes: a worker is free again after that."""


def decide_batch(facts: BatchFacts, now: datetime) -> Decision[BatchStatus]:
    """Return what to do about a batch."""
    meta = facts.batch.metadata
    if meta.deletion_timestamp is not None:
        return _leaving(facts)
    decision = _decide(facts, now)
    if labels.FINALIZER in meta.finalizers:
        return decision
    return replace(decision, actions=(AddFinalizer(), *decision.actions))


def _decide(facts: BatchFacts, now: datetime) -> Decision[BatchStatus]:
    problem, listing = problem_of_batch(facts), listing_of(facts)
    if status_stays(facts, listing, counts_of(facts, listing), problem):
        return Decision()
    standing = standing_of(facts, listing, problem)
    status, lists, changes = final_status(facts, listing, standing, problem, now)
    waits = standing.state == "Started" or (problem is not None and may_come_later(problem))
    return Decision(
        actions=(*listing.parts, *lists, *_actions(facts, listing, standing)),
        status=status,
        write_every=0,  # passes are some seconds apart
        changes=changes,
        requeue_after=AGAIN if waits else None,
    )


def _leaving(facts: BatchFacts) -> Decision[BatchStatus]:
    """Remove what is kept of the batch itself; its assets belong to it, and are collected once it is gone."""
    meta = facts.batch.metadata
    if labels.FINALIZER not in meta.finalizers:
        return Decision()
    removal = DeleteResults(batch_layout.batch_prefix(meta.namespace, meta.uid))
    return Decision(actions=(removal, RemoveFinalizer()), changes=changes_of_removal(facts.batch))


def _actions(facts: BatchFacts, listing: Listing, standing: BatchStanding) -> tuple[Action, ...]:
    if standing.state == "Cancelled":
        return tuple(islice(_cancellations(facts), AT_ONCE))
    if standing.state != "Started" and not _retries_lead_on(facts, standing):
        return ()
    running = sum(1 for each in facts.items if each.outcome is ItemOutcome.RUNNING)
    room = min(max(facts.batch.spec.parallelism - running, 0), AT_ONCE)
    return tuple(islice(_beginnings(facts, listing), room))


def _retries_lead_on(facts: BatchFacts, standing: BatchStanding) -> bool:
    """Return whether a batch is only Paused by its failures: what runs again may bring it below its budget."""
    return standing.state == "Paused" and not facts.batch.spec.suspend


def _beginnings(facts: BatchFacts, listing: Listing) -> Iterator[Action]:
    """Yield what begins: first what runs again, then new items while not too many have failed."""
    for each in retryable(facts.batch, facts.items):
        yield Create(retry_of(facts.batch, each))
    if not is_over_budget(facts, counts_of(facts, listing)):
        for item in listing.next:
            yield Create(asset_of_item(facts.batch, item))


def _cancellations(facts: BatchFacts) -> Iterator[Action]:
    for each in facts.items:
        if each.outcome in (ItemOutcome.RUNNING, ItemOutcome.WAITING) and each.execution and not each.cancelled:
            yield CancelExecution(each.execution)
