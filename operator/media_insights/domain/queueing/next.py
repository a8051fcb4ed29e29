"""Next in the queue: executions that may start, and the reasons why others are held.

Order: priority, higher first; then namespaces in turn (:mod:`~media_insights.domain.queueing.fair_order`); of one
namespace by age; then by name, so that the answer never depends on the order of events. When a limited device holds an
execution, later ones that ask for the same device are held too (else a stream of small ones would starve it), and those
that do not ask for it may pass. What is held by the limit of its own namespace holds nobody else. A demand above the
limit counts as the limit: such an execution runs when nothing else uses the device. While a running execution's demand
is not recorded, nobody who asks for a limited device starts.
"""

import heapq
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from media_insights.domain.queueing.fair_order import FairOrder, Turn
from media_insights.domain.queueing.limits import MAX_CONCURRENT, PER_NAMESPACE
from media_insights.domain.queueing.order import DemandKey, Line
from media_insights.domain.queueing.queue_entries import Key, Lane, QueueEntry
from media_insights.domain.queueing.usage import SlotUsage


@dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    """The execution leaves the queue."""

    namespace: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    """The execution stays in the queue."""

    namespace: str
    name: str
    position: int
    """1 is the next."""
    limit: str
    """What holds it: ``maxConcurrentExecutions``, ``perNamespace``, or a device."""
    reason: str
    """The same as one sentence."""


Admission = Start | Hold
"""What the queue says of one execution that waits."""


@dataclass(slots=True)
class Starts:
    """Executions that may start now, in order, with the demand of each."""

    turns: list[Turn] = field(default_factory=list)
    demands: list[Mapping[str, int]] = field(default_factory=list)
    keys: set[Key] = field(default_factory=set)
    namespaces: Counter[str] = field(default_factory=Counter)

    def add(self, turn: Turn, demand: Mapping[str, int]) -> None:
        """Let one start; in rising order."""
        self.turns.append(turn)
        self.demands.append(demand)
        self.keys.add(key_of(turn))
        self.namespaces[turn[3]] += 1

    def before(self, turn: Turn) -> int:
        """Count those who start and come before a turn."""
        return bisect_left(self.turns, turn)


def key_of(turn: Turn) -> Key:
    """Return whose turn it is."""
    return turn[4][2:]


def starts_of(order: FairOrder) -> Starts:
    """Return who may start now. Only the head of each demand of each lane is examined."""
    lines, usage = order.lines, order.usage
    starts, used, held = Starts(), Counter(usage.used), set[str]()
    if usage.free_slots <= 0:
        return starts
    heads = [(order.turn(lane, line.ranks[0]), lane, asked, 0) for (lane, asked), line in lines.by_demand.items()]
    heapq.heapify(heads)
    while heads and len(starts.turns) < usage.free_slots:
        turn, _, asked, index = heads[0]
        demand = usage.limits.capped(dict(asked))
        if _is_full(turn[3], usage, starts.namespaces[turn[3]]):
            heapq.heappop(heads)
        elif held.isdisjoint(demand) and _short_of(demand, used, usage) is None:
            starts.add(turn, demand)
            used.update(demand)
            _advance(heads, order, index + 1)
        else:
            held.update(demand)
            heapq.heappop(heads)
    return starts


def _advance(heads: list[tuple[Turn, Lane, DemandKey, int]], order: FairOrder, index: int) -> None:
    _, lane, asked, _ = heads[0]
    ranks = order.lines.by_demand[lane, asked].ranks
    if index < len(ranks):
        heapq.heapreplace(heads, (order.turn(lane, ranks[index]), lane, asked, index))
    else:
        heapq.heappop(heads)


def admission_of(entry: QueueEntry, order: FairOrder, starts: Starts) -> Admission:
    """Return what the queue says of an execution that waits, or would wait; its demand must be known."""
    turn = order.turn(entry.lane, entry.rank)
    return admission_at(turn, entry, order, starts, _position(turn, order, starts))


