"""Where a run stores what it makes."""

from media_insights.domain.running.run_place import place_of, place_of_plan
from tests.unit import builders
from tests.unit.controller.objects import execution

PLAN = builders.plan("prepare: proxy")


def test_it_is_known_by_the_plan_and_without_it() -> None:
    found = place_of(execution("Started", status={"planKey": PLAN.plan_key}), "another asset")
    assert found == place_of_plan(PLAN)


def test_before_the_start_it_is_that_of_the_asset_named_now() -> None:
    assert place_of(execution(), PLAN.asset.uid) == place_of_plan(PLAN)
    assert place_of(execution()) is None


def test_keys_lie_where_no_run_may_write() -> None:
    place = place_of_plan(PLAN)
    assert not place.keys.startswith((place.folder, place.logs))
    assert place.account == f"system:serviceaccount:{PLAN.asset.namespace}:media-insights-executor"
