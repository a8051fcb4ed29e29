"""Which batches stay as they ended, and what is news of one."""

from typing import Any

import pytest

from media_insights.domain.deciding.assets.asset_facts import Rejection
from media_insights.domain.deciding.batches.batch_facts import BatchFacts
from media_insights.domain.deciding.batches.batch_status import counts_of, final_status, standing_of
from media_insights.domain.deciding.batches.ended_batches import status_stays
from media_insights.domain.deciding.batches.listing import listing_of
from tests.unit.controller.objects import NOW
from tests.unit.domain.deciding.batches.facts import LISTED, batch, facts, listed, states

GONE = Rejection(reason="UnknownWorkflow", message="there is no such workflow")


def ended(outcomes: str, problem: Rejection | None = None, **spec: Any) -> dict[str, Any]:
    """Return what a batch of some items says when it has ended, and all that began were known."""
    about = listed(len(outcomes), begun=len(outcomes), outcomes=outcomes, **spec)
    listing = listing_of(about)
    status, _, _ = final_status(about, listing, standing_of(about, listing, problem), problem, NOW)
    known: dict[str, Any] = status.model_dump(mode="json", by_alias=True)
    return known


def later(known: dict[str, Any], outcomes: str, **spec: Any) -> BatchFacts:
    """Return what is known of it afterwards: fewer assets are there."""
    return facts(batch(known, **spec), states(outcomes))


def stays(about: BatchFacts, problem: Rejection | None = None) -> bool:
    listing = listing_of(about)
    return status_stays(about, listing, counts_of(about, listing), problem)


@pytest.mark.parametrize(
    ("known", "outcomes", "spec", "problem", "is_kept"),
    [
        (ended("ddf"), "dd", {}, None, True),
        (ended("ddd"), "", {}, None, True),
        (ended("ddd"), "ddd", {}, GONE, True),
        (ended("df", cancel=True), "d", {"cancel": True}, None, True),
        (ended("ddf"), "ddd", {}, None, False),
        (ended("ddf"), "dr", {}, None, False),
        (ended("ddf"), "df", {"retries": 1}, None, False),
        (ended("ddf"), "dd", {"meta": {"generation": 2}}, None, False),
        (ended("ddf"), "dd", {"relist": 1}, None, False),
        (ended("ddd", GONE), "dd", {}, None, False),
        (ended("ddr"), "dd", {}, None, False),
    ],
    ids=[
        "the asset that failed was deleted",
        "all assets are too old",
        "its workflow was deleted",
        "one that was cancelled",
        "what failed is done now",
        "one runs again",
        "one is to run again",
        "its spec changed",
        "it lists again",
        "it was not accepted before",
        "it had not ended",
    ],
)
def test_what_has_ended_stays_until_there_is_news(
    known: dict[str, Any], outcomes: str, spec: dict[str, Any], problem: Rejection | None, *, is_kept: bool
) -> None:
    assert stays(later(known, outcomes, **spec), problem) is is_kept


def test_a_listing_that_is_begun_anew_is_news() -> None:
    known = ended("ddd") | {"checkpoint": {**LISTED, "complete": False}}
    assert not stays(later(known, "dd"))
