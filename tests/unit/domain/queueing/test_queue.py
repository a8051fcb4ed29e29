"""Who starts next, and what the others are told."""

from collections import Counter
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from media_insights.api.v1alpha1.execution import State
from media_insights.domain.queueing.queue import Hold, Limits, QueuedView, Start, demand_of, next_to_start
from tests.unit.builders import plan

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
GPU = "nvidia.com/gpu"


def queued(name: str, *, minute: int = 0, priority: int = 0, state: State = "Queued", gpu: int = 0) -> QueuedView:
    return QueuedView(
        namespace="newsroom",
        name=name,
        state=state,
        queued_at=NOON + timedelta(minutes=minute),
        priority=priority,
        demand={GPU: gpu} if gpu else {},
    )


def started(*executions: QueuedView, slots: int = 10, gpu: int | None = None) -> list[str]:
    limits = Limits(max_concurrent=slots, resources={} if gpu is None else {GPU: gpu})
    return [each.name for each in next_to_start(executions, limits) if isinstance(each, Start)]


def held(*executions: QueuedView, slots: int = 10, gpu: int | None = None) -> dict[str, tuple[int, str]]:
    limits = Limits(max_concurrent=slots, resources={} if gpu is None else {GPU: gpu})
    decisions = next_to_start(executions, limits)
    return {each.name: (each.position, each.reason) for each in decisions if isinstance(each, Hold)}


def test_priority_goes_before_age_and_age_before_the_name() -> None:
    waiting = (queued("b"), queued("a"), queued("old", minute=-5), queued("urgent", minute=5, priority=1))
    assert started(*waiting) == ["urgent", "old", "a", "b"]


def test_slots_are_counted_from_the_executions_themselves() -> None:
    running = [queued(f"r{n}", state="Started") for n in range(3)]
    assert started(*running, queued("x"), queued("y", minute=1), slots=4) == ["x"]
    assert held(*running, queued("x"), queued("y", minute=1), slots=4) == {
        "y": (1, "maxConcurrentExecutions (4) reached")
    }


def test_one_that_waits_for_a_person_holds_no_slot() -> None:
    assert started(queued("paused", state="Waiting"), queued("x"), slots=1) == ["x"]


def test_one_that_was_resumed_queues_by_the_time_when_it_was_first_queued() -> None:
    assert started(queued("x"), queued("resumed", minute=-9, state="Resumed"), slots=1) == ["resumed"]


def test_a_limited_resource_holds_those_that_ask_for_it_and_lets_others_pass() -> None:
    executions = (
        queued("running", state="Started", gpu=2),
        queued("g", gpu=1),
        queued("cpu", minute=1),
        queued("h", minute=2, gpu=1),
    )
    assert started(*executions, gpu=2) == ["cpu"]
    assert held(*executions, gpu=2) == {
        "g": (1, "limit of nvidia.com/gpu (2) reached"),
        "h": (2, "waits for nvidia.com/gpu behind position 1"),
    }


def test_small_ones_do_not_starve_a_large_one() -> None:
    executions = (queued("running", state="Started", gpu=1), queued("large", gpu=4), queued("small", minute=1, gpu=1))
    assert started(*executions, gpu=4) == []


def test_one_that_asks_for_more_than_there_is_runs_alone() -> None:
    assert started(queued("large", gpu=9), gpu=2) == ["large"]
    assert started(queued("running", state="Started", gpu=1), queued("large", gpu=9), gpu=2) == []


def test_zero_holds_everything() -> None:
    assert held(queued("x"), slots=0) == {"x": (1, "maxConcurrentExecutions (0) reached")}
    assert held(queued("g", gpu=1), gpu=0) == {"g": (1, "limit of nvidia.com/gpu (0) reached")}


def test_the_demand_of_a_plan_is_its_steps_that_ask() -> None:
    assert demand_of(plan(), GPU) == {GPU: 1}
    assert demand_of(plan(configuration={"labels": {"enabled": False}}), GPU) == {}


states: list[State] = ["Queued", "Resumed", "Started", "Waiting", "Complete"]
views = st.builds(
    queued,
    st.uuids().map(str),
    minute=st.integers(0, 5),
    priority=st.integers(-1, 1),
    state=st.sampled_from(states),
    gpu=st.integers(0, 3),
)


@given(
    st.lists(views, max_size=20, unique_by=lambda each: each.name), st.integers(0, 6), st.integers(0, 4), st.randoms()
)
def test_limits_hold_and_the_order_of_events_does_not_matter(
    executions: list[QueuedView], slots: int, gpu: int, random: st.DataObject
) -> None:
    limits = Limits(max_concurrent=slots, resources={GPU: gpu})
    decisions = next_to_start(executions, limits)
    shuffled = list(executions)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert next_to_start(shuffled, limits) == decisions
    begun = {each.name for each in decisions if isinstance(each, Start)}
    running = [each for each in executions if each.state == "Started"]
    assert len(begun) <= max(0, slots - len(running))
    before = Counter({GPU: sum(min(each.demand.get(GPU, 0), max(1, gpu)) for each in running)})
    asked = sum(min(each.demand.get(GPU, 0), max(1, gpu)) for each in executions if each.name in begun)
    assert asked == 0 or before[GPU] + asked <= gpu
    assert [each.position for each in decisions if isinstance(each, Hold)] == list(
        range(1, len(decisions) - len(begun) + 1)
    )
    assert {each.name for each in decisions} == {
        each.name for each in executions if each.state in ("Queued", "Resumed")
    }
