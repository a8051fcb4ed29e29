"""Status of a batch: its state, and everything that follows from its items."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from media_insights.api.v1alpha1 import BatchStatus, reasons
from media_insights.api.v1alpha1.batch import BatchFailures, BatchItems, BatchRate, MediaBatchState
from media_insights.api.v1alpha1.conditions import ACCEPTED, READY, condition, with_condition
from media_insights.api.v1alpha1.meta import Conditions
from media_insights.domain import batch_layout
from media_insights.domain.batches.progress import (
    ItemOutcome,
    ItemState,
    counted,
    failed_of,
    failures_as_lines,
    most_frequent,
    rate_of,
)
from media_insights.domain.deciding.assets.asset_facts import Rejection
from media_insights.domain.deciding.batch_actions import StoreList
from media_insights.domain.deciding.batches.batch_facts import BatchFacts
from media_insights.domain.deciding.batches.listing import Listing
from media_insights.domain.deciding.batches.retries import retryable
from media_insights.domain.deciding.changes import Change, change_count_after
from media_insights.domain.deciding.resolved_refs import with_missing_workflows
from media_insights.domain.wording import cut

ENDED: frozenset[MediaBatchState] = frozenset({"Complete", "Error", "Cancelled"})
_RECORDED: frozenset[MediaBatchState] = frozenset({"Started", "Paused", *ENDED})
AGAIN = 60.0
"""Seconds until the rate is computed anew, and until a source is listed again that could not be."""
_LONGEST = 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchStanding:
    """In which state a batch is, and why."""

    state: MediaBatchState
    message: str = ""


def standing_of(facts: BatchFacts, listing: Listing, problem: Rejection | None) -> BatchStanding:
    """Return the state of a batch."""
    spec, counts = facts.batch.spec, counts_of(facts, listing)
    if spec.cancel:
        return BatchStanding(state="Cancelled", message=_sentence(facts.items, counts))
    if problem:
        return BatchStanding(state="Error", message=problem.message)
    if not listing.checkpoint.complete:
        return BatchStanding(state="Listing", message=f"{counts.total} items so far")
    if listing.left or counts.running or retryable(facts.batch, facts.items):
        return BatchStanding(state="Paused" if (why := _why_paused(facts, listing, counts)) else "Started", message=why)
    well = counts.failed == 0 or (spec.failure_budget is not None and not is_over_budget(facts, counts))
    return BatchStanding(state="Complete" if well else "Error", message=_sentence(facts.items, counts))


def _why_paused(facts: BatchFacts, listing: Listing, counts: BatchItems) -> str:
    """Return why no further item begins; empty while items do."""
    if facts.batch.spec.suspend:
        return "spec.suspend is true: no further item begins"
    if listing.left and is_over_budget(facts, counts):
        return f"more than spec.failureBudget: {_sentence(facts.items, counts)}"
    return ""


def counts_of(facts: BatchFacts, listing: Listing) -> BatchItems:
    """Return how many items there are, by what became of them."""
    return counted(facts.items, left=listing.left, skipped=listing.checkpoint.skipped)


def is_over_budget(facts: BatchFacts, counts: BatchItems) -> bool:
    """Return whether more failed than may; what runs again by itself has not failed for good."""
    budget = facts.batch.spec.failure_budget
    lost = counts.failed - len(retryable(facts.batch, facts.items))
    return budget is not None and lost * 100 > budget.percent * counts.total


def final_status(
    facts: BatchFacts, listing: Listing, standing: BatchStanding, problem: Rejection | None, now: datetime
) -> tuple[BatchStatus, tuple[StoreList, ...], tuple[Change, ...]]:
    """Return the whole status, the list of failures where it changed, and the changes."""
    old, counts = facts.batch.status, counts_of(facts, listing)
    failures, lists = _failures(facts)
    over = standing.state in ENDED and not counts.running
    started = old.started_at or (now if standing.state == "Started" else None)
    status = old.model_copy(
        update={
            "observed_generation": facts.batch.metadata.generation,
            "state": standing.state,
            "message": cut(standing.message, _LONGEST),
            "items": counts,
            "rate": _rate(facts, counts, started, now) if started and not over else None,
            "failures": failures,
            "checkpoint": listing.checkpoint,
            "started_at": started,
            "finished_at": (old.finished_at or now) if over else None,
            "conditions": _conditions(facts, standing, problem, now),
        }
    )
    changes = _changes(facts, standing, counts)
    return status.model_copy(update={"changes": change_count_after(old.changes, changes)}), lists, changes


def _rate(facts: BatchFacts, counts: BatchItems, started: datetime, now: datetime) -> BatchRate:
    """Return the rate: while no count changes the former one for a while, since each write causes another pass."""
    old = facts.batch.status
    is_recent = old.rate and old.rate.computed_at and abs(now - old.rate.computed_at) < timedelta(seconds=AGAIN)
    if old.rate and is_recent and old.items == counts:
        return old.rate
    return rate_of(facts.items, counts, started, now)


def _failures(facts: BatchFacts) -> tuple[BatchFailures | None, tuple[StoreList, ...]]:
    meta, old = facts.batch.metadata, facts.batch.status.failures
    failed = failed_of(facts.items)
    if not failed and old is None:
        return None, ()
    content = failures_as_lines(failed)
    digest = f"sha256:{hashlib.sha256(content).hexdigest()}"
    key = batch_layout.failures_key(meta.namespace, meta.uid)
    lists = () if old and old.digest == digest else (StoreList(key, content),)
    return BatchFailures(key=key, digest=digest, most=most_frequent(failed)), lists


def _conditions(facts: BatchFacts, standing: BatchStanding, problem: Rejection | None, now: datetime) -> Conditions:
    generation, present = facts.batch.metadata.generation, facts.batch.status.conditions
    reason, said = (problem.reason, problem.message) if problem else (reasons.VALID, "")
    accepted = condition(ACCEPTED, not problem, reason=reason, message=said, generation=generation, at=now)
    ready = condition(
        READY,
        standing.state == "Complete",
        reason=problem.reason if problem and standing.state == "Error" else standing.state,
        message=cut(standing.message, _LONGEST),
        generation=generation,
        at=now,
    )
    wanted = facts.batch.spec.workflow
    missing = () if wanted in facts.workflows else (wanted,)
    told = with_condition(with_condition(present, accepted), ready)
    return with_missing_workflows(told, missing, generation, now)


def _changes(facts: BatchFacts, standing: BatchStanding, counts: BatchItems) -> tuple[Change, ...]:
    old = facts.batch.status
    if standing.state == old.state or standing.state not in _RECORDED:
        return ()
    message = standing.message or f"{counts.total} items, {counts.done} of them done"
    well = standing.state in ("Started", "Complete")
    number = (old.changes or 0) + 1
    return (Change(subject="object", reason=standing.state, message=message, well=well, sequence=number),)


def _sentence(items: Sequence[ItemState], counts: BatchItems) -> str:
    if not counts.total:
        return "the source has no items"
    if not counts.failed:
        return f"{counts.done} of {counts.total} items are done"
    first = most_frequent([each for each in items if each.outcome is ItemOutcome.FAILED])[0]
    return f"{counts.failed} of {counts.total} items failed, {first.count} of them with: {first.message}"
