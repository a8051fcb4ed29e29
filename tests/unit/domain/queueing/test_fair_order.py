"""Namespaces take turns."""

import pytest

from media_insights.domain.queueing.next import Hold, Start
from media_insights.domain.queueing.queue_entries import QueueEntry
from media_insights.domain.queueing.snapshot import Snapshot
from tests.unit.domain.queueing.entries import entry, limits


def queue(*executions: QueueEntry, slots: int = 10, each: int | None = None, archive: int = 1) -> Snapshot:
    snapshot = Snapshot(limits(slots, each=each, archive=archive))
    for one in executions:
        snapshot.put(one)
    return snapshot


def many(of: str, count: int, priority: int = 0, max_priority: int = 0) -> list[QueueEntry]:
    return [
        entry(f"{of}-{number:03}", of=of, minute=number, priority=priority, max_priority=max_priority)
        for number in range(count)
    ]


def started(snapshot: Snapshot) -> list[str]:
    return [each.name for each in snapshot.heads(0)]


def test_five_hundred_of_one_namespace_do_not_hold_the_first_of_another() -> None:
    snapshot = queue(*many("archive", 500), entry("mine", of="newsroom", minute=900), slots=3)
    assert started(snapshot) == ["archive-000", "mine", "archive-001"]


@pytest.mark.parametrize(("limit", "place"), [(1000, 481), (0, None)], ids=["allowed", "as it is by default"])
def test_a_priority_counts_against_others_as_far_as_it_is_allowed(limit: int, place: int | None) -> None:
    hostile = many("archive", 500, priority=1000, max_priority=limit)
    snapshot = queue(*hostile, entry("mine", of="newsroom", minute=-1440), slots=20)
    mine = snapshot.admission(("newsroom", "mine"))
    assert isinstance(mine, Start if place is None else Hold)
    assert place is None or (isinstance(mine, Hold) and mine.position == place)


def test_all_of_a_priority_counts_among_those_of_its_namespace() -> None:
    waiting = [entry(name, priority=priority, max_priority=0) for name, priority in (("a", 1), ("b", 900), ("c", 500))]
    assert started(queue(*waiting, slots=2)) == ["b", "c"]


def test_what_a_namespace_runs_counts_as_its_turns() -> None:
    running = [entry(f"r{number}", of="archive", standing="Holds") for number in range(2)]
    snapshot = queue(*running, *many("archive", 2), *many("sports", 3), slots=5)
    assert started(snapshot) == ["sports-000", "sports-001", "archive-000"]


def test_with_one_slot_they_alternate_for_ever() -> None:
    names = []
    waiting = {each.key: each for each in (*many("archive", 3), *many("sports", 3))}
    for minute in range(6):
        snapshot = queue(*waiting.values(), slots=1)
        ((key, chosen),) = [(key, each) for key, each in waiting.items() if snapshot.reserve(key)]
        waiting[key] = entry(chosen.name, of=chosen.namespace, standing="Finished", started=minute)
        names.append(chosen.namespace)
    assert names == ["archive", "sports"] * 3


def test_one_with_twice_the_weight_gets_twice_the_slots() -> None:
    names = started(queue(*many("archive", 20), *many("sports", 20), slots=9, archive=2))
    assert [name.partition("-")[0] for name in names].count("archive") == 6


def test_the_limit_of_a_namespace_holds_its_own_and_nobody_else() -> None:
    snapshot = queue(*many("archive", 5), *many("sports", 1), slots=10, each=2)
    assert started(snapshot) == ["archive-000", "sports-000", "archive-001"]
    third = snapshot.admission(("archive", "archive-002"))
    assert isinstance(third, Hold)
    assert (third.position, third.limit, third.reason) == (1, "perNamespace", "perNamespace (2) reached")


def test_a_turn_is_known_for_one_who_is_not_in_the_line() -> None:
    snapshot = queue(*many("archive", 3), slots=1)
    snapshot.put(entry("new", of="sports", minute=99, gpu=None))
    admission = snapshot.admission_with(("sports", "new"), {})
    assert isinstance(admission, Hold)
    assert admission.position == 1, "the first of archive starts, then it is this one's turn"
