"""Actions of batches."""

from typing import get_args

from media_insights.domain.deciding.actions import Action
from media_insights.domain.deciding.batch_actions import CancelExecution, StoreList


def test_they_are_actions_as_others() -> None:
    assert {CancelExecution, StoreList} <= set(get_args(Action))


def test_a_list_with_another_content_is_another_action() -> None:
    assert StoreList("key", b"1") != StoreList("key", b"2")
