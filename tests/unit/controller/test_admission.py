"""Slots are counted from the executions; what was just let in counts before its status says so."""

from typing import Any

from media_insights.controller.admission import DEFAULT_CONCURRENT, Admission
from media_insights.controller.world import World
from media_insights.domain.queueing.queue import Hold, Start

LIMITS = ("system", "limits")


def world(limit: str = "1") -> World:
    made = World()
    made.config_maps.put(
        {"metadata": {"namespace": LIMITS[0], "name": LIMITS[1]}, "data": {"maxConcurrentExecutions": limit}}
    )
    made.assets.put(_object("clip", {}, {"conditions": [{"type": "Accepted", "status": "True"}]}))
    made.assets.put(_object("new", {}, {}))
    return made


def _object(name: str, spec: Any, status: Any, version: int = 1) -> dict[str, Any]:
    meta = {"namespace": "n", "name": name, "uid": name, "resourceVersion": str(version)}
    return {"metadata": meta | {"creationTimestamp": "2026-05-01T12:00:00Z"}, "spec": spec, "status": status}


def run(made: World, name: str, state: str = "", asset: str = "clip", priority: int = 0) -> tuple[str, str]:
    made.executions.put(_object(name, {"asset": asset, "workflow": "w", "priority": priority}, {"state": state}))
    return ("n", name)


def admission(made: World) -> Admission:
    return Admission(world=made, limits_key=LIMITS, installation="system", default_resource="nvidia.com/gpu")


def test_the_first_starts_and_the_second_waits() -> None:
    made = world()
    first, second = run(made, "a"), run(made, "b")
    queue = admission(made)
    assert isinstance(queue.verdict(first), Start)
    held = queue.verdict(second)
    assert isinstance(held, Hold)
    assert (held.position, held.reason) == (1, "maxConcurrentExecutions (1) reached")


def test_priority_goes_first() -> None:
    made = world()
    run(made, "a")
    urgent = run(made, "b", priority=5)
    assert isinstance(admission(made).verdict(urgent), Start)


def test_what_was_just_let_in_holds_its_slot() -> None:
    made = world()
    first, second = run(made, "a"), run(made, "b")
    queue = admission(made)
    queue.admit(first)
    assert isinstance(queue.verdict(second), Hold)
    queue.settle(first)
    assert isinstance(queue.verdict(first), Start)


def test_a_finished_execution_gives_its_slot_back_by_itself() -> None:
    made = world()
    second = run(made, "b")
    run(made, "a", "Started")
    queue = admission(made)
    assert isinstance(queue.verdict(second), Hold)
    made.executions.put(_object("a", {"asset": "clip"}, {"state": "Complete"}, 2))
    queue.changed()
    assert isinstance(queue.verdict(second), Start)


def test_an_execution_of_an_asset_that_is_not_accepted_blocks_nobody() -> None:
    made = world()
    run(made, "a", asset="new")
    assert isinstance(admission(made).verdict(run(made, "b")), Start)


def test_a_new_limit_counts_at_once_and_nonsense_is_the_default() -> None:
    made = world()
    first, second = run(made, "a"), run(made, "b")
    queue = admission(made)
    assert isinstance(queue.verdict(second), Hold)
    made.config_maps.put(
        {
            "metadata": {"namespace": LIMITS[0], "name": LIMITS[1], "resourceVersion": "9"},
            "data": {"maxConcurrentExecutions": "2"},
        }
    )
    queue.changed()
    assert isinstance(queue.verdict(first), Start)
    assert isinstance(queue.verdict(second), Start)
    assert admission(world("many")).limits().max_concurrent == DEFAULT_CONCURRENT


def test_news_are_told_once() -> None:
    made = world()
    first, second = run(made, "a"), run(made, "b")
    queue = admission(made)
    assert set(queue.news(8)) == {first, second}
    queue.changed()
    assert queue.news(8) == ()


def test_a_resumed_execution_queues_again_although_its_run_is_there() -> None:
    made = world()
    other, resumed = run(made, "a", "Started"), run(made, "b", "Resumed")
    made.runs.put(_object("b", {}, {}))
    queue = admission(made)
    assert isinstance(queue.verdict(resumed), Hold)
    made.executions.put(_object("a", {"asset": "clip"}, {"state": "Waiting"}, 2))
    queue.changed()
    assert queue.verdict(other) is None
    assert isinstance(queue.verdict(resumed), Start)
    queue.admit(resumed)
    assert queue.verdict(resumed) is None
