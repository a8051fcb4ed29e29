"""The queue computed from scratch, by walking everybody who waits: what the incremental one must always equal."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime

from media_insights.domain.queueing.limits import MAX_CONCURRENT, PER_NAMESPACE, Limits
from media_insights.domain.queueing.next import Admission, Hold, Start
from media_insights.domain.queueing.queue_entries import Lane, QueueEntry

NEVER = datetime.min.replace(tzinfo=UTC)


def in_order(entries: Sequence[QueueEntry], limits: Limits, served: Mapping[str, datetime]) -> list[QueueEntry]:
    """Everybody who waits: each namespace takes as many places of a round as it has weight, what it runs included."""
    runs = Counter(each.namespace for each in entries if each.standing == "Holds")
    lanes = defaultdict[Lane, list[QueueEntry]](list)
    for each in entries:
        if each.standing == "Waits" and each.demand is not None:
            lanes[each.lane].append(each)
    turns = [
        (priority, (runs[name] + place) // limits.weight(name), served.get(name, NEVER), name, place, each)
        for (priority, name), waiting in lanes.items()
        for place, each in enumerate(sorted(waiting, key=lambda one: one.rank))
    ]
    return [turn[-1] for turn in sorted(turns, key=lambda turn: turn[:-1])]


def admissions(
    entries: Sequence[QueueEntry], limits: Limits, served: Mapping[str, datetime] | None = None
) -> Iterator[Admission]:
    running = [each for each in entries if each.standing == "Holds"]
    used = sum((Counter(limits.capped(each.demand or {})) for each in running), Counter[str]())
    of_namespace = Counter(each.namespace for each in running)
    unrecorded = sum(each.demand is None for each in running)
    slots, position, held = limits.max_concurrent - len(running), 0, dict[str, int]()
    for each in in_order(entries, limits, served or {}):
        demand = limits.capped(each.demand or {})
        full = limits.per_namespace is not None and of_namespace[each.namespace] >= limits.per_namespace
        why = _why_held(demand, limits, slots, used, held, unrecorded, full=full)
        if why is None:
            slots -= 1
            used.update(demand)
            of_namespace[each.namespace] += 1
            yield Start(namespace=each.namespace, name=each.name)
        else:
            position += 1
            if why[0] != PER_NAMESPACE:
                held |= dict.fromkeys(demand, position)
            yield Hold(namespace=each.namespace, name=each.name, position=position, limit=why[0], reason=why[1])


def _why_held(
    demand: dict[str, int],
    limits: Limits,
    slots: int,
    used: Counter[str],
    held: dict[str, int],
    unrecorded: int,
    *,
    full: bool,
) -> tuple[str, str] | None:
    if slots <= 0:
        return MAX_CONCURRENT, f"{MAX_CONCURRENT} ({limits.max_concurrent}) reached"
    if full:
        return PER_NAMESPACE, f"{PER_NAMESPACE} ({limits.per_namespace}) reached"
    for device, count in demand.items():
        if device in held:
            return device, f"waits for {device} behind position {held[device]}"
        if unrecorded:
            unknown = f"what {unrecorded} running executions use is not recorded yet"
            return device, f"limit of {device} ({limits.resources[device]}): {unknown}"
        if used[device] + count > limits.resources[device]:
            return device, f"limit of {device} ({limits.resources[device]}) reached"
    return None
