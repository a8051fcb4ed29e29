"""Progress of a batch, from what became of its items: counts, rate, and the list of what failed."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from media_insights.api.v1alpha1.batch import BatchItems, BatchRate, FailureCount
from media_insights.domain.batches.item_lists import lines_of
from media_insights.domain.wording import cut, printable

WINDOW = timedelta(minutes=10)
"""The rate is that of this time: what was slow an hour ago, or Paused, says nothing of how long the rest takes."""
_MOST = 5
_LONGEST = 256


class ItemOutcome(StrEnum):
    """What became of an item that has begun."""

    RUNNING = "Running"
    WAITING = "Waiting"
    """It waits for a person, and lets others go ahead."""
    DONE = "Done"
    FAILED = "Failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemState:
    """How far one item is."""

    name: str
    """Its asset."""
    uid: str = ""
    key: str
    outcome: ItemOutcome
    state: str = ""
    """That of its newest execution; Rejected when its asset was not accepted."""
    message: str = ""
    """Why it failed."""
    execution: str = ""
    """The newest one; empty before there is one."""
    retries: int = 0
    """How often it has run again."""
    ended_at: datetime | None = None
    cancelled: bool = False
    """Whether somebody cancelled its execution, which may not have ended yet."""


def counted(items: Sequence[ItemState], *, left: int, skipped: int) -> BatchItems:
    """Return the counts; ``left`` items have not begun."""
    by = Counter(each.outcome for each in items)
    return BatchItems(
        total=len(items) + left,
        done=by[ItemOutcome.DONE],
        failed=by[ItemOutcome.FAILED],
        skipped=skipped,
        running=by[ItemOutcome.RUNNING] + by[ItemOutcome.WAITING],
    )


def rate_of(items: Sequence[ItemState], counts: BatchItems, started: datetime, now: datetime) -> BatchRate:
    """Return how fast items end, and how long the rest takes at this rate."""
    since = max(started, now - WINDOW)
    ended = sum(1 for each in items if each.ended_at and each.ended_at >= since)
    minutes = max((now - since).total_seconds(), 1.0) / 60
    per_minute = round(ended / minutes, 1)
    rest = counts.total - counts.done - counts.failed
    left = round(rest * 60 * minutes / ended) if ended else None
    return BatchRate(items_per_minute=per_minute, seconds_left=left, computed_at=now)


def failed_of(items: Sequence[ItemState]) -> list[ItemState]:
    """Return the items that failed, by their keys."""
    return sorted(
        (each for each in items if each.outcome is ItemOutcome.FAILED), key=lambda each: (each.key, each.name)
    )


def failures_as_lines(failed: Sequence[ItemState]) -> bytes:
    """Return the list of failures: one JSON object for each."""
    return lines_of(
        {
            "key": each.key,
            "asset": each.name,
            "execution": each.execution,
            "state": each.state,
            "message": each.message,
        }
        for each in failed
    )


def most_frequent(failed: Sequence[ItemState]) -> tuple[FailureCount, ...]:
    """Return the sentences with which most items failed, the most frequent first."""
    sentences = Counter(cut(printable(each.message or each.state), _LONGEST) for each in failed)
    ranked = sorted(sentences.items(), key=lambda pair: (-pair[1], pair[0]))
    return tuple(FailureCount(message=message, count=count) for message, count in ranked[:_MOST])