def admission_at(turn: Turn, entry: QueueEntry, order: FairOrder, starts: Starts, position: int) -> Admission:
    """Return what the queue says of an execution whose turn and position, should it be held, are known already."""
    why = _why_held(turn, entry.demand or {}, order, starts)
    if why is None:
        return Start(namespace=entry.namespace, name=entry.name)
    limit, reason = why
    return Hold(namespace=entry.namespace, name=entry.name, position=position, limit=limit, reason=reason)


def _position(turn: Turn, order: FairOrder, starts: Starts) -> int:
    return order.ahead(turn) - starts.before(turn) + 1


def _why_held(turn: Turn, asked: Mapping[str, int], order: FairOrder, starts: Starts) -> tuple[str, str] | None:
    """Return the limit and a sentence."""
    usage, ahead, namespace = order.usage, starts.before(turn), turn[3]
    if usage.free_slots <= ahead:
        return MAX_CONCURRENT, f"{MAX_CONCURRENT} ({usage.limits.max_concurrent}) reached"
    if usage.limits.per_namespace is not None and _is_full(
        namespace, usage, sum(each[3] == namespace for each in starts.turns[:ahead])
    ):
        return PER_NAMESPACE, f"{PER_NAMESPACE} ({usage.limits.per_namespace}) reached"
    demand = usage.limits.capped(asked)
    used = Counter({device: usage.used[device] for device in demand})
    for each in starts.demands[:ahead] if demand else ():
        used.update(each)
    for device in demand:
        blocker = _blocker(device, turn, order, starts)
        if blocker is not None:
            return device, f"waits for {device} behind position {_position(blocker, order, starts)}"
        short = _short_of({device: demand[device]}, used, usage)
        if short is not None:
            return device, short
    return None


def _is_full(namespace: str, usage: SlotUsage, more: int) -> bool:
    """Whether a namespace runs as much as one may, with so ``more`` that start now."""
    most = usage.limits.per_namespace
    return most is not None and usage.by_namespace[namespace] + more >= most


def _blocker(device: str, turn: Turn, order: FairOrder, starts: Starts) -> Turn | None:
    """Return the last of those ahead that wait for the same device and do not start for want of it."""
    lanes = order.lines.by_device.get(device, {})
    found = (_last_waiting(lane, line, turn, order, starts) for lane, line in lanes.items())
    return max((each for each in found if each is not None), default=None)


def _last_waiting(lane: Lane, line: Line, turn: Turn, order: FairOrder, starts: Starts) -> Turn | None:
    """Return the last one of a lane's line ahead of a turn that neither starts nor is held by its namespace's limit."""
    ranks = order.lines.lanes[lane].ranks
    end = min(order.ahead_in(lane, turn), _open_places(lane, order, starts))
    if not end:
        return None
    index = bisect_right(line.ranks, ranks[end - 1])
    rank = next((each for each in reversed(line.ranks[:index]) if each[2:] not in starts.keys), None)
    return None if rank is None else order.turn(lane, rank)


def _open_places(lane: Lane, order: FairOrder, starts: Starts) -> int:
    """Count those from the head of a lane who are not held by their namespace's limit."""
    line, most, namespace = order.lines.lanes[lane], order.usage.limits.per_namespace, lane[1]
    if most is None:
        return len(line.ranks)
    free = most - order.usage.by_namespace[namespace]
    if free <= 0:
        return 0
    own = [each for each in starts.turns if each[3] == namespace]
    if len(own) < free:
        return len(line.ranks)
    return order.ahead_in(lane, own[free - 1]) + (own[free - 1][0] == lane[0])


def _short_of(demand: Mapping[str, int], used: Mapping[str, int], usage: SlotUsage) -> str | None:
    """Return which limit a demand would pass, as a sentence."""
    for device, count in demand.items():
        most = usage.limits.resources[device]
        if usage.unrecorded:
            return f"limit of {device} ({most}): what {usage.unrecorded} running executions use is not recorded yet"
        if used[device] + count > most:
            return f"limit of {device} ({most}) reached"
    return None
