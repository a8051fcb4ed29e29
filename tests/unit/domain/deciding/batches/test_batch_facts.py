"""Which listing is wanted."""

from media_insights.domain.deciding.batches.batch_facts import checkpoint_of
from tests.unit.domain.deciding.batches.facts import LISTED, batch


def test_a_listing_goes_on_from_its_checkpoint() -> None:
    found = checkpoint_of(batch({"checkpoint": {**LISTED, "planned": 7}}))
    assert (found.planned, found.complete) == (7, True)


def test_another_listing_begins_at_the_beginning_and_elsewhere() -> None:
    found = checkpoint_of(batch({"checkpoint": {**LISTED, "planned": 7, "listedUpTo": "x"}}, relist=1))
    assert (found.planned, found.complete, found.listed_up_to, found.relist) == (0, False, "", 1)
    assert found.key == "private/n/batches/u/plan/1/"


def test_a_plan_that_was_lost_is_listed_from_the_beginning_and_elsewhere() -> None:
    found = checkpoint_of(batch({"checkpoint": {**LISTED, "complete": False, "begun": 2}}))
    assert (found.planned, found.complete, found.begun, found.relist) == (0, False, 0, 0)
    assert found.key == "private/n/batches/u/plan/0-2/"
