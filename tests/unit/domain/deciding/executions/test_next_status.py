"""The status that follows."""

from datetime import timedelta

import pytest

from media_insights.api.v1alpha1 import labels
from media_insights.api.v1alpha1.execution import Queue
from media_insights.domain.deciding.executions import next_status
from media_insights.domain.queueing.next import Hold
from tests.unit.controller.objects import NOW, execution, execution_facts


def test_the_time_of_the_first_queueing_stays() -> None:
    facts = execution_facts(execution())
    first = next_status.status_in_queue(facts, Queue(position=2, reason="full"), NOW)
    later = execution_facts(execution(status=first.model_dump(by_alias=True)))
    second = next_status.status_in_queue(later, None, NOW + timedelta(hours=1))
    assert (first.queued_at, second.queued_at) == (NOW, NOW)
    assert second.queue is None


@pytest.mark.parametrize(
    ("old", "new", "moved"), [(1, 1, False), (9, 8, True), (10, 9, True), (11, 10, False), (100, 89, True)]
)
def test_far_behind_a_tenth_of_the_way_is_a_move(old: int, new: int, moved: bool) -> None:  # noqa: FBT001
    assert next_status.has_moved(Queue(position=old), Queue(position=new)) == moved


def test_a_place_says_position_limit_and_reason() -> None:
    held = Hold(namespace="n", name="a", position=2, limit="nvidia.com/gpu", reason="limit reached")
    queue = next_status.place_of(held)
    assert (queue.position, queue.limit, queue.reason) == (2, "nvidia.com/gpu", "limit reached")


def test_an_end_closes_what_ran_and_has_a_condition() -> None:
    operators = [{"name": "proxy", "status": "Executing"}, {"name": "labels", "status": "Not Started"}]
    status = {"stages": [{"name": "s", "status": "Executing", "operators": operators}], "queue": {"position": 1}}
    ended = next_status.status_at_end(execution_facts(execution("Started", status=status)), "Error", "lost", NOW)
    assert (ended.state, ended.message, ended.queue, ended.finished_at) == (
        "Error",
        "lost",
        None,
        NOW,
    )
    assert [each.status for each in ended.stages[0].operators] == ["Error", "Not Started"]
    assert [(each.status, each.reason) for each in ended.conditions] == [("False", "Error")]


def test_what_is_forbidden_keeps_its_state_and_says_why() -> None:
    for state, after in (("", "Queued"), ("Queued", "Queued"), ("Resumed", "Resumed"), ("Started", "Started")):
        facts = execution_facts(execution(state))
        status = next_status.status_when_forbidden(facts, "exceeded quota", NOW, "Forbidden")
        assert status.state == after
        assert (status.queue and status.queue.reason) == (None if state == "Started" else "exceeded quota")
        assert [(each.status, each.reason, each.message) for each in status.conditions] == [
            ("Unknown", "Forbidden", "exceeded quota")
        ]


def test_an_end_may_have_a_reason_that_says_more_than_its_state() -> None:
    ended = next_status.status_at_end(execution_facts(execution()), "Error", "no such label", NOW, "Rejected")
    assert [(each.status, each.reason, each.message) for each in ended.conditions] == [
        ("False", "Rejected", "no such label")
    ]


def test_a_replacement_is_named() -> None:
    assert next_status.replacement(execution_facts(execution())) == ""
    replaced = execution(meta={"annotations": {labels.SUPERSEDED_BY: "run-2"}})
    assert "run-2 took its place" in next_status.replacement(execution_facts(replaced))
