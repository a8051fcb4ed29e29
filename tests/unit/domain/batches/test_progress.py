"""Counts, rate and failures of items."""

import json
from datetime import timedelta

import pytest

from media_insights.api.v1alpha1.batch import BatchItems
from media_insights.domain.batches import progress
from media_insights.domain.batches.progress import ItemOutcome, ItemState
from tests.unit.controller.objects import NOW


def item(outcome: str, key: str = "k", message: str = "", minutes_ago: float | None = None) -> ItemState:
    ended = None if minutes_ago is None else NOW - timedelta(minutes=minutes_ago)
    return ItemState(name=f"asset-{key}", key=key, outcome=ItemOutcome(outcome), message=message, ended_at=ended)


def test_who_waits_for_a_person_is_running_and_what_has_not_begun_counts() -> None:
    items = [item(each) for each in ("Done", "Done", "Failed", "Running", "Waiting")]
    counts = progress.counted(items, left=5, skipped=7)
    assert counts == BatchItems(total=10, done=2, failed=1, skipped=7, running=2)


@pytest.mark.parametrize(
    ("began", "ended", "per_minute", "left"),
    [
        (60, [1, 2, 3, 50], 0.3, 1200),
        (2, [1, 1, 1, 1], 2.0, 180),
        (60, [50], 0.0, None),
        (60, [], 0.0, None),
    ],
    ids=["only the last ten minutes", "not before it began", "nothing lately", "nothing at all"],
)
def test_the_rate_is_that_of_the_last_minutes(
    began: int, ended: list[float], per_minute: float, left: int | None
) -> None:
    items = [item("Done", minutes_ago=each) for each in ended]
    counts = BatchItems(total=len(ended) + 6, done=len(ended))
    rate = progress.rate_of(items, counts, NOW - timedelta(minutes=began), NOW)
    assert (rate.items_per_minute, rate.seconds_left) == (per_minute, left)


def test_failures_are_listed_by_key_and_counted_by_sentence() -> None:
    items = [
        item("Failed", "b", "broken"),
        item("Done", "c"),
        item("Failed", "a", "broken"),
        item("Failed", "d", "odd"),
    ]
    failed = progress.failed_of(items)
    rows = [json.loads(line) for line in progress.failures_as_lines(failed).decode().splitlines()]
    assert [row["key"] for row in rows] == ["a", "b", "d"]
    assert [(each.message, each.count) for each in progress.most_frequent(failed)] == [("broken", 2), ("odd", 1)]


def test_only_the_most_frequent_sentences_are_told_and_none_is_long() -> None:
    failed = [item("Failed", str(number), f"{number:04d}" + "x" * 999) for number in range(20)]
    found = progress.most_frequent(failed)
    assert len(found) == 5
    assert all(len(each.message) <= 256 for each in found)
