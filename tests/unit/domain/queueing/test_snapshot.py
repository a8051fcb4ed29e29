"""The snapshot says at every moment what a computation from scratch says."""

from dataclasses import replace
from datetime import datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from media_insights.domain.queueing.limits import Limits
from media_insights.domain.queueing.next import Hold, Start
from media_insights.domain.queueing.queue_entries import Key, QueueEntry, Standing
from media_insights.domain.queueing.snapshot import Snapshot
from tests.unit.domain.queueing import from_scratch
from tests.unit.domain.queueing.entries import GPU, entry, limits

standings: list[Standing] = ["Waits", "Waits", "Waits", "Holds", "Pauses", "Barred", "Finished"]
entries = st.builds(
    entry,
    st.sampled_from("abcd"),
    of=st.sampled_from(("newsroom", "archive", "sports")),
    minute=st.integers(0, 3),
    priority=st.integers(-1, 1),
    max_priority=st.sampled_from((0, 1000)),
    started=st.one_of(st.none(), st.none(), st.integers(0, 9)),
    standing=st.sampled_from(standings),
    gpu=st.one_of(st.none(), st.integers(0, 3)),
    npu=st.integers(0, 2),
)
limit = st.builds(
    limits,
    st.integers(0, 5),
    st.one_of(st.none(), st.integers(0, 4)),
    st.integers(0, 3),
    each=st.one_of(st.none(), st.integers(0, 3)),
    archive=st.integers(1, 3),
)
removed = st.tuples(st.sampled_from(("newsroom", "archive", "sports")), st.sampled_from("abcd"))
reserved = st.integers(0, 11)
change = st.one_of(entries, entries, entries, limit, removed, reserved)


def last_starts(world: list[QueueEntry]) -> dict[str, datetime]:
    started = sorted((each.started_at, each.namespace) for each in world if each.started_at)
    return {namespace: at for at, namespace in started}


def reserve_one(snapshot: Snapshot, world: dict[Key, QueueEntry], number: int) -> None:
    """Let in one of those who may start; the object still says that it waits."""
    starts = [each for each in snapshot.heads(0) if isinstance(each, Start)]
    if starts:
        chosen = starts[number % len(starts)]
        key = chosen.namespace, chosen.name
        assert snapshot.reserve(key)
        world[key] = replace(world[key], standing="Holds")


def apply(snapshot: Snapshot, world: dict[Key, QueueEntry], what: QueueEntry | Limits | Key | int) -> None:
    match what:
        case QueueEntry():
            snapshot.release(what.key)
            snapshot.put(what)
            world[what.key] = what
        case Limits():
            snapshot.limit(what)
        case int():
            reserve_one(snapshot, world, what)
        case key:
            snapshot.remove(key)
            world.pop(key, None)


@settings(max_examples=300)
@given(limit, st.lists(change, max_size=40))
def test_it_equals_the_computation_from_scratch(first: Limits, changes: list[QueueEntry | Limits | Key | int]) -> None:
    snapshot, world, in_force, served = Snapshot(first), dict[Key, QueueEntry](), first, dict[str, datetime]()
    for what in changes:
        apply(snapshot, world, what)
        in_force = what if isinstance(what, Limits) else in_force
        if isinstance(what, QueueEntry) and what.started_at:
            served[what.namespace] = max(what.started_at, served.get(what.namespace, what.started_at))
        expected = list(from_scratch.admissions(list(world.values()), in_force, served))
        starts = [each for each in expected if isinstance(each, Start)]
        holds = [each for each in expected if isinstance(each, Hold)]
        assert list(snapshot.heads(len(world))) == [*starts, *holds]
        assert list(snapshot.heads(2)) == [*starts, *holds[:2]]
        assert {(each.namespace, each.name): snapshot.admission((each.namespace, each.name)) for each in expected} == {
            (each.namespace, each.name): each for each in expected
        }
        assert snapshot.held == len(holds)
        assert snapshot.holders == sum(each.standing == "Holds" for each in world.values())
        assert snapshot.paused == sum(each.standing == "Pauses" for each in world.values())


@given(limit, st.lists(entries, max_size=12, unique_by=lambda each: each.key), st.integers(0, 3))
def test_a_admission_with_another_demand_is_that_of_one_who_had_it(
    in_force: Limits, world: list[QueueEntry], gpu: int
) -> None:
    snapshot = Snapshot(in_force)
    for each in world:
        snapshot.put(each)
    before = list(snapshot.heads(99))
    for each in world:
        if each.standing == "Waits" and each.demand is None:
            as_if = [replace(each, demand={GPU: gpu}) if other is each else other for other in world]
            found = from_scratch.admissions(as_if, in_force, last_starts(world))
            expected = [one for one in found if (one.namespace, one.name) == each.key]
            assert [snapshot.admission_with(each.key, {GPU: gpu})] == expected
    assert list(snapshot.heads(99)) == before


@given(limit, st.lists(entries, max_size=20, unique_by=lambda each: each.key))
def test_limits_hold(in_force: Limits, world: list[QueueEntry]) -> None:
    snapshot = Snapshot(in_force)
    for each in world:
        snapshot.put(each)
    by_key = {each.key: each for each in world}
    running = [each for each in world if each.standing == "Holds"]
    begun = [by_key[each.namespace, each.name] for each in snapshot.heads(0)]
    assert len(begun) <= max(0, in_force.max_concurrent - len(running))
    for device, most in in_force.resources.items():
        asked = sum(in_force.capped(each.demand or {}).get(device, 0) for each in begun)
        used = sum(in_force.capped(each.demand or {}).get(device, 0) for each in running)
        assert asked == 0 or used + asked <= most


def test_who_is_let_in_holds_its_slot_until_the_object_speaks() -> None:
    snapshot, first, second = Snapshot(limits(1)), entry("a"), entry("b")
    snapshot.put(first)
    snapshot.put(second)
    assert not snapshot.reserve(second.key)
    assert snapshot.reserve(first.key)
    assert snapshot.reserve(first.key)
    snapshot.put(first)
    snapshot.put(replace(first, standing="Barred"))
    assert isinstance(snapshot.admission(second.key), Hold)
    snapshot.put(replace(first, standing="Holds"))
    snapshot.put(replace(first, standing="Finished"))
    assert isinstance(snapshot.admission(second.key), Start)


def test_a_reservation_is_taken_back() -> None:
    snapshot, first, second = Snapshot(limits(1)), entry("a"), entry("b")
    snapshot.put(first)
    snapshot.put(second)
    snapshot.reserve(first.key)
    snapshot.release(first.key)
    assert isinstance(snapshot.admission(first.key), Start)
    assert isinstance(snapshot.admission(second.key), Hold)


def test_who_is_gone_holds_nothing() -> None:
    snapshot, first, second = Snapshot(limits(1)), entry("a"), entry("b")
    snapshot.put(first)
    snapshot.put(second)
    snapshot.reserve(first.key)
    snapshot.remove(first.key)
    assert isinstance(snapshot.admission(second.key), Start)
    assert not snapshot.reserve(first.key)


def test_one_that_waits_for_a_person_queues_again_when_it_is_resumed() -> None:
    snapshot, one = Snapshot(limits(1)), entry("a")
    snapshot.put(one)
    snapshot.reserve(one.key)
    snapshot.put(replace(one, standing="Holds"))
    snapshot.put(replace(one, standing="Pauses"))
    assert not snapshot.reserve(one.key)
    other = entry("b", standing="Holds")
    snapshot.put(other)
    snapshot.put(one)
    assert isinstance(snapshot.admission(one.key), Hold)
