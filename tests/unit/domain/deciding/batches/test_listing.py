"""What a page adds to the plan, and how far the plan has been begun."""

from dataclasses import replace

from media_insights.domain.batches.batch_items import MOST_ITEMS
from media_insights.domain.batches.item_lists import parse_items
from media_insights.domain.deciding.batch_actions import DropParts, StoreList
from media_insights.domain.deciding.batches.batch_facts import ListedPage
from media_insights.domain.deciding.batches.listing import PART, listing_of
from tests.unit.domain.deciding.batches.facts import LISTED, PLAN, batch, facts, listed, plan, states


def test_a_page_is_stored_in_parts_before_the_checkpoint_moves() -> None:
    page = ListedPage(items=plan(PART + 1), skipped=3, up_to="z", complete=True)
    before = {"checkpoint": {**LISTED, "complete": False, "planned": 5, "skipped": 2, "listedUpTo": "m"}}
    found = listing_of(facts(batch(before), listed=page))
    stored = [each for each in found.parts if isinstance(each, StoreList)]
    assert found.parts == (DropParts(PLAN, 5), *stored), "what an unfinished listing left goes first"
    assert [each.key.rpartition("/")[2] for each in stored] == ["000000005.ndjson", "000001005.ndjson"]
    assert tuple(item for each in stored for item in parse_items(each.content, "")) == plan(PART + 1)
    checkpoint = found.checkpoint
    assert (checkpoint.planned, checkpoint.skipped, checkpoint.listed_up_to, checkpoint.complete) == (
        PART + 6,
        5,
        "z",
        True,
    )
    assert found.left == PART + 6


def test_a_listing_from_the_beginning_has_a_plan_from_the_beginning() -> None:
    before = {"checkpoint": {**LISTED, "complete": False, "planned": 5, "skipped": 2}}
    found = listing_of(facts(batch(before), listed=ListedPage(items=plan(1), skipped=1, complete=True)))
    assert found.parts[0] == DropParts(PLAN, 0)
    assert (found.checkpoint.planned, found.checkpoint.skipped, found.left) == (1, 1, 1)


def test_what_is_too_much_is_counted_and_not_stored() -> None:
    before = {"checkpoint": {**LISTED, "complete": False, "planned": MOST_ITEMS - 3, "listedUpTo": "m"}}
    page = ListedPage(items=plan(4), up_to="z", complete=True)
    about = facts(batch(before), listed=page)
    found = listing_of(about)
    assert (found.checkpoint.planned, found.checkpoint.complete, found.parts) == (MOST_ITEMS + 1, False, ())
    assert found.checkpoint.listed_up_to == "", "with room for them it begins anew"
    assert listing_of(replace(about, listed=replace(page, items=plan(3)))).checkpoint.complete
    assert not listing_of(replace(about, items=states("d"), listed=replace(page, items=plan(3)))).checkpoint.complete


def test_what_earlier_listings_began_is_stored_before_the_checkpoint_forgets_it() -> None:
    page = ListedPage(items=plan(1), complete=True, begun=frozenset({"b-2", "b-1"}))
    known = {"checkpoint": {**LISTED, "planned": 2, "begun": 2}}
    first, drop, _ = listing_of(facts(batch(known, relist=1), listed=page)).parts
    assert first == StoreList("private/n/batches/u/begun.ndjson", b'{"asset": "b-1"}\n{"asset": "b-2"}\n')
    assert isinstance(drop, DropParts)
    goes_on = {"checkpoint": {**LISTED, "complete": False, "planned": 5, "listedUpTo": "m"}}
    assert [type(each) for each in listing_of(facts(batch(goes_on), listed=page)).parts] == [DropParts, StoreList]
    too_many = replace(page, items=plan(MOST_ITEMS + 1))
    assert listing_of(facts(batch(known, relist=1), listed=too_many)).parts == (first,)


def test_what_has_begun_is_known_until_another_listing_has_a_page() -> None:
    known = {"checkpoint": {**LISTED, "planned": 3, "begun": 2}}
    found = listing_of(facts(batch(known, relist=1)))
    assert (found.checkpoint.begun, found.checkpoint.relist, found.checkpoint.complete, found.left) == (2, 0, False, 1)


def test_no_plan_has_less_than_nothing_left() -> None:
    assert listing_of(listed(1, outcomes="dd")).left == 0
    begun_twice = facts(batch({"checkpoint": {**LISTED, "planned": 1, "begun": 1}}), states("rr"), plan=plan(2))
    assert listing_of(begun_twice).left == 0


def test_the_plan_moves_on_over_what_has_begun_only() -> None:
    found = listing_of(listed(5, outcomes="dr"))
    assert (found.checkpoint.begun, found.left) == (2, 3)
    assert found.next == plan(5)[2:]


def test_what_was_refused_in_between_is_asked_for_again() -> None:
    about = listed(4, outcomes="ddd")
    without_second = (about.items[0], about.items[2])
    found = listing_of(facts(about.batch, without_second, plan=about.plan))
    assert (found.checkpoint.begun, found.left) == (1, 2)
    assert found.next == (plan(4)[1], plan(4)[3])


def test_a_plan_that_is_lost_is_listed_anew() -> None:
    found = listing_of(facts(batch({"checkpoint": {**LISTED, "planned": 9, "begun": 2}}), plan=None))
    assert (found.checkpoint.complete, found.checkpoint.planned, found.left) == (False, 0, 0)
    assert (found.checkpoint.key, found.checkpoint.begun) == (PLAN, 2), "what has begun of it may be found"


def test_without_a_page_an_unfinished_listing_stays() -> None:
    before = {"checkpoint": {**LISTED, "complete": False, "planned": 5}}
    found = listing_of(facts(batch(before)))
    assert (found.checkpoint.planned, found.left, found.next) == (5, 5, ())
