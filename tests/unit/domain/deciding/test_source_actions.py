"""Actions of sources."""

from typing import get_args

from media_insights.domain.deciding.actions import Action
from media_insights.domain.deciding.source_actions import RemoveObjects


def test_they_are_actions_as_others() -> None:
    assert RemoveObjects in get_args(Action)
