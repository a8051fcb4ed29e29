"""The queue computed from scratch, by walking everybody who waits: what the incremental one must always equal."""

from collections import Counter
from collections.abc import Iterator, Sequence

from media_insights.domain.queueing.limits import MAX_CONCURRENT, Limits
from media_insights.domain.queueing.next import Admission, Hold, Start
from media_insights.domain.queueing.queue_entries import QueueEntry


def admissions(entries: Sequence[QueueEntry], limits: Limits) -> Iterator[Admission]:
    running = [each for each in entries if each.standing == "Holds"]
    used = sum((Counter(limits.capped(each.demand or {})) for each in running), Counter[str]())
    unrecorded = sum(each.demand is None for each in running)
    slots, position, held = limits.max_concurrent - len(running), 0, dict[str, int]()
    waiting = [each for each in entries if each.standing == "Waits" and each.demand is not None]
    for each in sorted(waiting, key=lambda entry: entry.rank):
        demand = limits.capped(each.demand or {})
        why = _why_held(demand, limits, slots, used, held, unrecorded)
        if why is None:
            slots -= 1
            used.update(demand)
            yield Start(namespace=each.namespace, name=each.name)
        else:
            position += 1
            held |= dict.fromkeys(demand, position)
            yield Hold(namespace=each.namespace, name=each.name, position=position, limit=why[0], reason=why[1])


def _why_held(
    demand: dict[str, int], limits: Limits, slots: int, used: Counter[str], held: dict[str, int], unrecorded: int
) -> tuple[str, str] | None:
    if slots <= 0:
        return MAX_CONCURRENT, f"{MAX_CONCURRENT} ({limits.max_concurrent}) reached"
    for device, count in demand.items():
        if device in held:
            return device, f"waits for {device} behind position {held[device]}"
        if unrecorded:
            unknown = f"what {unrecorded} running executions use is not recorded yet"
            return device, f"limit of {device} ({limits.resources[device]}): {unknown}"
        if used[device] + count > limits.resources[device]:
            return device, f"limit of {device} ({limits.resources[device]}) reached"
    return None
