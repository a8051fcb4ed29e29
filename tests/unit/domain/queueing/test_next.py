"""Who starts next, and what the others are told."""

from media_insights.domain.queueing.next import Admission, Hold, Start
from media_insights.domain.queueing.queue_entries import QueueEntry
from media_insights.domain.queueing.snapshot import Snapshot
from tests.unit.domain.queueing.entries import entry, limits


def admissions(*executions: QueueEntry, slots: int = 10, gpu: int | None = None) -> list[Admission]:
    snapshot = Snapshot(limits(slots, gpu))
    for each in executions:
        snapshot.put(each)
    return list(snapshot.heads(len(executions)))


def started(*executions: QueueEntry, slots: int = 10, gpu: int | None = None) -> list[str]:
    return [each.name for each in admissions(*executions, slots=slots, gpu=gpu) if isinstance(each, Start)]


def held(*executions: QueueEntry, slots: int = 10, gpu: int | None = None) -> dict[str, tuple[int, str]]:
    decisions = admissions(*executions, slots=slots, gpu=gpu)
    return {each.name: (each.position, each.reason) for each in decisions if isinstance(each, Hold)}


def test_priority_goes_before_age_and_age_before_the_name() -> None:
    waiting = (entry("b"), entry("a"), entry("old", minute=-5), entry("urgent", minute=5, priority=1))
    assert started(*waiting) == ["urgent", "old", "a", "b"]


def test_slots_are_counted_from_the_executions_themselves() -> None:
    running = [entry(f"r{n}", standing="Holds") for n in range(3)]
    assert started(*running, entry("x"), entry("y", minute=1), slots=4) == ["x"]
    assert held(*running, entry("x"), entry("y", minute=1), slots=4) == {
        "y": (1, "maxConcurrentExecutions (4) reached")
    }


def test_one_that_waits_for_a_person_holds_no_slot() -> None:
    assert started(entry("paused", standing="Pauses"), entry("x"), slots=1) == ["x"]


def test_one_that_was_resumed_queues_by_the_time_when_it_was_first_entry() -> None:
    assert started(entry("x"), entry("resumed", minute=-9), slots=1) == ["resumed"]


def test_a_limited_resource_holds_those_that_ask_for_it_and_lets_others_pass() -> None:
    executions = (
        entry("running", standing="Holds", gpu=2),
        entry("g", gpu=1),
        entry("cpu", minute=1),
        entry("h", minute=2, gpu=1),
    )
    assert started(*executions, gpu=2) == ["cpu"]
    assert held(*executions, gpu=2) == {
        "g": (1, "limit of nvidia.com/gpu (2) reached"),
        "h": (2, "waits for nvidia.com/gpu behind position 1"),
    }


def test_small_ones_do_not_starve_a_large_one() -> None:
    executions = (entry("running", standing="Holds", gpu=1), entry("large", gpu=4), entry("small", minute=1, gpu=1))
    assert started(*executions, gpu=4) == []


def test_one_that_asks_for_more_than_there_is_runs_alone() -> None:
    assert started(entry("large", gpu=9), gpu=2) == ["large"]
    assert started(entry("running", standing="Holds", gpu=1), entry("large", gpu=9), gpu=2) == []


def test_zero_holds_everything() -> None:
    assert held(entry("x"), slots=0) == {"x": (1, "maxConcurrentExecutions (0) reached")}
    assert held(entry("g", gpu=1), gpu=0) == {"g": (1, "limit of nvidia.com/gpu (0) reached")}


def test_who_is_not_recorded_never_starts_and_blocks_nobody() -> None:
    assert admissions(entry("unknown", gpu=None)) == []
    assert started(entry("unknown", gpu=None), entry("x", minute=1), slots=1) == ["x"]


def test_while_a_running_one_is_not_recorded_nobody_gets_a_limited_device() -> None:
    """It was started by a version that recorded nothing: whether the device is free is not known."""
    old = entry("old", standing="Holds", gpu=None)
    assert started(old, entry("g", gpu=1), entry("cpu"), gpu=1) == ["cpu"]
    assert held(old, entry("g", gpu=1), gpu=1) == {
        "g": (1, "limit of nvidia.com/gpu (1): what 1 running executions use is not recorded yet")
    }
    assert started(old, entry("g", gpu=1)) == ["g"]
