"""Actions on a run's Secrets."""

from media_insights.domain.deciding.secret_actions import RemovePublished
from media_insights.domain.running.run_place import place_of_plan
from tests.unit import builders

PLACE = place_of_plan(builders.plan("prepare: proxy"))


def test_to_know_of_none_is_not_to_know_nothing() -> None:
    assert RemovePublished(PLACE).known is None
    assert RemovePublished(PLACE, ()) != RemovePublished(PLACE)
