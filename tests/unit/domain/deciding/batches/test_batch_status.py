"""In which state a batch is, row by row."""

from datetime import timedelta
from typing import Any

import pytest

from media_insights.domain.deciding.assets.asset_facts import Rejection
from media_insights.domain.deciding.batches.batch_facts import BatchFacts
from media_insights.domain.deciding.batches.batch_status import final_status, standing_of
from media_insights.domain.deciding.batches.listing import listing_of
from tests.unit.controller.objects import NOW
from tests.unit.domain.deciding.batches.facts import batch, facts, listed

WRONG = Rejection(reason="UnknownWorkflow", message="there is no such workflow")
TEN: dict[str, Any] = {"failureBudget": {"percent": 10}}


@pytest.mark.parametrize(
    ("about", "problem", "state", "said"),
    [
        (facts(), None, "Listing", "0 items so far"),
        (facts(batch(suspend=True)), None, "Listing", ""),
        (facts(), WRONG, "Error", "there is no such workflow"),
        (listed(0), None, "Complete", "the source has no items"),
        (listed(3), None, "Started", ""),
        (listed(3, outcomes="ddr"), None, "Started", ""),
        (listed(3, outcomes="ddw"), None, "Started", ""),
        (listed(3, outcomes="ddd"), None, "Complete", "3 of 3 items are done"),
        (listed(3, outcomes="ddf"), None, "Error", "1 of 3 items failed, 1 of them with: broken"),
        (listed(10, outcomes="dddddddddf", **TEN), None, "Complete", "1 of 10 items failed"),
        (listed(10, outcomes="ddddddddff", **TEN), None, "Error", "2 of 10 items failed"),
        (listed(10, outcomes="ff", **TEN), None, "Paused", "more than spec.failureBudget: 2 of 10 items failed"),
        (listed(10, outcomes="f", **TEN), None, "Started", ""),
        (listed(10, outcomes="ff", retries=1, **TEN), None, "Started", ""),
        (listed(10, outcomes="ff", **TEN, suspend=True), None, "Paused", "spec.suspend is true"),
        (listed(3, outcomes="dr", suspend=True), None, "Paused", "spec.suspend is true"),
        (listed(3, outcomes="ddd", suspend=True), None, "Complete", ""),
        (listed(3, outcomes="dr", cancel=True), None, "Cancelled", "1 of 3 items are done"),
        (listed(3, outcomes="ddf", retries=1), None, "Started", ""),
        (listed(3, outcomes="ddx", retries=1), None, "Error", "1 of 3 items failed"),
    ],
)
def test_the_state_follows_from_wish_and_items(
    about: BatchFacts, problem: Rejection | None, state: str, said: str
) -> None:
    standing = standing_of(about, listing_of(about), problem)
    assert (standing.state, said in standing.message) == (state, True), standing


def status_after(about: BatchFacts) -> Any:
    listing = listing_of(about)
    standing = standing_of(about, listing, None)
    return final_status(about, listing, standing, None, NOW)


def test_failures_are_stored_when_they_change_and_only_then() -> None:
    status, (stored,), _ = status_after(listed(3, outcomes="ddf"))
    assert status.failures.key == stored.key
    again = {"failures": status.failures.model_dump(mode="json", by_alias=True)}
    assert status_after(listed(3, outcomes="ddf", status=again))[1] == ()
    _, (emptied,), _ = status_after(listed(3, outcomes="ddd", status=again))
    assert emptied.content == b""
    assert status_after(listed(3, outcomes="ddd"))[0].failures is None


def test_it_ends_when_nothing_runs_and_begins_again() -> None:
    status, _, _ = status_after(listed(2, outcomes="dr", cancel=True))
    assert status.finished_at is None
    status, _, _ = status_after(listed(2, outcomes="df", cancel=True))
    assert (status.finished_at, status.rate) == (NOW, None)
    status, _, _ = status_after(
        listed(3, outcomes="dd", status={"state": "Complete", "finishedAt": "2026-01-01T00:00:00Z"})
    )
    assert (status.state, status.finished_at, status.started_at) == ("Started", None, NOW)


@pytest.mark.parametrize(
    ("outcomes", "seconds", "state", "is_kept"),
    [
        ("drr", 1, "Started", True),
        ("drr", 1, "Paused", True),
        ("ddr", 1, "Started", False),
        ("drr", 60, "Started", False),
        ("drr", -3600, "Started", False),
    ],
    ids=["nothing changed", "nor while it is Paused", "one more is done", "a minute passed", "the clock was set back"],
)
def test_the_rate_stands_while_no_count_changes(outcomes: str, seconds: int, state: str, *, is_kept: bool) -> None:
    spec = {"suspend": state == "Paused"}
    first, _, _ = status_after(listed(3, begun=3, outcomes="drr", status={"startedAt": "2026-05-01T11:58:00Z"}, **spec))
    known = first.model_dump(mode="json", by_alias=True)
    about = listed(3, begun=3, outcomes=outcomes, status=known, **spec)
    listing, later = listing_of(about), NOW + timedelta(seconds=seconds)
    status, _, _ = final_status(about, listing, standing_of(about, listing, None), None, later)
    assert (status.state, status.rate == first.rate) == (state, is_kept)
    assert status.rate
    assert status.rate.computed_at == (first.rate.computed_at if is_kept else later)


def test_a_new_state_is_a_change_with_a_number_and_the_same_is_none() -> None:
    status, _, (change,) = status_after(listed(2, outcomes="dd", status={"state": "Started", "changes": 4}))
    assert (change.reason, change.well, change.sequence, status.changes) == ("Complete", True, 5, 5)
    assert status_after(listed(2, outcomes="dd", status={"state": "Complete", "changes": 5}))[2] == ()
