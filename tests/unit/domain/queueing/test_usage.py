"""What running executions hold."""

from media_insights.domain.queueing.usage import SlotUsage
from tests.unit.domain.queueing.entries import GPU, limits


def test_slots_and_devices_are_given_back() -> None:
    usage = SlotUsage(limits(slots=2, gpu=4))
    usage.add(("n", "a"), {GPU: 3})
    assert (usage.free_slots, usage.holders, usage.used[GPU]) == (1, 1, 3)
    usage.discard(("n", "a"))
    assert (usage.free_slots, usage.used[GPU]) == (2, 0)


def test_another_limit_changes_what_counts() -> None:
    usage = SlotUsage(limits(gpu=2))
    usage.add(("n", "a"), {GPU: 9})
    assert usage.used[GPU] == 2
    usage.limit(limits(gpu=5))
    assert usage.used[GPU] == 5
    usage.limit(limits())
    assert usage.used[GPU] == 0


def test_who_is_not_recorded_is_counted() -> None:
    usage = SlotUsage(limits())
    usage.add(("n", "old"), None)
    assert usage.unrecorded == 1
    usage.discard(("n", "old"))
    assert usage.unrecorded == 0
