"""Next in the queue: executions that may start, and the reasons why others are held.

Order: priority, higher first; then age; then name, so that the answer never depends on the order of events. When a
limited device holds an execution, later ones that ask for the same device are held too (else a stream of small ones
would starve it), and those that do not ask for it may pass. A demand above the limit counts as the limit: such an
execution runs when nothing else uses the device. While a running execution's demand is not recorded, nobody who asks
for a limited device starts.
"""

import heapq
from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from media_insights.domain.queueing.limits import MAX_CONCURRENT
from media_insights.domain.queueing.order import DemandKey, Line, Lines
from media_insights.domain.queueing.queue_entries import Key, QueueEntry, Rank
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
    """What holds it: ``maxConcurrentExecutions``, or a device."""
    reason: str
    """The same as one sentence."""


Admission = Start | Hold
"""What the queue says of one execution that waits."""


@dataclass(slots=True)
class Starts:
    """Executions that may start now, in order, with the demand of each."""

    ranks: list[Rank] = field(default_factory=list)
    demands: list[Mapping[str, int]] = field(default_factory=list)
    keys: set[Key] = field(default_factory=set)

    def add(self, rank: Rank, demand: Mapping[str, int]) -> None:
        """Let one start; in rising order."""
        self.ranks.append(rank)
        self.demands.append(demand)
        self.keys.add(rank[2:])

    def remove(self, rank: Rank) -> None:
        """Leave out one that has got what it asked for: the others may start as before."""
        index = bisect_left(self.ranks, rank)
        del self.ranks[index], self.demands[index]
        self.keys.discard(rank[2:])


def starts_of(lines: Lines, usage: SlotUsage) -> Starts:
    """Return who may start now. Only the head of each demand is examined."""
    starts, used, held = Starts(), Counter(usage.used), set[str]()
    heads = [(line.ranks[0], asked, 0) for asked, line in lines.by_demand.items()]
    heapq.heapify(heads)
    while heads and len(starts.ranks) < usage.free_slots:
        rank, asked, index = heads[0]
        demand = usage.limits.capped(dict(asked))
        if held.isdisjoint(demand) and _short_of(demand, used, usage) is None:
            starts.add(rank, demand)
            used.update(demand)
            _advance(heads, lines.by_demand[asked], index + 1)
        else:
            held.update(demand)
            heapq.heappop(heads)
    return starts


def _advance(heads: list[tuple[Rank, DemandKey, int]], line: Line, index: int) -> None:
    _, asked, _ = heads[0]
    if index < len(line.ranks):
        heapq.heapreplace(heads, (line.ranks[index], asked, index))
    else:
        heapq.heappop(heads)


def admission_of(entry: QueueEntry, lines: Lines, usage: SlotUsage, starts: Starts) -> Admission:
    """Return what the queue says of an execution that waits, or would wait; its demand must be known."""
    why = _why_held(entry, lines, usage, starts)
    if why is None:
        return Start(namespace=entry.namespace, name=entry.name)
    limit, reason = why
    position = _position(entry.rank, lines, starts)
    return Hold(namespace=entry.namespace, name=entry.name, position=position, limit=limit, reason=reason)


def _position(rank: Rank, lines: Lines, starts: Starts) -> int:
    return lines.everyone.before(rank) - bisect_left(starts.ranks, rank) + 1


def _why_held(entry: QueueEntry, lines: Lines, usage: SlotUsage, starts: Starts) -> tuple[str, str] | None:
    """Return the limit and a sentence."""
    ahead = bisect_left(starts.ranks, entry.rank)
    if usage.free_slots <= ahead:
        return MAX_CONCURRENT, f"{MAX_CONCURRENT} ({usage.limits.max_concurrent}) reached"
    demand = usage.limits.capped(entry.demand or {})
    used = Counter({device: usage.used[device] for device in demand})
    for each in starts.demands[:ahead] if demand else ():
        used.update(each)
    for device in demand:
        blocker = _blocker(device, entry.rank, lines, starts)
        if blocker is not None:
            return device, f"waits for {device} behind position {_position(blocker, lines, starts)}"
        short = _short_of({device: demand[device]}, used, usage)
        if short is not None:
            return device, short
    return None


def _blocker(device: str, rank: Rank, lines: Lines, starts: Starts) -> Rank | None:
    """Return the nearest of those ahead that wait for the same device and do not start."""
    line = lines.by_device.get(device, Line())
    return next((each for each in line.backwards_from(rank) if each[2:] not in starts.keys), None)


def _short_of(demand: Mapping[str, int], used: Mapping[str, int], usage: SlotUsage) -> str | None:
    """Return which limit a demand would pass, as a sentence."""
    for device, count in demand.items():
        most = usage.limits.resources[device]
        if usage.unrecorded:
            return f"limit of {device} ({most}): what {usage.unrecorded} running executions use is not recorded yet"
        if used[device] + count > most:
            return f"limit of {device} ({most}) reached"
    return None
