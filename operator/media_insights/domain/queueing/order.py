"""Lines of waiting executions: one per lane, and of each lane one per demand and one per device."""

from bisect import bisect_left, insort
from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from media_insights.domain.queueing.queue_entries import Lane, QueueEntry, Rank

DemandKey = tuple[tuple[str, int], ...]
"""A demand as a key of a dictionary: executions with the same demand are held and started together."""
_K = TypeVar("_K", bound=Hashable)


@dataclass(slots=True)
class Line:
    """Ranks in order. A sorted list: moving 80 KB of pointers for 10,000 entries takes some microseconds."""

    ranks: list[Rank] = field(default_factory=list)

    def add(self, rank: Rank) -> None:
        """Let a rank join the line."""
        insort(self.ranks, rank)

    def discard(self, rank: Rank) -> None:
        """Let a rank leave the line, if it is in it."""
        index = self.before(rank)
        if index < len(self.ranks) and self.ranks[index] == rank:
            del self.ranks[index]

    def before(self, rank: Rank) -> int:
        """Count those ahead of a rank, whether it is in the line or not."""
        return bisect_left(self.ranks, rank)


@dataclass(slots=True)
class Lines:
    """All who wait and whose demand is recorded."""

    lanes: dict[Lane, Line] = field(default_factory=dict)
    by_demand: dict[tuple[Lane, DemandKey], Line] = field(default_factory=dict)
    by_device: dict[str, dict[Lane, Line]] = field(default_factory=dict)
    count: int = 0

    def add(self, entry: QueueEntry) -> None:
        """Add a waiting execution."""
        lane, rank, asked = entry.lane, entry.rank, demand_key_of(entry.demand)
        self.count += 1
        self.lanes.setdefault(lane, Line()).add(rank)
        self.by_demand.setdefault((lane, asked), Line()).add(rank)
        for device, _ in asked:
            self.by_device.setdefault(device, {}).setdefault(lane, Line()).add(rank)

    def discard(self, entry: QueueEntry) -> None:
        """Remove a waiting execution."""
        lane, rank, asked = entry.lane, entry.rank, demand_key_of(entry.demand)
        self.count -= 1
        _leave(self.lanes, lane, rank)
        _leave(self.by_demand, (lane, asked), rank)
        for device, _ in asked:
            _leave(self.by_device[device], lane, rank)
            if not self.by_device[device]:
                del self.by_device[device]


def demand_key_of(demand: Mapping[str, int] | None) -> DemandKey:
    """Return a demand as a key; the order of its devices counts, since the first that is short is the reason."""
    return tuple((device, count) for device, count in (demand or {}).items() if count > 0)


def _leave(lines: dict[_K, Line], key: _K, rank: Rank) -> None:
    line = lines[key]
    line.discard(rank)
    if not line.ranks:
        del lines[key]
