"""Where lists of batches lie: below their namespace, in the order of their numbers."""

import pytest

from media_insights.domain import batch_layout, layout


def test_everything_of_a_batch_lies_below_its_prefix_and_no_asset_there() -> None:
    prefix = batch_layout.batch_prefix("n", "u")
    assert prefix == "private/n/batches/u/"
    assert batch_layout.failures_key("n", "u").startswith(prefix)
    assert batch_layout.begun_key("n", "u").startswith(prefix)
    assert batch_layout.plan_prefix("n", "u", 2).startswith(prefix)
    assert not prefix.startswith(layout.assets_prefix("n"))


def test_a_part_says_the_number_of_its_first_item_and_parts_are_in_order() -> None:
    plan = batch_layout.plan_prefix("n", "u", 0)
    keys = [batch_layout.part_key(plan, first) for first in (0, 9, 1000, 9999, 10**8)]
    assert sorted(keys) == keys
    assert [batch_layout.first_of_part(key) for key in keys] == [0, 9, 1000, 9999, 10**8]


def test_a_plan_in_place_of_one_that_is_lost_lies_elsewhere() -> None:
    first = batch_layout.plan_prefix("n", "u", 7)
    second = batch_layout.plan_after(first)
    assert second == "private/n/batches/u/plan/7-2/"
    assert batch_layout.plan_after(second) == "private/n/batches/u/plan/7-3/"


def test_what_is_no_part_has_no_number() -> None:
    with pytest.raises(ValueError, match="other"):
        batch_layout.first_of_part("private/n/batches/u/plan/0/other.ndjson")


def test_no_name_leads_out() -> None:
    with pytest.raises(ValueError, match="UID"):
        batch_layout.batch_prefix("n", "")
